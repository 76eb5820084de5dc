"""The first run of an empty installation."""
