"""Working days of China that explain themselves, due dates and occurrences."""
