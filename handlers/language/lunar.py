"""The farmers' calendar as far as repayments need it: 腊月, 除夕, 正月十五, 农历每月初八."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import LunarMonth, LunarYear, Solar

LAST_MONTH = 12
"""腊月."""


@lru_cache(maxsize=4096)
def _month(year: int, month: int) -> tuple[date, int]:
    """First day and length of a lunar month; a leap month is negative."""
    found = LunarMonth.fromYm(year, month)
    first = Solar.fromJulianDay(found.getFirstJulianDay())
    return date(first.getYear(), first.getMonth(), first.getDay()), int(found.getDayCount())


@lru_cache(maxsize=512)
def _leap(year: int) -> int:
    """The month that has a leap month behind it, 0 if none."""
    return int(LunarYear.fromYear(year).getLeapMonth())


def in_month(year: int, month: int, day: int) -> date:
    """A day of a lunar month; the 30th of a short month is its 29th."""
    first, length = _month(year, month)
    return first + timedelta(days=min(day, length) - 1)


def day_of_month(on: date) -> int:
    """Which day of its lunar month a day is."""
    return int(Solar.fromYmd(on.year, on.month, on.day).getLunar().getDay())


def next_day(month: int, day: int, today: date) -> date:
    """The next such lunar day on or after today (never in a leap month)."""
    years = range(today.year - 1, today.year + 2)
    return next(found for year in years if (found := in_month(year, month, day)) >= today)


def new_year(today: date) -> date:
    """The next 春节 on or after today."""
    return next_day(1, 1, today)


def new_years_eve(today: date) -> date:
    """The next 除夕 on or after today: the day before 春节, be the month long or short."""
    return new_year(today + timedelta(days=1)) - timedelta(days=1)


def monthly(days: Sequence[int], start: date) -> Iterator[date]:
    """These days of every lunar month, leap months too, on or after ``start``."""
    year = start.year - 1
    while True:
        leap = _leap(year)
        for month in range(1, LAST_MONTH + 1):
            for number in (month, -month) if leap == month else (month,):
                these = sorted({in_month(year, number, day) for day in days})
                yield from (found for found in these if found >= start)
        year += 1
