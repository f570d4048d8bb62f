"""诉讼时效: until when a creditor may sue without a defence of limitation, and what moved it.

It is never looked at by the court itself (CC-193), and a debt does not go away with it. What this
tells is a day to bring to somebody who knows the file, not an answer to "need I pay".
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.money.errors import Unusable
from handlers.verdicts import ProvisionId

YEARS = 3
LONGEST = 20
"""Years after which nothing but a court's own extension helps (CC-188)."""
EARLIEST = date(2017, 10, 1)
"""Debts due before this had another period; it is not in the data, so they are refused."""


class Event(StrEnum):
    """What may have happened to a debt."""

    DEMAND = "demand"
    PAYMENT = "payment"
    PROMISE = "promise"
    DEDUCTION = "deduction"
    SUIT = "suit"


_RULES = {
    Event.DEMAND: ("CC-195", "JI-SS-8"),
    Event.PAYMENT: ("CC-195", "JI-SS-14"),
    Event.PROMISE: ("CC-195", "JI-SS-14"),
    Event.DEDUCTION: ("CC-195", "JI-SS-8"),
    Event.SUIT: ("CC-195",),
}
_GIVES_UP = frozenset({Event.PROMISE, Event.PAYMENT})
"""Done after the period had ended, these may be a waiver of the defence (CC-192, JI-SS-19)."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event on a day; for a suit the day on which it ended, if it has."""

    day: date
    event: Event


@dataclass(frozen=True, slots=True)
class Limitation:
    """How things stand on the day asked.

    Attributes:
        since: the day from which the three years run now.
        last: their last day.
        over: the day asked lies after it.
        waived: the defence may be lost: something was promised or paid after the period had ended.
        interrupted: what the period runs from, None when nothing interrupted it.
        rules: provisions this leans on.
    """

    since: date
    last: date
    over: bool
    waived: bool
    interrupted: Happened | None
    rules: tuple[ProvisionId, ...]


def limitation(due: Sequence[date], events: Sequence[Happened], asked: date) -> Limitation:
    """The three years of a debt, or of one debt in instalments, with what interrupted them.

    Rules: CC-188 (three years, twenty at the most), CC-189 (instalments: from the last one), CC-195
    with JI-SS-8 and JI-SS-14 (a demand, a payment, a promise, a suit begin them anew: the last one
    decides), CC-192 and JI-SS-19 (what is promised after their end may give the defence away).

    The first day is not counted; a period ends on the day of the same number, or on the last of
    the month where there is none (29 February).

    Args:
        due: when it was, or its instalments were, to be paid.
        events: in any order; those after the day asked are left out.

    Raises:
        Unusable: no due day, or one before October 2017, for which another period held.
    """
    if not due or min(due) < EARLIEST:
        raise Unusable("due")
    since = max(due)
    rules = ["CC-188", "CC-189"] if len(due) > 1 else ["CC-188"]
    longest = years_later(since, LONGEST)
    interrupted: Happened | None = None
    waived = False
    for happened in sorted(events, key=lambda one: one.day):
        if not min(due) <= happened.day <= asked:
            continue
        if happened.day <= years_later(since, YEARS):
            since = max(since, happened.day)
            interrupted = happened if since == happened.day else interrupted
            rules += _RULES[happened.event]
        elif happened.event in _GIVES_UP:
            waived, since, interrupted = True, happened.day, happened
            rules += ["CC-192", "JI-SS-19"]
    last = min(years_later(since, YEARS), longest)
    found = tuple(ProvisionId(rule) for rule in dict.fromkeys(rules))
    return Limitation(since, last, asked > last, waived, interrupted, found)


def years_later(day: date, years: int) -> date:
    """The same day some years later; the last of the month where there is no such day."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
