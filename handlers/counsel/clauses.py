"""Several things asked in one message: its clauses, and which of them are told.

The first answer is that of the whole message. A second one is told beside it, in short, only where
both are clearly asked in clauses of their own; otherwise it is a button.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.counsel.matter import Matter

_CLAUSE = re.compile(r"[。！？!?；;\n]+|，?(?:另外|还有就是|还有|再问一下|顺便问|顺便)，?")
_SHORTEST_CLAUSE = 6
CLEAR = 2.0
"""So far the best of a clause is ahead of the next where it is told without being asked for."""
_BOTH = 2
"""Of three questions in a message none is told beside the first: buttons are clearer."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message and the matter it rather means.

    Attributes:
        sure: whether it means just this, read by itself.
        asks: whether it clearly asks about this, read in its message.
    """

    matter: Matter
    sure: bool
    asks: bool


def parts(question: str) -> tuple[str, ...]:
    """The clauses of a message, () where there are not several."""
    found = tuple(c for c in _CLAUSE.split(question) if len(c) >= _SHORTEST_CLAUSE)
    return found if len(found) > 1 else ()


def second(clauses: Sequence[Clause], first: Matter) -> Matter | None:
    """Another thing that a clause of its own is about, the last one said."""
    others = [clause.matter for clause in clauses if clause.sure and clause.matter is not first]
    return others[-1] if others else None


def besides(clauses: Sequence[Clause], first: Matter) -> Matter | None:
    """The other one of two things that are asked, where the answer to the first is one of them."""
    asked = tuple(dict.fromkeys(clause.matter.id for clause in clauses if clause.asks))
    if first.id not in asked or len(asked) != _BOTH:
        return None
    return next(c.matter for c in clauses if c.asks and c.matter is not first)
