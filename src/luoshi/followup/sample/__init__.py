"""The sample institution: a county that does not exist, with a year of history in every state."""
