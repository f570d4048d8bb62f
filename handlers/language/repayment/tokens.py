"""What a repayment sentence is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handlers.language.amounts import Amount
from handlers.language.when import When
from handlers.repayment.plan import Frequency


class Kind(StrEnum):
    """The parts of speech of a repayment sentence."""

    MONEY = "money"
    COUNT = "count"
    ORDINAL = "ordinal"
    RHYTHM = "rhythm"
    EACH = "each"
    WHEN = "when"
    PAYDAY = "payday"
    START = "start"
    UNTIL = "until"
    BEFORE = "before"
    DOWN = "down"
    REST = "rest"
    PAID = "paid"
    TOTAL = "total"
    CLEAR = "clear"
    ONCE = "once"
    DELAY = "delay"
    CORRECTION = "correction"
    VAGUE = "vague"
    SPLIT = "split"
    SETTLED = "settled"
    OPEN_DAY = "open_day"
    DENIED = "denied"
    GROWTH = "growth"
    SHARE = "share"
    PAY = "pay"
    ASIDE = "aside"
    BREAK = "break"
    ITEM = "item"
    WORD = "word"


class Measure(StrEnum):
    """What a count counts."""

    TIMES = "times"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Count:
    """分12期, 还8次, 半年, 四个季度.

    Attributes:
        number: how many.
        measure: of what.
        split: said with 分: what stands before it is a total.
    """

    number: int
    measure: Measure
    split: bool = False


@dataclass(frozen=True, slots=True)
class Ordinal:
    """Which instalments: 第3期 (3, 3), 前9期 (1, 9), 第三个月起 (3, None).

    Attributes:
        first: the first of them, 0 for "the next ones" (后面十期), -1 for the last one.
        last: the last of them (how many, after 0), None for all that follow.
        measure: periods counted by calendar or by instalment.
    """

    first: int
    last: int | None
    measure: Measure = Measure.TIMES


@dataclass(frozen=True, slots=True)
class Rhythm:
    """每月, 每两周, 每隔30天, 每季度.

    Attributes:
        frequency: its name.
        step: days of EVERY_N_DAYS, weeks of a weekly one, months of a monthly one.
        parity: 1 in odd months only, 0 in even ones.
    """

    frequency: Frequency
    step: int = 1
    parity: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """一半, 三分之一, 三成 of the total."""

    parts: int
    of: int


Value = Share | Amount | Count | Ordinal | Rhythm | When | None


@dataclass(frozen=True, slots=True)
class Token:
    """One part of the sentence, with what it means and where it stands."""

    kind: Kind
    start: int
    end: int
    value: Value = None
