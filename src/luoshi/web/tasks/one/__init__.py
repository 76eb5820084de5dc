"""The page of one task, and the acts on it."""
