"""Days as people name them, relative to Monday, 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.language import lunar
from handlers.language.dates import at
from handlers.language.when import Day, Days, LunarDays, Period, Weekdays, When

TODAY = date(2026, 11, 23)


def read(text: str, today: date = TODAY) -> When:
    found = at(text, 0, today)
    assert found is not None
    assert found[1] == len(text)
    return found[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下月15号", "2026-12-15"),
        ("明年1月15日", "2027-01-15"),
        ("二〇二七年一月十五号", "2027-01-15"),
        ("12月10号", "2026-12-10"),
        ("2月10号", "2027-02-10"),
        ("11月23号", "2026-11-23"),
        ("12/10", "2026-12-10"),
        ("01/10", "2027-01-10"),
        ("2027-02-03", "2027-02-03"),
        ("这周五", "2026-11-27"),
        ("下周三", "2026-12-02"),
        ("下下周一", "2026-12-07"),
        ("明天", "2026-11-24"),
        ("三天后", "2026-11-26"),
        ("一个月后", "2026-12-23"),
        ("下个月底", "2026-12-31"),
        ("3月底", "2027-03-31"),
        ("年底", "2026-12-31"),
        ("元旦", "2027-01-01"),
        ("春节", "2027-02-06"),
        ("除夕", "2027-02-05"),
        ("正月十五", "2027-02-20"),
        ("腊月二十三", "2027-01-30"),
        ("腊月廿八", "2027-02-04"),
        ("大年初五", "2027-02-10"),
        ("农历八月十五", "2027-09-15"),
        ("清明节", "2027-04-05"),
        ("国庆节", "2027-10-01"),
        ("2027年2月30号", "2027-02-28"),
    ],
)
def test_days(text: str, day: str) -> None:
    found = read(text)
    assert isinstance(found, Day)
    assert found.on.isoformat() == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("明年1月", "2027-01-01", "2027-01-31"),
        ("三月份", "2027-03-01", "2027-03-31"),
        ("十二月", "2026-12-01", "2026-12-31"),
        ("下个月", "2026-12-01", "2026-12-31"),
        ("下周", "2026-11-30", "2026-12-06"),
        ("明年", "2027-01-01", "2027-12-31"),
        ("腊月", "2027-01-08", "2027-02-05"),
    ],
)
def test_periods(text: str, first: str, last: str) -> None:
    found = read(text)
    assert isinstance(found, Period)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("15号", Days((15,))),
        ("月底", Days(("last",))),
        ("1号、11号、21号", Days((1, 11, 21))),
        ("5号和二十号", Days((5, 20))),
        ("周三", Weekdays((3,))),
        ("周一三五", Weekdays((1, 3, 5))),
        ("周三、周六", Weekdays((3, 6))),
        ("星期天", Weekdays((7,))),
        ("农历每月初八", LunarDays((8,))),
    ],
)
def test_days_of_no_named_month_or_week(text: str, when: When) -> None:
    assert read(text) == when


def test_before_a_holiday_is_the_day_before() -> None:
    found = at("春节前还清", 0, TODAY)
    assert found is not None
    assert isinstance(found[0], Day)
    assert found[0].on == date(2027, 2, 5)


@pytest.mark.parametrize("text", ["第3期", "还款", "32号", "13月"])
def test_what_names_no_day_is_not_read(text: str) -> None:
    assert at(text, 0, TODAY) is None


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_a_date_without_a_year_is_the_next_one(today: date, month: int, day: int) -> None:
    found = read(f"{month}月{day}号", today)
    assert isinstance(found, Day)
    assert (found.on.month, found.on.day) == (month, day)
    assert 0 <= (found.on - today).days <= 366


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_new_years_eve_is_the_day_before_the_new_year(today: date) -> None:
    eve = lunar.new_years_eve(today)
    assert 0 <= (eve - today).days <= 385
    assert lunar.new_year(eve).toordinal() == eve.toordinal() + 1
