"""What is seen of practices, and the few of it that are told: as findings, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from handlers.practices.shapes import Book
from handlers.verdicts import Finding, PracticeId

_MOST_QUOTES = 3


class Witness(NamedTuple):
    """What a sign, a rule or the model shows of a practice at one place.

    A tuple, made in a quarter of the time of a finding: most of what is seen is never told.

    Attributes:
        start: where the words lie in the untouched text, None where there are none.
        end: offset after them, None with ``start``.
    """

    practice: PracticeId
    because: str
    rule: str
    confidence: float
    start: int | None = None
    end: int | None = None

    def believed(self, confidence: float) -> Witness:
        """The same with another confidence."""
        practice, because, rule, _, start, end = self
        return Witness(practice, because, rule, confidence, start, end)

    def told(self, text: str) -> Finding:
        """The finding in an untouched text."""
        quote = None if self.start is None else text[self.start : self.end]
        practice, because, rule, confidence, start, end = self
        return Finding(practice, because, rule, confidence, quote, start, end)


def ordered(book: Book, seen: Sequence[Witness], text: str) -> tuple[Finding, ...]:
    """By gravity, then by place; overlapping quotes of one practice only once."""
    if not seen:
        return ()
    kept = [one for mine in _strongest(seen) for one in mine]
    if len(kept) > 1:
        kept.sort(
            key=lambda one: (
                -book.practices[one.practice].severity.rank,
                one.practice,
                one.start is None,
                one.start or 0,
            )
        )
    return tuple([one.told(text) for one in kept])


def _strongest(seen: Sequence[Witness]) -> Iterable[Sequence[Witness]]:
    """Of each practice the few that are surest, none over words that a surer one has."""
    if len(seen) < 2:
        return [seen]
    kept: dict[PracticeId, list[Witness]] = {}
    for one in sorted(seen, key=_surest):
        mine = kept.setdefault(one.practice, [])
        if len(mine) < _MOST_QUOTES and not any(_overlap(other, one) for other in mine):
            mine.append(one)
    return kept.values()


def _surest(one: Witness) -> tuple[float, int, int, str]:
    return (-one.confidence, one.start or 0, -(one.end or 0), one.rule)


def _overlap(one: Witness, other: Witness) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    return one.start < other.end and other.start < one.end
