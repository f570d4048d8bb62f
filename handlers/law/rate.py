"""One one-year loan prime rate (LPR), with the days on which it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FOUR = 4
"""JI-MJ-25: what private lenders may take is four times the rate."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate that held from one publication to the next change.

    Attributes:
        since: first day, the day of publication.
        until: last day, inclusive; None while it still holds.
        percent: per cent a year, as published (3.45 is 3.45 %).
        own: the operator added it; it did not come with the program.
    """

    since: date
    until: date | None
    percent: Decimal
    source: str
    own: bool = False

    @property
    def four_times(self) -> Decimal:
        """Four times the rate, per cent a year."""
        return self.percent * FOUR

    def covers(self, day: date) -> bool:
        """Whether it stood on that Beijing calendar day."""
        return self.since <= day and (self.until is None or day <= self.until)
