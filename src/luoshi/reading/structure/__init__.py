"""The form of a document: head, outline, clauses with their states and speakers."""
