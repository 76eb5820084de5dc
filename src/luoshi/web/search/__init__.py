"""Searching documents and tasks."""
