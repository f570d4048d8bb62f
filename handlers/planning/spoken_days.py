"""The days of a text with where they stand, each as it would lie behind today and ahead of it.

`handlers/language/dates.py` reads days as plans need them: of days to come. What somebody received
lies behind: 25号收到, 上周五, 三天前.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.language import dates
from handlers.language.when import Day, Days, Weekdays, When, number
from handlers.repayment.schedule import on_day

_CN = "[一二两三四五六七八九]"
_AGO = re.compile(rf"(?<![\d一-十])(?P<n>\d{{1,2}}|十{_CN}?|{_CN})天(?:以|之)?前")
_LAST_WEEK = re.compile("(?P<again>上)?上个?$")
_FAR = re.compile("前(?:天|日|儿个?)")
_FURTHER: Final = "大"
_NOW: Final[frozenset[str]] = frozenset(("现在", "马上", "立刻", "立马", "当场", "这就"))
"""No days that anybody would count from."""
_LINK = re.compile(r"\s*(?:[和、与及跟，,]|还有|以及)\s*")
_WEEK: Final = timedelta(days=7)
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A day as it was said.

    Attributes:
        behind: the last such day up to today; later than today only where the year says so.
        ahead: the next such day from today; earlier only where the words say so.
    """

    start: int
    end: int
    behind: date
    ahead: date

    @property
    def is_sure(self) -> bool:
        """Whether the words leave only one day."""
        return self.behind == self.ahead


def spoken(text: str, today: date) -> tuple[SpokenDay, ...]:
    """The single days of a text in their order, none inside another."""
    starts = dates.starts(text, today)
    ago = {match.start(): match for match in _AGO.finditer(text)}
    found: list[SpokenDay] = []
    for at in sorted({*starts, *ago}):
        if found and at < found[-1].end:
            continue
        if at in ago:
            past = today - _ONE * number(ago[at]["n"])
            found.append(SpokenDay(at, ago[at].end(), past, past))
            continue
        when, end = starts[at]
        if text[at:end] in _NOW:
            continue
        day = _day(text[:at], text[at:end], when, today, found[-1] if found else None)
        if day is not None:
            found.append(day)
    return tuple(found)


def _day(
    head: str, words: str, when: When, today: date, before: SpokenDay | None
) -> SpokenDay | None:
    """What one expression means, with the words before it; None for no single day."""
    start, end = len(head), len(head) + len(words)
    match when:
        case Day(on=on) if head.endswith(_FURTHER) and _FAR.match(words):
            return SpokenDay(start - 1, end, on - _ONE, on - _ONE)
        case Day(on=on, dated=dated):
            behind = on if dated or on <= today else on_day(on.year - 1, on.month, on.day)
            return SpokenDay(start, end, behind, on)
        case Days(days=(stated,)):
            linked = before is not None and _LINK.fullmatch(head, before.end)
            behind, ahead = _of_month(stated, today, before if linked else None)
            return SpokenDay(start, end, behind, ahead)
        case Weekdays(days=(weekday,)):
            return _of_week(head, end, weekday, today)
        case _:
            return None


def _of_week(head: str, end: int, weekday: int, today: date) -> SpokenDay:
    """A weekday: 周五, 上周五, 上上个星期五."""
    this = today + _ONE * (weekday - 1 - today.weekday())
    last = _LAST_WEEK.search(head)
    if last is not None:
        past = this - _WEEK * (2 if last["again"] else 1)
        return SpokenDay(last.start(), end, past, past)
    behind = this if this <= today else this - _WEEK
    return SpokenDay(len(head), end, behind, this if this >= today else this + _WEEK)


def _of_month(stated: int | str, today: date, before: SpokenDay | None) -> tuple[date, date]:
    """A day whose month is not said: 28号; behind another day it is of the same month."""
    if before is not None:
        first, second = before.behind, before.ahead
        return on_day(first.year, first.month, stated), on_day(second.year, second.month, stated)
    this, earlier, later = (on_day(today.year, today.month + step, stated) for step in (0, -1, 1))
    return (this if this <= today else earlier), (this if this >= today else later)
