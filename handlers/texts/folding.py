"""Brings a text into one plain form before it is compared with shapes and commands.

Folding is lossy on purpose and keeps no offsets: it serves yes-or-no questions only.
"""

from __future__ import annotations

import unicodedata

SENTENCE = "。"
CLAUSE = "，"
QUOTE = "”"

_ENDS = frozenset("。!?;\n\r\u2028\u2029")
_PAUSES = frozenset(",、:")
_QUOTES = frozenset('"“”「」『』«»')


def fold(text: str) -> str:
    """Width, case, spaces, invisible and decorative characters evened out.

    Ends of sentences become 。 and pauses become ，, because who is spoken about changes there;
    every quotation mark becomes the same one.
    """
    return unicodedata.normalize("NFKC", text).lower().translate(_PLAIN)


def squeeze(text: str) -> str:
    """Like `fold`, and without any mark that is left: for whole short messages."""
    return fold(text).translate({ord(mark): None for mark in SENTENCE + CLAUSE + QUOTE})


class _Table(dict[int, str]):
    """What becomes of each character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


_PLAIN = _Table()


def _plain(char: str) -> str:
    """One folded character, "" for what only decorates."""
    if char in _ENDS:
        return SENTENCE
    if char in _PAUSES:
        return CLAUSE
    if char in _QUOTES:
        return QUOTE
    return char if unicodedata.category(char)[0] in "LN" else ""
