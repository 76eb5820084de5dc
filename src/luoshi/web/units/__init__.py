"""The unit tree, a unit's page, and what a keeper does there."""
