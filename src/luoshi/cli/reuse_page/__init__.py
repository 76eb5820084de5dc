"""Similar text, shown: in the terminal, as JSON, as tables, as one page."""
