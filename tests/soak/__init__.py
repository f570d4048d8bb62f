"""Years of reminders in minutes: real processes on one database, killed and restarted."""
