"""How well the engine reads: scores on annotated documents, with floors that only rise."""
