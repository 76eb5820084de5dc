"""A whole register from one list (名录): units, posts and accounts, looked at first, then made at once."""
