"""Questions to the tables that more than one page asks."""
