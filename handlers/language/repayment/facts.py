"""The facts of a plan as they stand in the sentence, before any day is counted out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from handlers.language.repayment.tokens import Count, Ordinal, Rhythm
from handlers.language.when import Day, NthWeekday, Period
from handlers.repayment.plan import Fen


@dataclass(slots=True)
class Facts:
    """Collected while reading; every field may stay empty.

    Attributes:
        total: the stated sum.
        rest: what is left after a down payment.
        down: the down payment.
        each: the regular amount.
        parts: amounts of some of the instalments, in the order said; None is the remainder.
        dated: amounts with a day of their own.
        last_day: when what the dated amounts leave is paid.
        dates: days named one by one, without amounts of their own.
        later: from which day on another regular amount holds.
        growth: by how much each instalment is more than the one before.
        counts: numbers of instalments or spans of time.
        rhythm: how they follow each other.
        days: stated days of the month.
        weekdays: stated weekdays.
        lunar_day: stated day or days of the lunar month.
        nth: a weekday of the month, as 第一个周五.
        start: first day or first period.
        behind: whether that period is over and was said to be the first all the same.
        exact: whether the start is the first due day itself.
        end: last day that counts.
        down_day: when the down payment is due.
        once: said to be one payment.
        several: said to be in instalments, however many.
        vague: an amount was left open.
        cycle: days of every month with an amount for each.
        open_day: the day was left open (月初, 10号或15号).
        unread: amounts that found no place.
        payday: tied to the wages.
        delay: before it begins.
        spans: months with an amount for each, whose day of the month is the same for all.
        down_month: the month of the down payment, where no day of it was said.
        open_part: the amount of some of the instalments was left open (前三个月只还利息).
        paid: how many of the counted instalments are paid already.
        clamped: month and day of days that their month does not have (2月30日).
        monthly: the creditor's name ends in 月付, so an amount behind it may be either.
        by_name: the amount that was taken for an instalment for that.
        made_of: principal and interest of one instalment, where it was told as both.
    """

    total: Fen | None = None
    rest: Fen | None = None
    down: Fen | None = None
    each: Fen | None = None
    parts: list[tuple[Ordinal, Fen | None]] = field(default_factory=list)
    dated: list[tuple[Day, Fen]] = field(default_factory=list)
    last_day: Day | None = None
    dates: list[Day] = field(default_factory=list)
    later: tuple[date, Fen] | None = None
    growth: Fen | None = None
    counts: list[Count] = field(default_factory=list)
    rhythm: Rhythm | None = None
    days: tuple[int | str, ...] = ()
    weekdays: tuple[int, ...] = ()
    lunar_day: tuple[int, ...] | None = None
    nth: NthWeekday | None = None
    start: Day | Period | None = None
    behind: bool = False
    exact: bool = False
    end: date | None = None
    down_day: date | None = None
    once: bool = False
    several: bool = False
    vague: bool = False
    cycle: list[tuple[int | str, Fen]] = field(default_factory=list)
    open_day: bool = False
    unread: list[str] = field(default_factory=list)
    payday: bool = False
    delay: Count | None = None
    spans: list[tuple[Period, Fen]] = field(default_factory=list)
    down_month: Period | None = None
    open_part: bool = False
    paid: int = 0
    monthly: bool = False
    by_name: Fen | None = None
    made_of: tuple[Fen, Fen] | None = None
    clamped: list[tuple[int, int]] = field(default_factory=list)
