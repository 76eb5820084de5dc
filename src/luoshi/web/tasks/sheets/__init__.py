"""The ledger as files to take away."""
