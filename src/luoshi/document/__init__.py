"""Bytes to SourceText: every format, cleaned and repaired, with the way back."""
