"""Who speaks where: turns with a label ("坐席：…", "客户：…"), or one voice throughout."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_LABEL = re.compile(
    r"(?m)^[ \t]*(?:[\[【(（]?\d{1,2}[:：]\d{2}(?::\d{2})?[\]】)）]?[ \t]*)?"
    r"[\[【(（]?(?P<label>[A-Za-z\u4e00-\u9fff]{1,8}\d?)(?:[（(][^）)\n]{1,10}[）)])?"
    r"[\]】)）]?[ \t]*[:：](?!//)"
)


class Role(StrEnum):
    """Who a voice belongs to."""

    COLLECTOR = "collector"
    DEBTOR = "debtor"
    FAMILY = "family"
    WORK = "work"
    OTHER = "other"
    UNNAMED = "unnamed"


_NOBODY = frozenset({Role.UNNAMED})


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of one voice in the untouched text."""

    role: Role
    start: int
    end: int
    body: int


@dataclass(frozen=True, slots=True)
class Turns:
    """The voices of a text, in order, covering it whole.

    Attributes:
        starts: where each begins.
        roles: everybody who speaks.
    """

    all: tuple[Turn, ...]
    starts: tuple[int, ...]
    roles: frozenset[Role]

    @classmethod
    def of(cls, turns: Iterable[Turn]) -> Turns:
        """Turns in order."""
        every = tuple(turns)
        return cls(every, tuple(t.start for t in every), frozenset(t.role for t in every))

    @property
    def labelled(self) -> bool:
        """Whether the text names its speakers."""
        return not self.roles <= _NOBODY

    def at(self, position: int) -> Turn:
        """The turn that a position of the text belongs to."""
        return self.all[max(0, bisect_right(self.starts, position) - 1)]


def listen(text: str, labels: Mapping[str, Role]) -> Turns:
    """Split a text into turns; a label nobody knows starts no turn."""
    turns: list[Turn] = []
    for match in _LABEL.finditer(text) if ":" in text or "：" in text else ():
        role = labels.get(match["label"].rstrip("0123456789"))
        if role is not None:
            turns.append(Turn(role, match.start(), match.end(), match.end()))
    if not turns:
        return _one_voice(len(text))
    if turns[0].start > 0:
        turns.insert(0, Turn(Role.UNNAMED, 0, turns[0].start, 0))
    ends = [turn.start for turn in turns[1:]] + [len(text)]
    return Turns.of(Turn(t.role, t.start, end, t.body) for t, end in zip(turns, ends, strict=True))


@lru_cache(maxsize=512)
def _one_voice(length: int) -> Turns:
    """The turns of a text of which nobody says who speaks: one, the same for all of a length."""
    return Turns((Turn(Role.UNNAMED, 0, length, 0),), (0,), _NOBODY)
