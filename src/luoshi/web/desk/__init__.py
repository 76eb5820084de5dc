"""The front page and the inbox."""
