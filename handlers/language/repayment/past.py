"""Days in what somebody says he has paid: 昨天还了1000, 12月10号还了, 12月的还了, 15号那期还了.

Such a day says either when he paid or which instalment it was; 的, 那期 and 那笔 behind it tell.
What was paid lies behind us, so a day without a year is the last one of that name.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.language.numbers import whole

MADE: Final = "◆"
"""Stands for the day on which something was paid."""
DUE: Final = "◇"
"""Stands for the month or the day that names an instalment."""
_N: Final = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_BACK: Final = {"昨天": 1, "昨日": 1, "昨晚": 1, "昨儿": 1, "前天": 2, "前晚": 2, "大前天": 3}
_WEEK: Final = "一二三四五六日"
_DAYS: Final = re.compile(
    rf"(?P<back>大前天|{'|'.join(_BACK)})"
    rf"|(?P<ago>{_N})天(?:以)?前"
    rf"|上(?:个)?(?:周|星期|礼拜)(?P<week>[一二三四五六日天])"
    rf"|(?P<place>上个?月|这个?月|本月)(?:份)?(?:(?P<nth>{_N})[号日])"
    r"|(?P<last>上个?月)(?:份)?"
    rf"|(?:(?P<year>20\d\d)年)?(?P<month>{_N})月(?:份)?(?:(?P<on>{_N})[号日])?"
    rf"|(?P<day>{_N})[号日]"
)
_NAMES: Final = re.compile(
    r"(?:应该?还|该还|到期)?(?:的)?(?:那|这)?(?:一)?[期笔](?:的)?|(?:应该?还|该还)?的"
)
"""Behind a month or a day of the month: it names an instalment."""
LATELY: Final = 183
"""Days: a day further back is rather one that is still to come, or a slip."""


@dataclass(frozen=True, slots=True)
class Past:
    """A day or a month as somebody names it; what is not said is None.

    Attributes:
        back: so many days ago.
        months: in the month so many months ago.
        week: a day of last week, Monday is 0.
    """

    back: int | None = None
    months: int | None = None
    week: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def on(self, today: date) -> date | None:
        """The day that is meant, None where there is none lately, or only a month was named."""
        if self.back is not None:
            return today - timedelta(days=self.back)
        if self.week is not None:
            return today - timedelta(days=today.weekday() + 7 - self.week)
        found = self._last(today)
        return found if found is not None and (today - found).days <= LATELY else None

    def _last(self, today: date) -> date | None:
        if self.day is None:
            return None
        for months in range(13) if self.months is None else (self.months,):
            year, month = _month(today, months)
            fits = self.month in {None, month} and self.year in {None, year}
            if fits and self.day <= calendar.monthrange(year, month)[1]:
                found = date(year, month, self.day)
                if found <= today:
                    return found
        return None

    def names(self, due: date, today: date) -> bool:
        """Whether an instalment due that day is the one that is named."""
        if self.months is not None and (due.year, due.month) != _month(today, self.months):
            return False
        return (
            self.year in {None, due.year}
            and self.month in {None, due.month}
            and self.day in {None, due.day}
        )


def _month(today: date, back: int) -> tuple[int, int]:
    """Year and month so many months ago."""
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return year, month + 1


@dataclass(frozen=True, slots=True)
class Days:
    """The days taken out of a sentence.

    Attributes:
        text: the sentence with a sign for each.
        made: when something was paid.
        due: what names an instalment.
        odd: a month or a day that does not exist, or a month of which nobody knows what it says.
    """

    text: str
    made: tuple[Past, ...] = ()
    due: tuple[Past, ...] = ()
    odd: bool = False


def days(plain: str) -> Days:
    """The days in a sentence without spaces."""
    told, end, odd = "", 0, False
    made: list[Past] = []
    due: list[Past] = []
    for match in _DAYS.finditer(plain):
        if match.start() < end:
            continue
        found, names = _past(match), _NAMES.match(plain, match.end())
        month, day = match["month"] or match["last"], match["on"] or match["day"] or match["nth"]
        named = bool((month or day) and names)
        odd = odd or found is None or bool(month and not named and not day)
        if found is not None:
            (due if named else made).append(found)
        told += plain[end : match.start()] + (DUE if named else MADE)
        end = names.end() if named and names is not None else match.end()
    return Days(told + plain[end:], tuple(made), tuple(due), odd)


def _past(match: re.Match[str]) -> Past | None:
    """What the words name; None for a month or a day that does not exist."""
    if match["back"]:
        return Past(back=_BACK[match["back"]])
    if match["week"]:
        return Past(week=_WEEK.index(match["week"].replace("天", "日")))
    if match["ago"]:
        return Past(back=_number(match["ago"]))
    year = int(match["year"]) if match["year"] else None
    month, day = _number(match["month"]), _number(match["on"] or match["day"] or match["nth"])
    place = match["place"] or match["last"]
    months = None if place is None else int(place.startswith("上"))
    exists = month in {None, *range(1, 13)} and day in {None, *range(1, 32)}
    return Past(year=year, month=month, day=day, months=months) if exists else None


def _number(words: str | None) -> int | None:
    if words is None:
        return None
    return int(words) if words.isdecimal() else whole(words)
