"""Clauses cut into the acts of one actor each: comma parts, names in them, and who acts."""
