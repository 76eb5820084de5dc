"""The search index over tasks and documents: writing it, asking it."""
