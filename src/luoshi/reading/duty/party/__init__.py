"""The bodies and posts a text names."""
