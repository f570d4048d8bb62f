"""What a picture of plans shows, as a value: every word and number, and no pixel.

It lies in the outbox beside the words of its reply; whoever shows it draws it (`handlers.drawing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Mark(StrEnum):
    """How one instalment is shown."""

    PAID = "paid"
    PART = "part"
    LATE = "late"
    NEXT = "next"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Square:
    """One instalment; ``filled`` is what was paid of it, in whole per cent, rounded down."""

    mark: Mark
    filled: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One plan.

    Attributes:
        heading: number and creditor.
        spare: the heading without the creditor, for a name that cannot be written.
        state: how the plan stands, in a word.
        late: something is overdue.
        left, paid: an amount with its unit, under a word of what it is.
        filled: what was paid of the whole, in whole per cent, rounded down.
        tally: how many instalments there are, and how many are paid.
        next: the next day and amount, or since when it is settled; "" if there is nothing.
    """

    heading: str
    spare: str
    state: str
    late: bool
    left: tuple[str, str]
    paid: tuple[str, str]
    filled: int
    squares: tuple[Square, ...]
    tally: str
    next: str


@dataclass(frozen=True, slots=True)
class Picture:
    """How far some plans are.

    Attributes:
        panels: one below the other, at least one.
        legend: what the marks that occur are called.
        rest: that there are more plans than are shown, "" if not.
        words: what it shows, for those who do not see it; the reply itself says all of it.
    """

    panels: tuple[Panel, ...]
    legend: tuple[tuple[Mark, str], ...]
    rest: str
    words: str


def picture_out(picture: Picture) -> dict[str, Any]:
    """The picture as plain JSON values."""
    return {
        "panels": [_panel_out(panel) for panel in picture.panels],
        "legend": [[mark.value, word] for mark, word in picture.legend],
        "rest": picture.rest,
        "words": picture.words,
    }


def picture_in(shape: dict[str, Any]) -> Picture:
    """The picture that `picture_out` gave."""
    return Picture(
        panels=tuple(_panel_in(panel) for panel in shape["panels"]),
        legend=tuple((Mark(mark), word) for mark, word in shape["legend"]),
        rest=shape["rest"],
        words=shape["words"],
    )


def _panel_out(panel: Panel) -> dict[str, Any]:
    return {
        "heading": panel.heading,
        "spare": panel.spare,
        "state": panel.state,
        "late": panel.late,
        "left": list(panel.left),
        "paid": list(panel.paid),
        "filled": panel.filled,
        "squares": [[square.mark.value, square.filled] for square in panel.squares],
        "tally": panel.tally,
        "next": panel.next,
    }


def _panel_in(shape: dict[str, Any]) -> Panel:
    left, paid = (tuple(shape[name]) for name in ("left", "paid"))
    squares = tuple(Square(Mark(mark), filled) for mark, filled in shape["squares"])
    return Panel(**{**shape, "left": left, "paid": paid, "squares": squares})
