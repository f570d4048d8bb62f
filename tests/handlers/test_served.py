"""A court's paper told in words: which days are meant, and what is no such news."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.deadlines import Step
from handlers.planning.served import heard

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
"""Wednesday, ten in the morning in Beijing."""


@pytest.mark.parametrize(
    ("text", "step", "on", "hearing"),
    [
        ("昨天收到传票，12月20日开庭", Step.ANSWER, date(2026, 11, 24), date(2026, 12, 20)),
        ("昨天收到12月20日开庭的传票", Step.ANSWER, date(2026, 11, 24), date(2026, 12, 20)),
        ("传票收到了，开庭是12月18号", Step.ANSWER, None, date(2026, 12, 18)),
        ("11月20号收到支付令", Step.OBJECTION, date(2026, 11, 20), None),
        ("法院寄来一份支付令，今天刚拿到", Step.OBJECTION, date(2026, 11, 25), None),
        ("刚收到法院的起诉状副本", Step.ANSWER, date(2026, 11, 25), None),
        ("今天签收了传票，下周三开庭", Step.ANSWER, date(2026, 11, 25), date(2026, 12, 2)),
        ("前天我妈替我签收了应诉通知书", Step.ANSWER, date(2026, 11, 23), None),
        ("收到一张传票", Step.ANSWER, None, None),
        ("昨天收到支付令怎么办？", Step.OBJECTION, date(2026, 11, 24), None),
    ],
)
def test_the_days_of_a_paper(text: str, step: Step, on: date | None, hearing: date | None) -> None:
    news = heard(text, NOW)
    assert news is not None
    assert (news.step, news.on, news.hearing) == (step, on, hearing)
    assert (news.served is None) == (on is None and hearing is None)


@pytest.mark.parametrize(
    "text",
    [
        "收到支付令要在几天内提异议",
        "如果收到传票不去会怎样",
        "【某某法务】您的传票已送达，请于12月20日开庭前还清",
        "怎么分辨传票是真的假的",
        "昨天收到催收短信",
        "传票是什么",
        "收到法院传票怎么辨别真假",
        "收到法院传票不想去可以吗",
        "12月20日还1200",
    ],
)
def test_what_is_no_such_news(text: str) -> None:
    assert heard(text, NOW) is None


def test_a_day_without_its_year_lies_behind_us() -> None:
    new_year = datetime(2027, 1, 3, 2, tzinfo=UTC)
    news = heard("12月28日收到传票，1月20日开庭", new_year)
    assert news is not None
    assert (news.on, news.hearing) == (date(2026, 12, 28), date(2027, 1, 20))
