"""Background work: a leased job table behind Django's Tasks API."""
