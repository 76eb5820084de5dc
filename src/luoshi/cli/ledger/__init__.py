"""Verbs on an installation of the ledger: they start Django, the others do not."""
