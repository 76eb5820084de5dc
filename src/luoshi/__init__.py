"""Luoshi 落实: from what was said to what was done."""

__version__ = "0.1.0.dev0"
