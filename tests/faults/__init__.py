"""What is killed, cut, filled up or locked loses nothing that was acknowledged."""
