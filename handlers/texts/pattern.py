"""A regular expression out of our data, compiled when it is first tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern. Hundreds are loaded, and most texts need a handful of them.

    Attributes:
        pattern: as `re` reads it.
    """

    pattern: str

    @classmethod
    def checked(cls, pattern: str) -> Pattern:
        """A pattern that was not read before.

        Raises:
            re.error: it is none.
        """
        _compiled(pattern)
        return cls(pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return _compiled(self.pattern).search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return _compiled(self.pattern).finditer(text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """What comes with the program is compiled once in a process."""
    return re.compile(pattern)
