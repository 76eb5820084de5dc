"""The luoshi command: one file a verb."""
