"""One document or many: read, rendered, here or in worker processes."""
