"""What people mean by a day: a date, a period, a day of every month or week."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from handlers.language.numbers import whole
from handlers.repayment.plan import LAST, DueDay
from handlers.repayment.schedule import on_day


class Unit(StrEnum):
    """What a period is."""

    WEEK = "week"
    MONTH = "month"
    MONTHS = "months"
    YEAR = "year"
    LUNAR = "lunar"


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day.

    Attributes:
        on: the day.
        stated: the day of the month that was meant, None where none was (weekday, lunar).
        dated: whether the year was said; if not, a list of days may run into the next.
        moves: the next such day on or after another, for one that is another civil day every
            year (除夕, 正月十五, 清明).
    """

    on: date
    stated: DueDay
    dated: bool = False
    moves: Callable[[date], date] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month or year, from its first to its last day."""

    first: date
    last: date
    unit: Unit
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a month that is not named: 15号, 月底, 1号、11号、21号."""

    days: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Weekdays of no named week; Monday is 1."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LunarDays:
    """Days of every lunar month."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """第一个周五 of every month; -1 is the last one."""

    nth: int
    weekday: int


When = Day | Period | Days | Weekdays | LunarDays | NthWeekday
Reader = Callable[[re.Match[str], date], When | None]
"""What a match of a pattern means on a day; None when it means nothing after all."""


def number(text: str) -> int:
    """A small number in either script; 0 if it is none."""
    return int(text) if text.isdecimal() else whole(text) or 0


def later(when: date, by_months: int) -> date:
    """The same day so many months on, clamped to the month's end."""
    return on_day(when.year, when.month + by_months, when.day)


def month(year: int, month_: int, *, dated: bool = True) -> Period:
    """A calendar month; months beyond December run on."""
    return Period(on_day(year, month_, 1), on_day(year, month_, LAST), Unit.MONTH, dated)


def next_year(when: Day | Period, years: int = 1) -> Day | Period:
    """The same a year later, or so many."""
    if isinstance(when, Day):
        moved = on_day(when.on.year + years, when.on.month, when.stated or when.on.day)
        return replace(when, on=moved)
    return month(when.first.year + years, when.first.month, dated=when.dated)


def year_said(text: str | None, today: date) -> int | None:
    """今年, 明年, 2027年, 27年 as a year; None where none was said."""
    if not text:
        return None
    steps = {"今年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1}
    if text in steps:
        return today.year + steps[text]
    value = number(text[:-1])
    return value if value >= 2000 else 2000 + value
