"""SourceText to Reading: one file an element."""
