"""The instant at which somebody wants to hear of something again: 明天下午3点, 一周后, 半小时后."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from handlers.language import clocks, dates
from handlers.language.numbers import whole
from handlers.language.when import Day, Days, Weekdays, When
from handlers.repayment.plan import LAST
from handlers.repayment.schedule import on_day
from handlers.wishes import Wishes

FARTHEST: Final = timedelta(days=366)
_N: Final = "[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半"
_SOON: Final = re.compile(rf"(?P<n>{_N})个?(?P<half>半)?(?P<unit>分钟|小时|钟头)")
_DAYS: Final = re.compile(
    rf"(?:过(?P<n>{_N})|(?P<m>{_N})个?(?=(?:天|日|周|星期|礼拜)(?:以|之|过)?后))个?(?P<unit>天|日|周|星期|礼拜)"
)
_PARTS: Final = (
    ("早上|早晨|[今明]早|上午", time(9)),
    ("中午", time(12)),
    ("下午|傍晚", time(15)),
    ("晚上|[今明]晚|夜", time(20)),
)
"""When a part of the day is, said without an hour."""
_NOON: Final = 12


def named(text: str, now: datetime, wishes: Wishes) -> datetime | None:
    """The instant, in UTC; it may lie behind. None where no day or hour is named, or none near."""
    soon = _soon(text, now)
    if soon is not None:
        return soon
    local = now.astimezone(wishes.tz)
    day = _day(text, local.date())
    hours = clocks.clocks(text)
    part = None if day or hours else _part(text)
    if day is None and not hours and part is None:
        return None
    clock = hours[0].by_day if hours else _part(text) or wishes.at
    at = datetime.combine(day or local.date(), clock, tzinfo=wishes.tz)
    if part is not None and at <= local:
        at += timedelta(days=1)  # 早上再提醒, said in the afternoon
    if hours and hours[0].after_midnight:
        at += timedelta(days=1)
    if at <= local and hours and hours[0].part is None and clock.hour < _NOON:
        at += timedelta(hours=_NOON)
    return at.astimezone(UTC) if at - local <= FARTHEST else None


def _soon(text: str, now: datetime) -> datetime | None:
    found = _SOON.search(text)
    number = _number(found["n"]) if found else None
    if found is None or number is None:
        return None
    number += 0.5 if found["half"] else 0
    unit = timedelta(minutes=1) if found["unit"] == "分钟" else timedelta(hours=1)
    return now.replace(second=0, microsecond=0) + number * unit


def _day(text: str, today: date) -> date | None:
    """The first day a text names."""
    starts = dates.starts(text, today)
    for at in sorted(starts):
        found = _next(starts[at][0], today)
        if found is not None:
            return found
    counted = _DAYS.search(text)
    number = _number(counted["n"] or counted["m"]) if counted else None
    if counted is None or number is None or number < 1:
        return None
    return today + timedelta(days=int(number) * (1 if counted["unit"] in {"天", "日"} else 7))


def _next(when: When, today: date) -> date | None:
    """A day that is named; of one of every week or month the next."""
    match when:
        case Day(on=on):
            return on
        case Weekdays(days=(weekday,)):
            return today + timedelta(days=(weekday - today.isoweekday()) % 7)
        case Days(days=(int() as day,)):
            here = on_day(today.year, today.month, day)
            return here if here >= today else on_day(today.year, today.month + 1, day)
        case Days(days=("last",)):
            return on_day(today.year, today.month, LAST)
        case _:
            return None


def _part(text: str) -> time | None:
    return next((at for sign, at in _PARTS if re.search(sign, text)), None)


def _number(words: str) -> float | None:
    if words == "半":
        return 0.5
    return int(words) if words.isdecimal() else whole(words)
