"""The chapters of the story, in the order of their days."""
