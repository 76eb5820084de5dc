"""Entries to state: what was promised, what is said, what the evidence supports, what the clock says."""
