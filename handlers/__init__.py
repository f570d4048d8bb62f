"""Everything we decide: what to do with each message, and every sentence people read."""
