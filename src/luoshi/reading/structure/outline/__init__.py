"""The divisions of a document and their levels."""
