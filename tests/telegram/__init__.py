"""The Telegram door, against a Bot API of our own over HTTP."""
