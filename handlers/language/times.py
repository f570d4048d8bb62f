"""Times of day printed in a text as the moment something was sent or somebody called.

A time at the start of a line, or alone on one, dates what follows; a time inside a sentence is
usually a deadline or office hours and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_PRINTED = re.compile(
    r"(?m)^[ \t\[(（【]*"
    r"(?:(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[ \tT]*"
    r"|昨天|今天|前天|昨日|今日|(?:周|星期)[一二三四五六日天])?"
    r"[ \t]*(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚|夜间|深夜|半夜)?[ \t]*"
    r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：]\d{2})?(?!\d|[ \t]*[-—~至到前后之])"
)
_CALL = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?=[^\n\d]{0,6}(?:未接|来电|响铃|拒接|呼入|已接))"
)
_ANYWHERE = re.compile(
    r"(?<![\d:：])(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)"
    r"(?![\d:：]|[ \t]*[-—~至到前后之])"
)
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
    if ":" not in text and "：" not in text:
        return ()
    return _times([*_PRINTED.finditer(text), *_CALL.finditer(text)])


def mentioned(text: str) -> tuple[Printed, ...]:
    """Every time of day in a text, wherever it stands, deadlines and office hours aside."""
    if ":" not in text and "：" not in text:
        return ()
    return _times(list(_ANYWHERE.finditer(text)))


def _times(matches: list[re.Match[str]]) -> tuple[Printed, ...]:
    found = {}
    for match in matches:
        hour, minute = int(match["hour"]), int(match["minute"])
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
