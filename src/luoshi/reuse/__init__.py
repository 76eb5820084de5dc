"""Texts to the passages they share."""
