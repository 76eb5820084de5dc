"""Finished results on their way to files."""
