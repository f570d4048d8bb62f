"""A hearing that is off, and news of a court inside a long message."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.planning import adjourned, news, within

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
STORY = "去年借了八千，一直按月还，今年厂里停工才断的，" * 6
TAIL = "别的我也没有什么好说的，就是心里没底。"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12月25日的开庭取消了", ["12-25"]),
        ("法院通知12月25日开庭取消", ["12-25"]),
        ("延期开庭", []),
        ("法院打电话来，说开庭延期了，时间另行通知", []),
        ("开庭改期了", []),
        ("明天的庭取消了", ["11-26"]),
        ("12月25号不开庭了", ["12-25"]),
        ("取消开庭了，法官刚打电话说的", []),
        ("原定12月20日的开庭往后推，等通知", ["12-20"]),
    ],
)
def test_that_a_hearing_is_off_is_heard(text: str, days: list[str]) -> None:
    off = adjourned.heard(text, NOW)
    assert off is not None
    assert [f"{day:%m-%d}" for day in off.days] == days


@pytest.mark.parametrize(
    "text",
    [
        "开庭可以延期吗",
        "怎么申请延期开庭",
        "我想申请延期开庭",
        "12月25日的开庭没有取消",
        "开庭不会取消",
        "如果开庭延期，要重新答辩吗",
        "12月25日开庭",
        "取消提醒",
        "这个计划取消了",
        "延期还款",
        "您的开庭已取消，请尽快联系我司",
        "昨天收到传票，12月25日开庭",
        "开庭传票作废",
    ],
)
def test_wishes_and_questions_put_nothing_off(text: str) -> None:
    assert adjourned.heard(text, NOW) is None


def test_the_new_day_is_news_and_the_old_one_is_asked_for() -> None:
    named = news.heard("12月25日开庭改到1月8日了", NOW)
    unnamed = news.heard("开庭改到1月8日了", NOW)
    assert named is not None
    assert unnamed is not None
    assert (named.moved, named.renewed) == ((date(2026, 12, 25),), False)
    assert (unnamed.moved, unnamed.renewed) == ((), True)
    assert named.hearings == unnamed.hearings == (date(2027, 1, 8),)


@given(st.integers(1, 200), st.sampled_from(("取消了", "延期了", "改期了", "不开了", "推迟了")))
def test_the_day_that_is_named_is_the_day_that_is_off(ahead: int, gone: str) -> None:
    day = NOW.date() + timedelta(days=ahead)
    off = adjourned.heard(f"{day.month}月{day.day}日的开庭{gone}", NOW)
    assert off is not None
    assert off.days == (day,)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("昨天我收到法院的传票，12月25日开庭。", "昨天我收到法院的传票，12月25日开庭。"),
        ("我收到传票了。是昨天收到的。", "我收到传票了。是昨天收到的。"),
        ("法院说12月25日的开庭取消了！", "法院说12月25日的开庭取消了！"),
    ],
)
def test_the_sentence_of_the_news_is_found_in_a_story(told: str, found: str) -> None:
    for text in (f"我{STORY}。{told}{TAIL}", f"{told}我{STORY}。{TAIL}"):
        assert len(text) > news.LONGEST
        assert news.heard(text, NOW) is None
        assert within.sentence(text, NOW) == found


@pytest.mark.parametrize(
    "text",
    [
        "昨天收到传票，12月25日开庭",
        f"我{STORY}。收到传票不去会怎样？{TAIL}",
        f"我{STORY}。如果收到传票要在几天内答辩。{TAIL}",
        f"【某某法务】尊敬的客户，我{STORY}。昨天收到传票，12月25日开庭。{TAIL}",
        f"他{STORY}。昨天收到传票，12月25日开庭。{'别的没有什么好说的，就是心里没底。'}",
        f"我{STORY * 20}。昨天收到传票，12月25日开庭。",
    ],
)
def test_in_all_else_no_news_is_found(text: str) -> None:
    assert within.sentence(text, NOW) is None
