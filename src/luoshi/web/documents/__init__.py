"""Taking documents in, reviewing what was read, and what became of it."""
