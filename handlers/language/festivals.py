"""Feasts people name instead of a date, and the next time they fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lunar_python import Lunar

from handlers.language import lunar

_SOLAR = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "三八节": (3, 8),
    "劳动节": (5, 1),
    "五一": (5, 1),
    "儿童节": (6, 1),
    "六一": (6, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "双十一": (11, 11),
    "双11": (11, 11),
    "双十二": (12, 12),
    "双12": (12, 12),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
    "跨年": (12, 31),
    "阳历年前": (12, 31),
    "公历年前": (12, 31),
}
_LUNAR = {
    "春节": (1, 1),
    "大年初一": (1, 1),
    "年初一": (1, 1),
    "过年": (1, 1),
    "元宵": (1, 15),
    "端午": (5, 5),
    "七夕": (7, 7),
    "中秋": (8, 15),
    "重阳": (9, 9),
    "腊八": (12, 8),
}
_EVE = (
    "除夕",
    "大年三十",
    "年三十",
    "大年夜",
    "年夜饭",
    "阴历年前",
    "农历年前",
    "旧历年前",
    "年前",
)
_GRAVES = "清明"
_HOLIDAYS = frozenset(
    ("元旦", "五一", "劳动节", "国庆", "圣诞", "春节", "过年", "端午", "中秋", "清明")
)

_ALIKE = r"(?<![周期拜])(?:五一|六一)(?![次回笔])"
"""周五一次还清 and 周六一起 name no feast."""
_PLAIN = sorted({*_SOLAR, *_LUNAR, *_EVE, _GRAVES} - {"五一", "六一"}, key=len, reverse=True)

NAMES = f"(?:{'|'.join((*_PLAIN, _ALIKE))})节?"
"""A pattern of every name."""


@dataclass(frozen=True, slots=True)
class Feast:
    """When a feast falls.

    Attributes:
        on: its day.
        lunar: whether it moves in the civil calendar.
        holiday: a time off rather than one day: "before" it means the day before.
    """

    on: date
    lunar: bool
    holiday: bool


def find(name: str, today: date) -> Feast:
    """The next such feast on or after today; the name is one that `NAMES` matches."""
    name = name if name in {"情人节", "妇女节", "三八节"} else name.removesuffix("节")
    name = next(
        known
        for known in (name, f"{name}节")
        if known in {*_SOLAR, *_LUNAR, *_EVE, _GRAVES, "春节"}
    )
    if name in _EVE:
        return Feast(lunar.new_years_eve(today), lunar=True, holiday=False)
    holiday = name in _HOLIDAYS
    if name == _GRAVES:
        return Feast(_graves(today), lunar=False, holiday=holiday)
    if name in _LUNAR:
        month, day = _LUNAR[name]
        return Feast(lunar.next_day(month, day, today), lunar=True, holiday=holiday)
    month, day = _SOLAR[name]
    this = date(today.year, month, day)
    return Feast(this if this >= today else date(today.year + 1, month, day), False, holiday)


def _graves(today: date) -> date:
    for year in (today.year, today.year + 1):
        day = Lunar.fromYmd(year, 1, 1).getJieQiTable()[_GRAVES]
        found = date(day.getYear(), day.getMonth(), day.getDay())
        if found >= today:
            return found
    raise AssertionError("there is a 清明 every year")
