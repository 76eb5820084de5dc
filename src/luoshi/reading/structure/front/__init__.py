"""What stands before and after the body: title, number, addressee, meeting, signature."""
