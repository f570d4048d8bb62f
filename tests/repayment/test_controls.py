"""Orders about reminders in words, and sentences that only sound like them."""

from __future__ import annotations

import pytest

from handlers.planning.controls import heard


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("提前三天提醒我", {"action": "set_advance", "days": 3}),
        ("还款提醒改成提前1天", {"action": "set_advance", "days": 1}),
        ("停止所有提醒", {"action": "cancel"}),
        ("不要再提醒我了。", {"action": "cancel"}),
        ("恢复提醒", {"action": "resume"}),
        ("这期我已经还了", {"action": "mark_paid"}),
        ("我还了500", {"action": "mark_paid"}),
        ("我已经还了", {"action": "mark_paid"}),
        ("晚上十点以后不要发", {"action": "quiet_hours", "from_time": "22:00"}),
        ("晚上10点半以后别给我发消息", {"action": "quiet_hours", "from_time": "22:30"}),
        ("这个月还不上了", {"action": "cannot"}),
        ("晚一点再提醒我", {"action": "snooze"}),
        ("提醒设置", {"action": "list"}),
    ],
)
def test_orders_are_heard(words: str, slots: dict[str, object]) -> None:
    assert heard(words) == slots


@pytest.mark.parametrize(
    "words",
    [
        "",
        "还了吗？",
        "这期还了没有",
        "温馨提醒：您的借款已逾期，请尽快处理，以免影响征信",
        "每月15号还1000，还10个月",
        "他们半夜给我打电话",
        "你好",
    ],
)
def test_other_words_are_not(words: str) -> None:
    assert heard(words) is None
