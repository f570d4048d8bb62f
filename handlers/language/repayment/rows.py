"""Which instalments of a plan somebody names: 这期, 下一期, 第3期, 12月那期, 15号那期, 最后一期."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.language import dates
from handlers.language.numbers import whole
from handlers.language.when import Day, Days, Period
from handlers.repayment.plan import LAST, Instalment
from handlers.repayment.schedule import on_day

N: Final = "(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_ONE: Final = "(?:的)?(?:[那这])?(?:一)?(?:期|笔|次)(?:的)?"
_YEAR: Final = "(?:今年|明年|后年|(?:20)?[0-9]{2}年)的?"
_MONTH: Final = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?"
_DAY: Final = f"{N}[号日]"
THIS: Final = "这一?(?:期|笔|次)|本期|当期"
NEXT: Final = "下一?(?:期|笔|次|回)"
_LIST: Final = f"第{N}(?:期|笔|次)?(?:[、和跟与到至~-]+第?{N}(?:期|笔|次)?)*(?:期|笔|次)|第{N}个月"
_FIRST: Final = f"(?:最?前面?|头)(?:的)?{N}(?:期|笔|个月)|首期|头一?期"
_END: Final = f"最后(?:的)?{N}(?:期|笔|个月)|最后一?(?:期|笔|次)|末期|尾期|末尾一?期"
_DATED: Final = (
    rf"(?:{_YEAR})?{_MONTH}的?{_DAY}(?:到期|要还|该还)?(?:{_ONE}|的)?"
    rf"|(?:下个?|这个?|本)月{_DAY}{_ONE}|{_DAY}(?:到期|要还|该还)?{_ONE}"
)
_MONTHLY: Final = (
    rf"(?:(?:{_YEAR})?{_MONTH}|这个?月|本月|当月|下下?个?月)(?!底|末|初)(?:{_ONE}|的)?"
)
ALL: Final = "全部"
"""Every row of which something is open."""
ANY: Final = rf"(?:{THIS}|{NEXT}|{_LIST}|{_FIRST}|{_END}|{_DATED}|{_MONTHLY})(?:的)?"
"""Words that name one instalment, or several."""
_THIS: Final = re.compile(rf"(?:{THIS})的?")
_NEXT: Final = re.compile(rf"(?:{NEXT})的?")
_FIRSTS: Final = re.compile(rf"(?:{_FIRST})的?")
_LASTS: Final = re.compile(rf"(?:{_END})的?")
_NUMBERS: Final = re.compile(N)
_RANGE: Final = re.compile(rf"第({N})(?:期|笔|次)?[到至~-]+第?({N})")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of which something is open, as they are named.

    Attributes:
        rows: in order of their days.
        numbers: of each, as the person was last shown it.
        today: the Beijing day of the words.
    """

    rows: Sequence[Instalment]
    numbers: Sequence[int]
    today: date

    def named(self, words: str) -> tuple[int, ...] | None:
        """The places of the instalments that are named; None where there are none such."""
        found = self._found(words)
        return found if found and all(0 <= one < len(self.rows) for one in found) else None

    def _found(self, words: str) -> tuple[int, ...] | None:
        size = len(self.rows)
        if words == ALL:
            return tuple(range(size))
        if _THIS.fullmatch(words) or _NEXT.fullmatch(words):
            return (0 if _THIS.fullmatch(words) else self.coming,)
        if _FIRSTS.fullmatch(words) or _LASTS.fullmatch(words):
            count = self._count(words)
            return tuple(range(count) if _FIRSTS.fullmatch(words) else range(size - count, size))
        return self._numbered(words) if words.startswith("第") else self._dated(words)

    @property
    def coming(self) -> int:
        """The place of 下一期: the one after this, unless this one is due in a later month only."""
        due, today = self.rows[0].due, self.today
        return 0 if (due.year, due.month) > (today.year, today.month) else 1

    @staticmethod
    def _count(words: str) -> int:
        found = _NUMBERS.search(words)
        return 1 if found is None else _number(found.group())

    def _numbered(self, words: str) -> tuple[int, ...] | None:
        span = _RANGE.search(words)
        wanted = [_number(one) for one in _NUMBERS.findall(words)]
        if span is not None:
            wanted = list(range(_number(span[1]), _number(span[2]) + 1))
        places = {number: place for place, number in enumerate(self.numbers)}
        if not wanted or any(one not in places for one in wanted):
            return None
        return tuple(places[one] for one in wanted)

    def _dated(self, words: str) -> tuple[int, ...] | None:
        """By its month or its day: those of the nearest month where several bear it."""
        when = dates.at(words, 0, self.today)
        if when is None:
            return None
        fits = [i for i, row in enumerate(self.rows) if _names(when[0], row.due)]
        if isinstance(when[0], Days):
            return tuple(fits[:1])
        months = [(self.rows[i].due.year, self.rows[i].due.month) for i in fits]
        return (fits[0],) if len(fits) == 1 or len(set(months)) == len(fits) > 0 else None


def _names(when: object, due: date) -> bool:
    """Whether a row is due then; of a month or day without a year in any year."""
    match when:
        case Day(on=on, dated=dated):
            return due == on if dated else (due.month, due.day) == (on.month, on.day)
        case Period(first=first, last=last, dated=dated):
            return first <= due <= last if dated else due.month == first.month
        case Days(days=(day,)):
            return due == on_day(due.year, due.month, LAST if day == LAST else int(day))
        case _:
            return False


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else whole(words) or 0
