"""What a keeper keeps: units, posts, who holds them, accounts, and the first run."""
