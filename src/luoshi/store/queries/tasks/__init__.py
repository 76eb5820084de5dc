"""What the task pages read, as frozen values."""
