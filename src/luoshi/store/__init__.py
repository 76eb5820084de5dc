"""The tables, and nothing but the tables; written by followup only."""
