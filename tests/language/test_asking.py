"""What is asked of one's own plans, and what is another question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.repayment import asking
from handlers.language.repayment.asking import Asked

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("还剩多少", Asked.LEFT),
        ("还欠多少钱？", Asked.LEFT),
        ("我总共还欠多少", Asked.LEFT),
        ("银行的还差多少没还", Asked.LEFT),
        ("花呗还剩多少", Asked.LEFT),
        ("这个月要还多少", Asked.PERIOD),
        ("下个月还多少", Asked.PERIOD),
        ("这周要还钱吗", Asked.PERIOD),
        ("12月要还哪几家", Asked.PERIOD),
        ("下次什么时候还", Asked.NEXT),
        ("下一期是几号", Asked.NEXT),
        ("哪天还款", Asked.NEXT),
        ("还有几期", Asked.COUNT),
        ("什么时候能还完", Asked.COUNT),
        ("我已经还了几期", Asked.PAID),
        ("一共还了多少钱", Asked.PAID),
    ],
)
def test_a_question_of_plans(words: str, what: Asked) -> None:
    found = asking.heard(words, TODAY)
    assert found is not None
    assert found.what is what


@pytest.mark.parametrize(
    "words",
    [
        "",
        "您还欠多少自己清楚",
        "欠6000，利息多少算高",
        "还欠多少钱会被起诉",
        "还了500",
        "利息要还多少",
        "13月要还多少",
        "法院什么时候开庭",
        "什么时候还不上会坐牢",
    ],
)
def test_another_question(words: str) -> None:
    assert asking.heard(words, TODAY) is None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("这个月要还多少", date(2026, 11, 1), date(2026, 11, 30)),
        ("下个月要还多少", date(2026, 12, 1), date(2026, 12, 31)),
        ("2月要还多少", date(2027, 2, 1), date(2027, 2, 28)),
        ("十一月要还多少", date(2026, 11, 1), date(2026, 11, 30)),
        ("下周要还多少", date(2026, 11, 30), date(2026, 12, 6)),
        ("后天要还多少", date(2026, 11, 28), date(2026, 11, 28)),
        ("今年还要还多少", date(2026, 1, 1), date(2026, 12, 31)),
        ("明年要还多少", date(2027, 1, 1), date(2027, 12, 31)),
        ("年底前要还多少", TODAY, date(2026, 12, 31)),
    ],
)
def test_the_stretch_of_time(words: str, first: date, last: date) -> None:
    found = asking.heard(words, TODAY)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_a_week_and_a_month_hold_their_day(today: date) -> None:
    for words in ("这周要还多少", "这个月要还多少", "今年要还多少", "今天要还多少"):
        found = asking.heard(words, today)
        assert found is not None
        assert found.first is not None
        assert found.last is not None
        assert found.first <= today <= found.last
    following = asking.heard("下个月要还多少", today)
    assert following is not None
    assert following.first is not None
    assert following.first > today
