"""Printed times: what dates a message, and what is only mentioned in it."""

from __future__ import annotations

from datetime import time

import pytest

from handlers.language.numbers import numerals
from handlers.language.times import mentioned, printed


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("21:11 在吗", [time(21, 11)]),
        ("9:12\n您的借款逾期", [time(9, 12)]),
        ("[23:05] 还钱", [time(23, 5)]),
        ("昨天 22:36\n您好", [time(22, 36)]),
        ("2026-05-01 06:30 来电", [time(6, 30)]),
        ("晚上11:20 还钱", [time(23, 20)]),
        ("凌晨1:20 还钱", [time(1, 20)]),
        ("深夜12:10 还钱", [time(12, 10)]),
        ("催收 07:58 响铃", [time(7, 58)]),
        ("８：１２ 未接来电", [time(8, 12)]),
        ("请于今晚24:00前还款", []),
        ("客服时间8:00-21:00", []),
        ("8:00-21:00 客服在线", []),
        ("25:70 还钱", []),
        ("定于9:30在第五法庭开庭", []),
        (
            "00:4l  这期还没到\nOO:43  看见了转一下\n1O:OI 在吗",
            [time(0, 41), time(0, 43), time(10, 1)],
        ),
        ("Oo:lI 在吗", []),
        ("某分期 01:10 在？\n某分期 01:40 还在？", [time(1, 10), time(1, 40)]),
        ("通话时长 00:43\n通话时长 01:15", []),
        ("语音通话 00:43\n语音通话 02:10\n剩余 00:43\n剩余 00:41", []),
        ("工作时间 08:30\n工作时间 22:30\n截止 23:30\n截止 23:50", []),
        ("周例会 14:00 三楼\n体检 08:30 空腹", []),
    ],
)
def test_printed(text: str, times: list[time]) -> None:
    found = printed(text)
    assert [one.at for one in found] == times
    assert all({":", "："} & set(text[one.start : one.end]) for one in found)


def test_mentioned_times_stand_anywhere_but_are_no_deadlines() -> None:
    found = mentioned("记录 09:01 还钱 13:O5 还钱，请在18:00前还，24:00，客服9:00-17:00")
    assert [one.at for one in found] == [time(9, 1), time(13, 5), time(17)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6", 6),
        ("1.5", 1.5),
        ("1,200", 1200),
        ("3万", 30000),
        ("十二", 12),
        ("两百", 200),
        ("三十六", 36),
        ("一万二千", 12000),
        ("二零二六", 2026),
        ("百", 100),
    ],
)
def test_numerals(text: str, value: float) -> None:
    (one,) = numerals(text)
    assert (one.value, one.start, one.end) == (value, 0, len(text))
