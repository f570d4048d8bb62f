"""Which days are worked: as the State Council published it, else as far as the statute says.

Days are calendar days in Beijing. Nothing here ever moves a day that was agreed with somebody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from handlers.calendar.errors import HolidaysWrong
from handlers.calendar.statutory import statutory

TABLE = Path(__file__).with_name("holidays.toml")
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holidays:
    """Published holidays and worked weekends.

    Attributes:
        years: those of which the arrangement is known.
        off: days off, each with the name of its holiday.
        work: weekends that are worked.
    """

    years: frozenset[int]
    off: Mapping[date, str]
    work: frozenset[date]

    @classmethod
    def load(cls, table: Path = TABLE) -> Self:
        """Read and check the table.

        Raises:
            HolidaysWrong: a row cannot be meant so.
        """
        years: set[int] = set()
        off: dict[date, str] = {}
        work: set[date] = set()
        for name, row in tomllib.loads(table.read_text(encoding="utf-8")).items():
            year = _year(name, row)
            years.add(year)
            for title, span in row["off"]:
                off |= dict.fromkeys(_span(year, span), title)
            work |= {day for span in row["work"] for day in _span(year, span)}
        _check(off, work)
        return cls(frozenset(years), off, frozenset(work))

    def is_published(self, day: date) -> bool:
        """Whether the arrangement of its year is known; else only statute and weekends are."""
        return day.year in self.years

    def holiday(self, day: date) -> str | None:
        """The name of the holiday that makes this a day off, None for all other days."""
        if self.is_published(day):
            return self.off.get(day)
        return statutory(day.year).get(day)

    def is_worked_weekend(self, day: date) -> bool:
        """Whether it is a Saturday or Sunday on which people work."""
        return day in self.work

    def is_working_day(self, day: date) -> bool:
        """Whether courts and banks work on it."""
        if self.holiday(day) is not None:
            return False
        return day.weekday() < _SATURDAY or self.is_worked_weekend(day)

    def working_day(self, day: date) -> date:
        """The day itself if it is worked, else the first one after it that is."""
        while not self.is_working_day(day):
            day += _DAY
        return day


def _year(name: str, row: Mapping[str, Any]) -> int:
    if not name.isdecimal() or row.keys() != {"source", "published", "off", "work"}:
        raise HolidaysWrong(f"{name}: a year with source, published, off and work")
    if row["published"].year != int(name) - 1:
        raise HolidaysWrong(f"{name}: published in the year before")
    return int(name)


def _span(year: int, text: str) -> list[date]:
    """The days of "MM-DD" or "MM-DD/MM-DD"."""
    first, _, last = text.partition("/")
    try:
        start, end = (date.fromisoformat(f"{year}-{day}") for day in (first, last or first))
    except ValueError:
        raise HolidaysWrong(f"{year}: {text} is no day") from None
    if end < start:
        raise HolidaysWrong(f"{year}: {text} ends before it begins")
    return [start + number * _DAY for number in range((end - start).days + 1)]


def _check(off: Mapping[date, str], work: set[date]) -> None:
    for day in work:
        if day.weekday() < _SATURDAY:
            raise HolidaysWrong(f"{day}: worked anyway")
        if day in off:
            raise HolidaysWrong(f"{day}: off and worked")
