"""Times of day printed in a text as the moment something was sent or somebody called.

A time at the start of a line, or alone on one, dates what follows; a time inside a sentence is
usually a deadline or office hours and is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import time

_DIGIT = r"[\dOoIl]"
"""A digit, or a letter that reading a picture takes it for; one real digit must stand there."""
_TIME = re.compile(rf"{_DIGIT}[:：]{_DIGIT}")
"""What every time has; a colon alone stands in most talks."""
_READ = str.maketrans("OoIl", "0011")
_NO_SPAN = r"(?!\d|[ \t]*[-—~至到前后之])"
_PRINTED = re.compile(
    r"(?m)^[ \t\[(（【]*"
    r"(?:(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[ \tT]*"
    r"|昨天|今天|前天|昨日|今日|(?:周|星期)[一二三四五六日天])?"
    r"[ \t]*(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚|夜间|深夜|半夜)?[ \t]*"
    rf"(?P<hour>{_DIGIT}{{1,2}})[:：](?P<minute>{_DIGIT}{{2}})(?:[:：]\d{{2}})?{_NO_SPAN}"
)
_CALL = re.compile(
    rf"(?!24)(?P<hour>{_DIGIT}{{1,2}})[:：](?P<minute>{_DIGIT}{{2}})"
    r"(?=[^\n\d]{0,6}(?:未接|来电|响铃|拒接|呼入|已接))"
)
_ANYWHERE = re.compile(
    rf"(?<![\da-zA-Z:：])(?!24)(?P<hour>{_DIGIT}{{1,2}})[:：](?P<minute>{_DIGIT}{{2}})(?![:：]){_NO_SPAN}"
)
_NOBODY = r"(?!\S*(?:时长|通话|剩余|倒计时|录音|持续|耗时|时间|截止|营业))"
"""通话时长 00:43 is how long, 工作时间 08:30 is when an office opens: neither is a sender."""
_LISTED = re.compile(
    rf"(?m)^[ \t]*{_NOBODY}(?P<who>[^\s:：]{{2,12}})[ \t]+"
    rf"(?P<hour>{_DIGIT}{{1,2}})[:：](?P<minute>{_DIGIT}{{2}})(?![:：]){_NO_SPAN}"
)
"""A line of a list of calls or messages: from whom, when."""
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚", "夜间", "深夜", "半夜"})
_NOON = 12


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed time of day and where it stands in the text."""

    at: time
    start: int
    end: int


def printed(text: str) -> tuple[Printed, ...]:
    """The printed times of an untouched text, in order, each place once."""
    if not _TIME.search(text):
        return ()
    return _times([*_PRINTED.finditer(text), *_CALL.finditer(text), *_listed(text)])


def listed(text: str) -> bool:
    """Whether somebody's name stands before several times: a list of calls, or a chat."""
    return bool(_listed(text))


def mentioned(text: str) -> tuple[Printed, ...]:
    """Every time of day in a text, wherever it stands, deadlines and office hours aside."""
    if not _TIME.search(text):
        return ()
    return _times(list(_ANYWHERE.finditer(text)))


def _listed(text: str) -> list[re.Match[str]]:
    """Lines of a list: one name, several times. A single line may as well be an appointment."""
    lines = list(_LISTED.finditer(text))
    often = Counter(line["who"] for line in lines)
    return [line for line in lines if often[line["who"]] > 1]


def _times(matches: list[re.Match[str]]) -> tuple[Printed, ...]:
    found = {}
    for match in matches:
        seen = match["hour"], match["minute"]
        if not any(character.isdecimal() for part in seen for character in part):
            continue
        hour, minute = (int(part.translate(_READ)) for part in seen)
        part = match.groupdict().get("part")
        if (
            part in _AFTERNOON
            and hour < _NOON
            and not (part in {"深夜", "半夜"} and hour < _NOON // 2)
        ):
            hour += _NOON
        if hour == 2 * _NOON:
            hour = 0
        if hour < 2 * _NOON and minute < 60:
            start = match.start("hour")
            found[start] = Printed(time(hour, minute), start, match.end("minute"))
    return tuple(found[start] for start in sorted(found))
