"""Sentences and their parts: the units that could be commitments."""
