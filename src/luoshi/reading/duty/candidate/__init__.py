"""Units that may be commitments, gathered in one walk over the document."""
