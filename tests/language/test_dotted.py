"""12.10 is a day where only a day can stand, and an amount where money is spoken of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language import dates
from handlers.language.amounts import amounts
from handlers.language.when import Day

TODAY = date(2026, 11, 23)
DAYS = st.integers(0, 364).map(lambda ahead: TODAY + timedelta(days=ahead))
MONEY = (
    "还{}",
    "还了{}",
    "每月还{}",
    "每期{}",
    "{}元",
    "还{}块",
    "首付{}",
    "利息{}",
    "欠{}",
    "共{}",
)
PLACES = (
    *("{}前还清", "{}还500", "{}之前", "{}开始每月还500", "从{}开始", "下次{}", "下一次是{}"),
    *("还款日{}", "还款日是{}", "到期日：{}", "{}号还500", "{}日", "{}，还500", "{} 500", "{}开庭"),
    *("最晚{}", "{}到期", "{}、{}各还500", "还到{}", "{}收到传票"),
)


def found(text: str) -> list[date]:
    return [when.on for when, _ in dates.starts(text, TODAY).values() if isinstance(when, Day)]


@given(DAYS, st.sampled_from(PLACES), st.sampled_from(("{}.{}", "{}.{:02}")))
def test_where_only_a_day_can_stand_it_is_one(day: date, place: str, form: str) -> None:
    said = form.format(day.month, day.day)
    days = found(place.replace("{}", said))
    assert day in days
    assert set(days) == {day}


@given(DAYS, st.sampled_from(MONEY))
def test_where_money_is_spoken_of_it_is_an_amount(day: date, place: str) -> None:
    said = f"{day.month}.{day.day:02}"
    text = place.format(said)
    assert found(text) == []
    assert [one.fen for one in amounts(text)] == [day.month * 100 + day.day]


@pytest.mark.parametrize("said", ["13.10", "0.10", "12.32", "12.99", "1.2.3", "12.105", "112.10"])
@pytest.mark.parametrize("place", PLACES)
def test_no_such_day(said: str, place: str) -> None:
    assert found(place.replace("{}", said)) == []
