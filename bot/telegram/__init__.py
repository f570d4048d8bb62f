"""Telegram as a door: what it sends, in neutral words, and back."""
