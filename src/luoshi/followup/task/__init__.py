"""Acts on a task, one file each."""
