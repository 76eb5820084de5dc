"""Who must do what by when: parties, their roles, and the commitments they carry."""
