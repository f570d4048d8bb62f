"""A court's paper told in words: which days are meant, and what is no such news."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deadlines import Step
from handlers.planning.news import Paper, heard, is_own
from handlers.planning.spoken_days import spoken

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
"""Wednesday, ten in the morning in Beijing."""

ANSWER, OBJECTION = Step.ANSWER, Step.OBJECTION


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "papers", "hearings"),
    [
        ("昨天收到传票，12月20日开庭", {ANSWER: 24}, ["12-20"]),
        ("昨天收到12月20日开庭的传票", {ANSWER: 24}, ["12-20"]),
        ("传票收到了，开庭是12月18号", {ANSWER: None}, ["12-18"]),
        ("11月20号收到支付令", {OBJECTION: 20}, []),
        ("法院寄来一份支付令，今天刚拿到", {OBJECTION: 25}, []),
        ("刚收到法院的起诉状副本", {ANSWER: 25}, []),
        ("今天签收了传票，下周三开庭", {ANSWER: 25}, ["12-02"]),
        ("前天我妈替我签收了应诉通知书", {ANSWER: 23}, []),
        ("收到一张传票", {ANSWER: None}, []),
        ("昨天收到支付令怎么办？", {OBJECTION: 24}, []),
        ("昨天收到传票，几天内要答辩", {ANSWER: 24}, []),
        # two papers, two days
        ("昨天收到传票和支付令", {ANSWER: 24, OBJECTION: 24}, []),
        ("11月18日收到起诉状副本，11月23日收到支付令", {ANSWER: 18, OBJECTION: 23}, []),
        ("11月18日收到支付令，11月23日收到传票", {OBJECTION: 18, ANSWER: 23}, []),
        ("传票11月18日收到支付令11月23日收到", {ANSWER: 18, OBJECTION: 23}, []),
        ("传票昨天收到，支付令今天收到", {ANSWER: 24, OBJECTION: 25}, []),
        ("昨天收到传票，支付令哪天收的不记得了", {ANSWER: 24, OBJECTION: None}, []),
        ("签收了传票和支付令", {ANSWER: None, OBJECTION: None}, []),
        # two hearings, and one that was moved
        ("昨天收到两张传票，12月20日和12月28日开庭", {ANSWER: 24}, ["12-20", "12-28"]),
        ("昨天收到传票，12月20日和28日开庭", {ANSWER: 24}, ["12-20", "12-28"]),
        ("传票昨天到的，12月20日开庭改到12月30日开庭了", {ANSWER: 24}, ["12-30"]),
        ("开庭时间由12月20日变更为12月30日", {}, ["12-30"]),
        ("12月20日的开庭改期了，改到12月30日", {}, ["12-30"]),
        ("昨天我没在家，传票是邻居代收的", {ANSWER: 24}, []),
        ("昨天收到劳动仲裁的开庭通知，12月20日开庭", {}, ["12-20"]),
        ("开庭改到12月30日了", {}, ["12-30"]),
        ("12月20日开庭，提醒我", {}, ["12-20"]),
        ("法院通知我12月20日上午9点开庭", {}, ["12-20"]),
        # what is no day of receiving
        ("收到传票，12月20日下午开庭", {ANSWER: None}, ["12-20"]),
        ("收到传票，今天去问了律师", {ANSWER: None}, []),
        ("收到传票，现在怎么办", None, []),
        ("昨天收到传票，12月15号还1000", {ANSWER: 24}, []),
        ("前几天收到传票", {ANSWER: None}, []),
        ("短信说12月20日开庭，没收到传票", {}, ["12-20"]),
        # days that lie behind, as people say them
        ("大前天收到传票", {ANSWER: 22}, []),
        ("三天前收到传票，20号开庭", {ANSWER: 22}, ["12-20"]),
        ("上周五收到传票", {ANSWER: 20}, []),
        ("周一收到传票，周五开庭", {ANSWER: 23}, ["11-27"]),
        ("24号收到支付令", {OBJECTION: 24}, []),
    ],
)
def test_the_days_of_papers(
    text: str, papers: dict[Step, int | None] | None, hearings: list[str]
) -> None:
    news = heard(text, NOW)
    if papers is None:
        assert news is None
        return
    assert news is not None
    assert {one.step: one.on for one in news.papers} == {
        step: day and november(day) for step, day in papers.items()
    }
    assert [f"{day:%m-%d}" for day in news.hearings] == hearings
    days = [*papers.values(), *hearings]
    assert len(news.served) == sum(day is not None for day in days)


def test_so_many_papers_came_together() -> None:
    for text in ("昨天收到两张法院的传票", "昨天收到传票两份"):
        news = heard(text, NOW)
        assert news is not None
        assert news.papers == (Paper(ANSWER, november(24), copies=2),)


def test_a_day_that_is_not_over_is_asked_for() -> None:
    for text, day in (
        ("12月1日收到传票", date(2026, 12, 1)),
        ("2026年12月1日收到传票", date(2026, 12, 1)),
        ("昨天收到支付令，1月18日收到传票", date(2027, 1, 18)),
    ):
        news = heard(text, NOW)
        assert news is not None
        assert news.ahead == (day,)
        assert ANSWER in news.undated
    news = heard("2025年12月1日收到传票", NOW)
    assert news is not None
    assert news.papers == (Paper(ANSWER, date(2025, 12, 1)),)


def test_a_judgement_beside_it_is_not_forgotten() -> None:
    for other in ("昨天收到传票和判决书", "昨天收到传票，举证期限12月10日"):
        news = heard(other, NOW)
        assert news is not None
        assert news.judgement
        assert news.hearings == ()


@given(st.integers(0, 270), st.sampled_from(("{m}月{d}日", "{m}月{d}号", "{y}年{m}月{d}日")))
def test_what_was_received_never_lies_ahead(ago: int, written: str) -> None:
    on = NOW.date() - timedelta(days=ago)
    words = written.format(y=on.year, m=on.month, d=on.day)
    news = heard(f"{words}收到支付令", NOW)
    assert news is not None
    assert [one.on for one in news.papers] == [on]
    (day,) = spoken(words, NOW.date())
    assert day.behind <= NOW.date() <= day.ahead or day.is_sure


def test_only_who_took_a_paper_himself_tells_of_it() -> None:
    assert is_own("11月18日收到支付令，11月23日收到传票", NOW)
    for text in ("传票已于11月23日送达，请尽快还清", "你已收到传票，12月20日开庭", "收到一张传票"):
        assert not is_own(text, NOW), text


@pytest.mark.parametrize(
    "text",
    [
        "收到支付令要在几天内提异议",
        "如果收到传票不去会怎样",
        "【某某法务】您的传票已送达，请于12月20日开庭前还清",
        "怎么分辨传票是真的假的",
        "昨天收到催收短信",
        "传票是什么",
        "我没收到传票",
        "收到法院传票怎么辨别真假",
        "收到法院传票不想去可以吗",
        "12月20日还1200",
        "12月20日开庭，请按时到庭",
        "你已收到传票，12月20日开庭",
    ],
)
def test_what_is_no_such_news(text: str) -> None:
    assert heard(text, NOW) is None


def test_a_day_without_its_year_lies_behind_us() -> None:
    new_year = datetime(2027, 1, 3, 2, tzinfo=UTC)
    news = heard("12月28日收到传票，1月20日开庭", new_year)
    assert news is not None
    assert news.papers == (Paper(ANSWER, date(2026, 12, 28)),)
    assert news.hearings == (date(2027, 1, 20),)
