"""What can be wrong with an amount or a loan.

MoneyError
├── NoSolution   no annual cost fits these payments
└── Unusable     an amount or a day that cannot be
"""

from __future__ import annotations

from enum import StrEnum


class MoneyError(ValueError):
    """Root of this package's errors."""


class Why(StrEnum):
    """Why no annual cost can be told; each has a sentence in the texts (`money_why`)."""

    NOTHING_RECEIVED = "nothing_received"
    NOTHING_REPAID = "nothing_repaid"
    LESS_THAN_RECEIVED = "less_than_received"
    MIXED = "mixed"
    SAME_DAY = "same_day"
    TOO_HIGH = "too_high"
    UNEVEN = "uneven"


class NoSolution(MoneyError):
    """These payments have no annual cost, or more than one."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Unusable(MoneyError):
    """A negative amount, a period that ends before it begins; the name of the argument only."""
