"""Pages: addresses, forms, page values, templates; one folder a noun."""
