"""A strict Telegram Bot API in memory, for tests and by hand.

`python -m tests.telegram.simulator --port 8081 --token 1:secret` serves the Bot API below
`/bot<token>/` and `/file/bot<token>/`, and its control side below `/_control/`.
It refuses what Telegram refuses; where Telegram is lenient in a way nobody should rely on
(a second answer to a button), it is strict.
"""
