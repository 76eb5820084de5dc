"""The ledger, the task page, the cascade and the month."""
