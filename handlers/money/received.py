"""砍头息: what was kept back in advance is no principal."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.money.errors import Unusable
from handlers.money.fen import Fen, check_amounts
from handlers.verdicts import ProvisionId

RULES = (ProvisionId("CC-670"), ProvisionId("JI-MJ-26"))


@dataclass(frozen=True, slots=True)
class Principal:
    """What principal is, and what was kept back from what the paper says.

    Attributes:
        counted: the principal interest is counted on.
        kept_back: 砍头息, however it was called.
    """

    counted: Fen
    kept_back: Fen


def principal(stated: Fen, received: Fen) -> Principal:
    """Principal is what was received; what was taken off first does not count.

    Rule: CC-670; JI-MJ-26 for private lending.

    Raises:
        Unusable: a negative amount, or more received than stated.
    """
    check_amounts(stated=stated, received=received)
    if received > stated:
        raise Unusable("received")
    return Principal(received, Fen(stated - received))
