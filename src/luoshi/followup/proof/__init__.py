"""The log that proves itself: sealing, verifying, taking the whole ledger out and in."""
