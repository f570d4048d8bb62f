"""A loan as somebody describes it: what was said, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from handlers.law.route import LenderId
from handlers.money.fen import Fen


class Unit(StrEnum):
    """What periods and terms are counted in; the values name words in the texts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


PER_YEAR = {
    Unit.DAY: Decimal(365),
    Unit.WEEK: Decimal(365) / 7,
    Unit.MONTH: Decimal(12),
    Unit.YEAR: Decimal(1),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of time as it was said: 7 days, 12 months."""

    count: Decimal
    unit: Unit

    @property
    def years(self) -> Decimal:
        """In years: months are twelfths, weeks and days 365ths."""
        return self.count / PER_YEAR[self.unit]


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which a contract may have come about; one day when it was said."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class StatedRate:
    """A rate that was said instead of payments.

    Attributes:
        percent: per cent for each `unit` (2 for 月息2分, 0.1 for 日息千一).
    """

    percent: Decimal
    unit: Unit

    @property
    def yearly(self) -> Decimal:
        """Per cent a year without compounding: × 12 for months, × 365 for days."""
        return self.percent * PER_YEAR[self.unit]


class Fact(StrEnum):
    """A missing fact, in the order in which it is asked for; values name `loan_ask` texts."""

    RECEIVED = "received"
    PAYMENTS = "payments"
    TERM = "term"
    SIGNED = "signed"
    LENDER = "lender"


class Topic(StrEnum):
    """What the question is about beyond its numbers."""

    KEPT_BACK = "kept_back"
    DEDUCTED = "deducted"
    THIRTY_SIX = "thirty_six"


@dataclass(frozen=True, slots=True)
class Loan:
    """What a sentence says about one loan; None for what it does not say.

    Attributes:
        stated: the amount on paper.
        received: what really arrived.
        instalment: what each period costs.
        periods: how many there are.
        every: how long a period is.
        total: paid in all, or at once.
        term: how long until everything is paid.
        rate: a rate that was said.
        fee: charge for each period, per cent of the first principal.
        signed: when the contract came about.
        lender: kind of lender.
        paid: periods already paid.
        left: periods still to pay.
        topics: what else it is about.
        asks: words that ask about interest stand in it.
        several: amounts contradict each other, so nothing may be counted.
        uneven: periods cost different amounts, which is not counted here.
    """

    stated: Fen | None = None
    received: Fen | None = None
    instalment: Fen | None = None
    periods: int | None = None
    every: Term = Term(Decimal(1), Unit.MONTH)
    total: Fen | None = None
    term: Term | None = None
    rate: StatedRate | None = None
    fee: Decimal | None = None
    signed: Span | None = None
    lender: LenderId | None = None
    paid: int | None = None
    left: int | None = None
    topics: frozenset[Topic] = frozenset()
    asks: bool = False
    several: bool = False
    uneven: bool = False

    @property
    def principal(self) -> Fen | None:
        """What interest is counted on: received, else what is on paper."""
        return self.received if self.received is not None else self.stated
