"""One place to turn to, one kind of lender, and what a practice asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from handlers.verdicts import PracticeId, ProvisionId

RouteId = NewType("RouteId", str)
"""Id of a complaint channel ("110", "12378", "lender_complaint", …)."""
LenderId = NewType("LenderId", str)
"""Id of a kind of lender ("bank", "microloan", "unknown", …)."""


class Move(StrEnum):
    """When its turn comes: safety, is the paper real, the lender, its regulator, the rest.

    The declaration order is the order in which routes are shown.
    """

    DANGER = "danger"
    CHECK = "check"
    LENDER = "lender"
    REGULATOR = "regulator"
    OTHER = "other"


class Known(StrEnum):
    """How well we know a channel itself; what it may lean on is in ``basis``."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DERIVED = "derived"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Route:
    """A place to turn to.

    Attributes:
        line: one short sentence for chat, shown after the name.
        details: what it handles, what to know first, what to bring, what follows, what to say;
            each a line with its label.
        handover: the sentence to say there, by itself.
        basis: provisions it leans on, whatever the day; ask the law book which are in force.
    """

    id: RouteId
    name: str
    step: Move
    line: str
    details: tuple[str, ...]
    handover: str
    basis: tuple[ProvisionId, ...]
    verified: Known
    source: str


@dataclass(frozen=True, slots=True)
class Lender:
    """A kind of lender, which decides who is responsible and who supervises.

    Attributes:
        channels: where to turn to, in order.
        later: where to turn to only if it goes on or gets worse.
        tell: how to see that the lender is of this kind.
        note: what is particular about complaining here.
        basis: provisions that bind such a lender, or that he is often confused about.
    """

    id: LenderId
    name: str
    channels: tuple[RouteId, ...]
    later: tuple[RouteId, ...]
    tell: str
    note: str
    basis: tuple[ProvisionId, ...]


@dataclass(frozen=True, slots=True)
class FirstCall:
    """Where one practice is taken first, and where only if it goes on."""

    practice: PracticeId
    channels: tuple[RouteId, ...]
    later: tuple[RouteId, ...]
