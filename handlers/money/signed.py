"""When a contract came about, as people say it: a day in the past, or a month or year of days.

A month without a year is the last one that has begun. The forward-looking days of plans are read
elsewhere; the numerals are the same.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.language.numbers import whole
from handlers.money.loan import Span

_CN = "〇零一二三四五六七八九十两"
_YEAR = (
    rf"(?:(?P<y>20[012]\d|[012]\d(?=年的?(?:\d|[一二三四五六七八九十]{{1,2}}月|[签借贷办初底末上下春夏秋冬]))"
    rf"|二[〇零][{_CN}]{{2}}|[一二][{_CN}](?=年))年|(?P<r>今年|去年|前年|大前年))"
)
_MONTH = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_NOT_COUNTED = r"(?!利|息|还|供|内|后|之后)"
_DAY = rf"(?P<d>[0-3]?\d|[{_CN}]{{1,3}})[号日]"
_FULL = re.compile(r"(?P<y>20[012]\d)[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?(?![\d.%])")
_PART = r"(?P<part>年?底|年?末|年?初|上半年|下半年)"
_SAID = re.compile(rf"(?<![\d.]){_YEAR}的?(?:{_MONTH}(?:的?{_DAY})?|{_PART})?")
_THIS = re.compile(rf"(?<![\d.个第年{_CN}]){_MONTH}{_NOT_COUNTED}(?:{_DAY})?")
_AGO = re.compile(
    rf"(?P<n>\d{{1,2}}|[{_CN}]{{1,2}}|半)个?(?P<u>年|月|天|周|星期)(?P<half>半)?(?:多)?(?:以|之)?前"
)
_SOON = re.compile(r"(?P<w>今天|昨天|前天|上个月|上月|这个月|本月|今日|最近|刚刚?)")
_BEGINS = r"签|借|贷|办|下款|放款|到账|到手|打钱|打款|合同|写|立|成立|拿|申请|开通|拍"
_AFTER = re.compile(rf"^.{{0,5}}?(?:{_BEGINS})")
_AHEAD = re.compile(rf"(?:{_BEGINS}|日期|时间).{{0,3}}$")
_OTHERWISE = re.compile(
    r"^(?:之|以)[前后]|^.{0,4}?(?:逾期|到期|开始还|还清|还完|没还|断供|起诉|应还|要还|还了|还款|最后)"
)
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_PARTS = {"初": (1, 3), "上半年": (1, 6), "下半年": (7, 12)}
_FIRST_YEAR, _THIS_CENTURY = 2000, 2000


def signed(text: str, today: date) -> Span | None:
    """The days a text names for the contract, the first it names; None when it names none.

    A day on which something else happened (逾期, 还清) is none, nor is one after the day asked. A
    day without a year needs a word that says that something was signed or borrowed then.
    """
    for needs, pattern, read in _READERS:
        for match in pattern.finditer(text):
            after, ahead = text[match.end() :], text[: match.start()]
            begun = bool(_AFTER.match(after) or _AHEAD.search(ahead))
            otherwise = _OTHERWISE.match(after)
            if otherwise and not (begun and _AFTER.match(after[: otherwise.end()])):
                continue
            span = read(match, today) if begun or not needs else None
            if span is not None and span.first <= today:
                return Span(span.first, min(span.last, today))
    return None


@dataclass(frozen=True, slots=True)
class Named:
    """Days that a text names, and where."""

    span: Span
    start: int
    end: int


def named(text: str, today: date) -> tuple[Named, ...]:
    """Every day, month or year of the past that a text names, whatever happened then, in order."""
    found: list[Named] = []
    for _, pattern, read in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            span = read(match, today)
            apart = all(end <= one.start or start >= one.end for one in found)
            if apart and span is not None and span.first <= today:
                found.append(Named(Span(span.first, min(span.last, today)), start, end))
    return tuple(sorted(found, key=lambda one: one.start))


def _number(words: str) -> int:
    """A numeral in either script; 0 for none."""
    return int(words) if words.isdecimal() else whole(words) or 0


def _dated(match: re.Match[str], today: date) -> Span | None:
    groups = match.groupdict()
    said = groups["y"]
    year = _number(said) if said else today.year - _YEARS_BACK[groups["r"]]
    year += 0 if year >= _FIRST_YEAR else _THIS_CENTURY
    if groups["m"]:
        return _month(year, _number(groups["m"]), groups["d"])
    part = (groups.get("part") or "").removeprefix("年")
    first, last = _PARTS.get(part, (10, 12) if part else (1, 12))
    return Span(date(year, first, 1), _last(year, last))


def _month(year: int, month: int, day: str | None) -> Span | None:
    if not 1 <= month <= 12:
        return None
    if day is None:
        return Span(date(year, month, 1), _last(year, month))
    number = _number(day)
    if not 1 <= number <= _last(year, month).day:
        return None
    on = date(year, month, number)
    return Span(on, on)


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _this(match: re.Match[str], today: date) -> Span | None:
    """A month without a year: this year's, or last year's when that has not begun."""
    month = _number(match["m"])
    return _month(today.year - (month > today.month), month, match["d"])


def _ago(match: re.Match[str], today: date) -> Span | None:
    """So long ago, give or take half of what it was counted in."""
    length, slack = _LENGTHS[match["u"]]
    count = 0.5 if match["n"] == "半" else _number(match["n"]) + (0.5 if match["half"] else 0)
    around = today - timedelta(days=round(length * count))
    return Span(around - timedelta(days=slack), min(around + timedelta(days=slack), today))


def _soon(match: re.Match[str], today: date) -> Span | None:
    words = match["w"]
    if words in {"上个月", "上月"}:
        end = today.replace(day=1) - timedelta(days=1)
        return Span(end.replace(day=1), end)
    if words in {"这个月", "本月"}:
        return Span(today.replace(day=1), today)
    if words == "最近":
        return Span(today - timedelta(days=60), today)
    on = today - timedelta(days={"昨天": 1, "前天": 2}.get(words, 0))
    return Span(on, on)


_LENGTHS = {"年": (365.25, 92), "月": (30.44, 16), "周": (7, 4), "星期": (7, 4), "天": (1, 1)}
"""Days in each, and how far off a memory counted in it may be."""
_READERS: tuple[tuple[bool, re.Pattern[str], Callable[[re.Match[str], date], Span | None]], ...] = (
    (False, _FULL, _dated),
    (False, _SAID, _dated),
    (True, _THIS, _this),
    (True, _AGO, _ago),
    (True, _SOON, _soon),
)
"""Whether it needs a word of signing beside it, what it looks like, how it is read."""
