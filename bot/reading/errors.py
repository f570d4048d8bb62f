"""What can go wrong with the reader itself; a bad medium is an answer and no error.

ReadingUnavailable      the child does not start: try again later, tell the operator
ChildGone               the child died or babbled while it had a medium: start another one
"""

from __future__ import annotations

from bot.errors import BotError


class ReadingUnavailable(BotError):
    """The child does not start, whatever the medium. Try again later and tell the operator."""


class ChildGone(BotError):
    """The child died, or said what it should not, with a medium in hand."""
