"""Hours of the clock as people name them for themselves: 晚上十点半, 22点到8点, 中午12点到2点.

What somebody wants of his own day lies ahead; hours printed on messages are
`handlers/language/times.py`, those of what has happened `handlers/intents/moments.py`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from handlers.language.numbers import whole

_N: Final = "[0-9]{1,2}|[零一二两三四五六七八九十]{1,3}"
_PART: Final = (
    "凌晨|清晨|早晨|早上|今早|明早|上午|中午|下午|傍晚|今晚|明晚|晚上|夜里|夜间|深夜|半夜|早|晚"
)
_ANY: Final = re.compile(
    rf"(?![早晚]一[点點]儿?(?!半|钟|[0-9一二三四五]))(?<![早晚])"
    rf"(?P<part>{_PART})?(?:的)?(?P<hour>{_N})(?:[点點时]钟?|[:：](?=[0-9]{{2}}))"
    rf"(?P<minute>半|一刻|三刻|[0-9]{{2}}|(?:[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])(?=分))?分?"
)
_BARE: Final = re.compile(
    rf"(?<![0-9:：点點时零一二两三四五六七八九十])(?P<part>{_PART})?(?P<hour>{_N})(?=(?:到|至|-|~|—))"
)
"""The first of 晚上10到早上8点."""
_TO: Final = re.compile(r"(?:到|至|-|~|—)+(?:第二天|次日|隔天|明天)?(?:的)?$")
_BEFORE: Final = re.compile(r"^(?:钟)?(?:以|之)?前")
_MINUTES: Final = {"半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON: Final = frozenset({"下午", "傍晚"})
_NIGHT: Final = frozenset({"今晚", "明晚", "晚上", "夜里", "夜间", "深夜", "半夜", "晚"})
_NOON: Final = 12
_EARLY: Final = range(1, 7)
"""Hours that nobody means in the night who does not say so."""
_SMALL: Final = 5
"""晚上 one to four o'clock is after midnight."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as it was said.

    Attributes:
        hour: as said, 0 to 24.
        part: the part of the day said with it, None for none.
    """

    hour: int
    minute: int
    part: str | None
    start: int
    end: int

    @property
    def at(self) -> time:
        """The hour meant, the part of the day counted in; midnight is 0."""
        afternoon = self.part in _AFTERNOON and self.hour < _NOON
        midday = self.part == "中午" and self.hour < _SMALL
        evening = self.part in _NIGHT and _SMALL <= self.hour <= _NOON
        hour = self.hour + (_NOON if afternoon or midday or evening else 0)
        return time(hour % 24, self.minute)

    @property
    def by_day(self) -> time:
        """The same; one to six without a part of the day is in the afternoon: 三点半."""
        early = self.part is None and self.hour in _EARLY
        return self.at.replace(hour=self.hour + _NOON) if early else self.at

    @property
    def after_midnight(self) -> bool:
        """Whether it belongs to the day after the evening it is said of: 今晚十二点."""
        return self.part in _NIGHT and self.at.hour < _SMALL


@dataclass(frozen=True, slots=True)
class Span:
    """From one hour to another, either of which may not have been said.

    Attributes:
        guessed: it may as well be twelve hours later: 12点到2点 is taken for noon.
    """

    first: time | None
    last: time | None
    guessed: bool = False

    @property
    def otherwise(self) -> Span:
        """The same, twelve hours later."""
        first, last = (
            None if one is None else time((one.hour + _NOON) % 24, one.minute)
            for one in (self.first, self.last)
        )
        return Span(first, last)


def clocks(text: str) -> tuple[Clock, ...]:
    """The hours a text names, in order."""
    whole_ones = list(_ANY.finditer(text))
    minutes = {place for m in whole_ones for place in range(m.start("hour") + 1, m.end())}
    bare = (m for m in _BARE.finditer(text) if m.start("hour") not in minutes)  # 23:00-7:00
    found = {m.start("hour"): m for m in (*bare, *whole_ones)}
    return tuple(one for _, m in sorted(found.items()) if (one := _clock(m)) is not None)


def _clock(match: re.Match[str]) -> Clock | None:
    hour, minute = _number(match["hour"]), _minute(match.groupdict().get("minute"))
    if hour is None or minute is None or hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return Clock(hour, minute, match["part"], match.start(), match.end())


def span(text: str) -> Span | None:
    """The hours in which somebody wants to be left alone; None where it names none.

    十点以后 without a part of the day is in the evening, 八点以前 in the morning.
    """
    named = clocks(text)
    if not named:
        return None
    for one, two in itertools.pairwise(named):
        if _TO.search(text[one.end : two.start]):
            if _is_nap(one, two):
                return Span(time(_NOON, one.minute), time(two.hour + _NOON, two.minute), True)
            by_day = two.part in {"上午", *_AFTERNOON} or two.hour > _NOON
            first = one.at if by_day else _evening(one)
            return Span(first, _after(first, two))
    if _BEFORE.match(text[named[0].end :]):
        return Span(None, named[0].at)
    return Span(_evening(named[0]), None)


def _is_nap(one: Clock, two: Clock) -> bool:
    """12点到2点, with no part of the day: who rests at midnight says until the morning."""
    return one.part is two.part is None and one.hour == _NOON and 0 < two.hour < _SMALL


def _evening(one: Clock) -> time:
    """7 to 12 without a part of the day, where quiet begins."""
    if one.part is None and 7 <= one.hour <= _NOON:
        return time((one.hour + _NOON) % 24, one.minute)
    return one.at


def _after(first: time, two: Clock) -> time:
    """Where it ends: of an hour without a part of the day the next one after the beginning."""
    if two.part is not None or two.hour > _NOON:
        return two.at
    early = time(two.hour % _NOON, two.minute)
    late = time(two.hour % _NOON + _NOON, two.minute)
    return next((one for one in (early, late) if one > first), early)


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() and words.isascii() else whole(words)


def _minute(words: str | None) -> int | None:
    if words is None:
        return 0
    return _MINUTES.get(words, _number(words))
