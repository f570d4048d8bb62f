"""The table of holidays says what was published, and nothing is guessed beyond it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.calendar.errors import HolidaysWrong
from handlers.calendar.holidays import TABLE, Holidays
from handlers.calendar.statutory import statutory


@pytest.fixture(scope="module")
def holidays() -> Holidays:
    return Holidays.load()


@pytest.mark.parametrize(("year", "off", "work"), [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)])
def test_as_many_days_as_were_published(holidays: Holidays, year: int, off: int, work: int) -> None:
    assert sum(day.year == year for day in holidays.off) == off
    assert sum(day.year == year for day in holidays.work) == work


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_day_is_off(holidays: Holidays, year: int) -> None:
    assert all(holidays.holiday(day) is not None for day in statutory(year))


def test_worked_weekends_pay_for_days_off(holidays: Holidays) -> None:
    """A holiday gives no more weekdays off than the statute plus the weekends that are worked."""
    for year in sorted(holidays.years):
        free = {day for day in holidays.off if day.year == year and day.weekday() < 5}
        given = {day for day in statutory(year) if day.year == year}
        worked = {day for day in holidays.work if day.year == year}
        assert len(free) <= len(given) + len(worked), year


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 2, 14), date(2026, 2, 14)),  # a Saturday that is worked
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 2, 28), date(2026, 2, 28)),
        (date(2025, 10, 1), date(2025, 10, 9)),
        (date(2024, 9, 14), date(2024, 9, 14)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 26), date(2026, 11, 26)),
    ],
)
def test_the_first_working_day(holidays: Holidays, day: date, first: date) -> None:
    assert holidays.working_day(day) == first


def test_an_unknown_year_has_weekends_and_the_statute(holidays: Holidays) -> None:
    eve = date(2027, 2, 5)
    assert not holidays.is_published(eve)
    assert holidays.holiday(eve) == "春节"
    assert holidays.holiday(eve - timedelta(days=1)) is None
    assert not holidays.is_working_day(date(2027, 3, 6))
    assert holidays.working_day(eve) == date(2027, 2, 9)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"02-10/02-17"', '"02-17/02-10"'),
        ('"02-10/02-17"', '"02-30"'),
        ('"02-04", "02-18"', '"02-05", "02-18"'),
        ('"02-04", "02-18"', '"02-11", "02-18"'),
        ("published = 2023-10-25", "published = 2024-10-25"),
        ("[2024]", "[twenty]"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "holidays.toml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(HolidaysWrong):
        Holidays.load(broken)
