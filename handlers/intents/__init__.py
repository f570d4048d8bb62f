"""What a person wants with what was typed: the intent, and what fixes it."""
