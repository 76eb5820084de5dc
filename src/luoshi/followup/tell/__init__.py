"""What people are told: notices in the inbox, reminders, one digest a day."""
