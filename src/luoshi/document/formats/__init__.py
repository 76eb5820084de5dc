"""One file a format: bytes to Extract."""
