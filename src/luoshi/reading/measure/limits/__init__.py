"""The forms a time limit takes, and what each says."""
