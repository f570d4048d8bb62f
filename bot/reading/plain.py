"""Text files: decoded as far as anybody will read them."""

from __future__ import annotations

from bot.reading.kinds import HEAD_BYTES, encoding

_LONGEST_CHARACTER = 4


def decoded(content: bytes, characters: int) -> tuple[str, bool] | None:
    """The words of a text file and whether its end was left out; None when it is no text.

    Bytes that are wrong in the middle of a text become U+FFFD: the rest is still to be read.
    """
    found = encoding(content[:HEAD_BYTES])
    if found is None:
        return None
    text = content[: _LONGEST_CHARACTER * (characters + 1)].decode(found, errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[:characters], len(text) > characters
