"""What was seen in one normalised text, and how near to each other places of it are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.language.numbers import Numeral, numerals

_BREAK = re.compile(r"[。!?;\n]")
_CLAUSE = re.compile(r"[。!?;\n,]")
_COMMA = 3

Place = tuple[int, int]


@dataclass(slots=True)
class Sight:
    """Everything seen in one normalised text.

    Attributes:
        words: where words of each kind were seen.
        patterns: the patterns all of whose words were seen, a bit for each.
        tokens: where a token was seen, filled in when a pattern asks.
    """

    text: str
    words: Mapping[int, list[Place]]
    patterns: int
    _breaks: list[int] | None = field(default=None)
    _clauses: list[int] | None = field(default=None)
    tokens: dict[int, list[Place]] = field(default_factory=dict)
    _numbers: tuple[Numeral, ...] | None = field(default=None)

    @property
    def breaks(self) -> list[int]:
        """Positions where a sentence ends."""
        if self._breaks is None:
            self._breaks = [match.start() for match in _BREAK.finditer(self.text)]
        return self._breaks

    @property
    def clauses(self) -> list[int]:
        """Positions where a sentence or a clause ends."""
        if self._clauses is None:
            self._clauses = [match.start() for match in _CLAUSE.finditer(self.text)]
        return self._clauses

    @property
    def numbers(self) -> tuple[Numeral, ...]:
        """The text's numbers, looked for only when a pattern asks."""
        if self._numbers is None:
            self._numbers = numerals(self.text)
        return self._numbers

    def broken(self, start: int, end: int) -> bool:
        """Whether a sentence ends inside ``[start, end)``."""
        at = bisect_left(self.breaks, start)
        return at < len(self.breaks) and self.breaks[at] < end

    def near(self, end: int, start: int, gap: int) -> bool:
        """Whether a word at ``start`` still belongs to one that ended at ``end``.

        Never across the end of a sentence; a comma counts like a few characters more.
        """
        if not 0 <= start - end <= gap:
            return False
        if start == end:
            return True
        first = bisect_left(self.clauses, end)
        commas = bisect_left(self.clauses, start) - first
        return not commas or (start - end + commas * _COMMA <= gap and not self.broken(end, start))

    def sentence(self, place: Place) -> Place:
        """From the end of the sentence before to the end of this one."""
        before = bisect_left(self.breaks, place[0])
        after = bisect_left(self.breaks, place[1])
        return (
            self.breaks[before - 1] + 1 if before else 0,
            self.breaks[after] if after < len(self.breaks) else len(self.text),
        )

    def clause_start(self, position: int) -> int:
        """Where the clause around a position begins."""
        before = bisect_right(self.clauses, position - 1)
        return self.clauses[before - 1] + 1 if before else 0
