"""Time limits, recurrences and amounts: the words of a text that can be put on a calendar or into a sum."""
