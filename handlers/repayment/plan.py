"""A repayment plan: what was agreed with a creditor, row by row.

Money is whole fen here and everywhere below the edges; days are Beijing calendar days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from handlers.money.fen import Fen

__all__ = ["LAST", "DueDay", "Fen", "Frequency", "Instalment", "Plan"]

DueDay = int | Literal["last"] | None
"""Day of the month 1 to 31, "last" for the month's end, None where no one day says it."""

LAST: Final = "last"


class Frequency(StrEnum):
    """How instalments follow each other; CUSTOM where only the rows say it."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    EVERY_N_DAYS = "every_n_days"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    LUNAR_MONTHLY = "lunar_monthly"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment that was agreed: the day it is due and how much.

    Raises:
        ValueError: an amount that is not positive.
    """

    due: date
    amount: Fen

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("an instalment is more than nothing")


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed. The rows are the plan; everything else says how they came about.

    Attributes:
        creditor: as the person names it; None when it was not said.
        total: the sum that was named, None when none was. It may differ from `sum`: that is
            for `sanity` to point out, not for this class to hide.
        down_payment: a first payment outside the regular instalments.
        instalments: the regular rows in order of their days, at least one.
        frequency: the rhythm of the regular rows.
        due_day: the stated day of the month; later months are clamped, never this.
        weekdays: stated weekdays, Monday is 1.
        due_days: stated days where a month has several (1, 11 and 21).
        interval_days: the n of EVERY_N_DAYS.

    Raises:
        ValueError: no instalment, or rows out of order.
    """

    creditor: str | None
    total: Fen | None
    instalments: tuple[Instalment, ...]
    frequency: Frequency
    down_payment: Instalment | None = None
    due_day: DueDay = None
    weekdays: tuple[int, ...] = ()
    due_days: tuple[int, ...] = ()
    interval_days: int | None = None

    def __post_init__(self) -> None:
        if not self.instalments:
            raise ValueError("a plan has at least one instalment")
        days = [row.due for row in self.rows]
        if days != sorted(days):
            raise ValueError("the rows of a plan are in the order of their days")

    @property
    def rows(self) -> tuple[Instalment, ...]:
        """Everything to be paid, the down payment first."""
        return (*((self.down_payment,) if self.down_payment else ()), *self.instalments)

    @property
    def sum(self) -> Fen:
        """What all rows come to."""
        return Fen(sum(row.amount for row in self.rows))

    @property
    def first_due(self) -> date:
        """Day of the first regular instalment."""
        return self.instalments[0].due

    @property
    def end_due(self) -> date:
        """Day of the last instalment."""
        return self.instalments[-1].due

    @property
    def amount_each(self) -> Fen | None:
        """The regular amount: that of all rows but perhaps the last, else None."""
        amounts = {row.amount for row in self.instalments[:-1]} or {self.instalments[0].amount}
        return amounts.pop() if len(amounts) == 1 else None
