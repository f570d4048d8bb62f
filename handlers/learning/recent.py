"""What was found out about a text a moment ago: several desks look at the same words."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Generic, TypeVar

T = TypeVar("T")

REMEMBERED = 512
"""Answers kept; then all are forgotten, which costs one more look each."""


class Recent(Generic[T]):
    """Answers by a digest of the text; no word is kept. Safe to share between threads."""

    def __init__(self) -> None:
        self._found: dict[bytes, T] = {}

    def once(self, text: str, find: Callable[[str], T]) -> T:
        """What was found for the text, found now if it is not known.

        Args:
            find: gives the same answer for the same text.
        """
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        found = self._found.get(key)
        if found is None:
            found = find(text)
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[key] = found
        return found
