"""The first way through: one story on real documents, by browser and command line, on both databases."""
