"""Times of what has happened, as people say them: the last such month, last night at ten.

What was said about a message lies behind us; days to come are `handlers/language/dates.py`.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from handlers.beijing import BEIJING, beijing
from handlers.language.numbers import whole

_N = "[0-9零一二三四五六七八九十廿两]{1,3}"
_MONTH = re.compile(rf"(?:(?P<year>去年|今年|20\d\d年))?(?P<month>{_N})月(?:份)?(?:的)?")
_RANGE = re.compile(
    rf"(?P<m1>{_N})月(?P<d1>{_N})[日号]?(?:到|至|-|~|—)(?:(?P<m2>{_N})月)?(?P<d2>{_N})[日号]"
)
_LAST_DAYS = re.compile(rf"(?:最近|近|过去)(?P<n>{_N})(?P<unit>天|日|周|个月)")
_CLOCK = re.compile(
    rf"(?P<day>今天|昨天|前天|今早|今晚|昨晚|昨夜|前晚)?(?:的)?"
    rf"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|早|晚)?"
    rf"(?P<hour>{_N})(?:点|时|:|：)(?P<minute>半|一刻|{_N})?分?"
)
_BACK = {"昨": 1, "前": 2}
_EVENING = frozenset({"下午", "傍晚", "晚上", "夜里", "晚"})

Span = tuple[date, date]


def span(text: str, now: datetime) -> Span | None:
    """The days, both included, that a text speaks of; None when it names none."""
    today = beijing(now).date()
    return _named(text, today) or _day(text, today) or _month(text, today)


def _named(text: str, today: date) -> Span | None:
    """From one day to another, a month or a week by its place, the last so many days."""
    if (found := _RANGE.search(text)) is not None:
        return _range(found, today)
    if "上个月" in text or "上月" in text:
        first = today.replace(day=1) - timedelta(days=1)
        return first.replace(day=1), first
    if "这个月" in text or "本月" in text:
        return today.replace(day=1), today
    if "上周" in text or "上星期" in text:
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if (found := _LAST_DAYS.search(text)) is not None and (n := _number(found["n"])):
        unit = {"天": 1, "日": 1, "周": 7, "个月": 30}[found["unit"]]
        return today - timedelta(days=n * unit), today
    return None


def _day(text: str, today: date) -> Span | None:
    for word, back in (("今天", 0), ("昨天", 1), ("前天", 2)):
        if word in text:
            return today - timedelta(days=back), today - timedelta(days=back)
    return None


def _month(text: str, today: date) -> Span | None:
    found = _MONTH.search(text)
    month = _number(found["month"]) if found else None
    if found is None or month is None or not 1 <= month <= 12:
        return None
    said = found["year"]
    year = today.year if month <= today.month else today.year - 1
    if said == "去年":
        year = today.year - 1
    elif said and said[:2] == "20":
        year = int(said[:4])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _range(found: re.Match[str], today: date) -> Span | None:
    first_month, last_month = _number(found["m1"]), _number(found["m2"] or found["m1"])
    first_day, last_day = _number(found["d1"]), _number(found["d2"])
    try:
        last = date(today.year, last_month or 0, last_day or 0)
        if last > today:
            last = last.replace(year=last.year - 1)
        first = date(last.year, first_month or 0, first_day or 0)
        return (first if first <= last else first.replace(year=first.year - 1)), last
    except ValueError:
        return None


def clock(text: str, now: datetime) -> datetime | None:
    """When something came, said with its hour; the last such moment. None without an hour."""
    found = _CLOCK.search(text)
    at = hour(found) if found else None
    if found is None or at is None:
        return None
    day = beijing(now).date() - timedelta(days=_BACK.get((found["day"] or "")[:1], 0))
    moment = datetime.combine(day, at, tzinfo=BEIJING)
    return moment if moment <= now else moment - timedelta(days=1)


def time_of_day(text: str) -> time | None:
    """The first hour a text names."""
    found = _CLOCK.search(text)
    return hour(found) if found else None


def hour(found: re.Match[str]) -> time | None:
    """An hour and its minutes, the afternoon and the evening counted on."""
    value, minute = _number(found["hour"]), _minute(found["minute"])
    if value is None or minute is None:
        return None
    part = found["part"] or ("晚" if (found["day"] or "").endswith(("晚", "夜")) else "")
    if (part in _EVENING and value < 12) or (part == "中午" and value < 11):
        value += 12
    return time(value % 24, minute) if value <= 24 and minute < 60 else None


def _minute(words: str | None) -> int | None:
    return {None: 0, "半": 30, "一刻": 15}.get(words, _number(words))


def _number(words: str | None) -> int | None:
    if not words:
        return None
    return int(words) if words.isdecimal() and words.isascii() else whole(words)
