"""One file an act: who may, what may happen now, what changes, and the event of it."""
