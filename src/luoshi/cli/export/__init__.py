"""A reading as bytes: one file a format."""
