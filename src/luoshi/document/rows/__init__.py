"""Lines of a text made blocks: paragraphs and rows of tables."""
