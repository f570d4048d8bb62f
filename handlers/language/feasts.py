"""Days that move in the civil calendar: 春节, 除夕, 正月十五, 农历每月初八, 年后."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial
from typing import Final

from handlers.language import festivals, lunar
from handlers.language.when import Day, LunarDays, Period, Reader, Unit, When, number, year_said

_LUNAR = r"(?:农历|阴历|旧历|老历)"
_LUNAR_DAY = (
    r"(?P<ld>初[一二三四五六七八九十]|廿[一二三四五六七八九]?"
    r"|[一二]?十[一二三四五六七八九]?|三十|二十[一二三四五六七八九])"
)
_LUNAR_MONTHS = {"正": 1, "大年": 1, "冬": 11, "腊": lunar.LAST_MONTH}
_BEFORE = re.compile(r"\s*(?:之前|以前|前)")
_AFTER = re.compile(r"\s*(?:节|过)?(?:之后|以后|后)(?![一二两三四五六七八九十\d]+天)")
_SOME_TIME = timedelta(days=30)
"""How long 国庆后 may mean: no day, so whoever reads it has to ask."""
_MONTHS = 12


def _read_festival(match: re.Match[str], today: date) -> When | None:
    year = year_said(match["y"], today)
    start = today if year is None else max(today, date(year, 1, 1))
    feast = festivals.find(match["feast"], start)
    early = timedelta(feast.holiday and _BEFORE.match(match.string, match.end()) is not None)
    on = feast.on - early
    if _AFTER.match(match.string, match.end()):
        return Period(on + timedelta(days=1), on + _SOME_TIME, Unit.LUNAR, year is not None)
    stated = None if feast.lunar else on.day

    def moves(earliest: date) -> date:
        return festivals.find(match["feast"], earliest + early).on - early

    return Day(on, stated, dated=year is not None, moves=moves)


def _read_new_year_over(_: re.Match[str], today: date) -> When:
    on = lunar.new_year(today)
    return Period(on + timedelta(days=1), on + _SOME_TIME, Unit.LUNAR)


def _read_lunar(match: re.Match[str], today: date) -> When | None:
    words = match["lm"]
    month_ = _LUNAR_MONTHS.get(words) or number(words)
    if not 1 <= month_ <= _MONTHS:
        return None
    year = year_said(match["y"], today)
    start = today if year is None else max(today, date(year, 1, 1))
    if match["ld"]:
        return _lunar_date(month_, _lunar_day(match["ld"]), start)
    last = lunar.next_day(month_, 30, start)
    if match["le"]:
        return _lunar_date(month_, 30, start)
    first = lunar.next_day(month_, 1, last - timedelta(days=35))
    return Period(first, last, Unit.LUNAR)


def _lunar_date(month_: int, day: int, start: date) -> Day:
    return Day(lunar.next_day(month_, day, start), None, moves=partial(lunar.next_day, month_, day))


def _lunar_day(words: str) -> int:
    return number(words.removeprefix("初"))


def _read_lunar_days(match: re.Match[str], _: date) -> When:
    days = [_lunar_day(match["ld"])]
    if match.string.startswith(("十五", "、十五", "和十五", "跟十五"), match.end("ld")):
        days.append(15)
    return LunarDays(tuple(days))


RULES: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            rf"(?<!小)(?P<y>[今明后来]年|20\d\d年)?的?(?P<feast>{festivals.NAMES})(?:那天|当天|当日)?",
            _read_festival,
        ),
        (
            rf"(?P<y>[今明后来]年|20\d\d年)?的?{_LUNAR}?的?(?P<lm>正|冬|腊)月(?:里)?(?:{_LUNAR_DAY}|(?P<le>底|末))?",
            _read_lunar,
        ),
        (
            (
                rf"(?P<y>[今明后来]年|20\d\d年)?的?{_LUNAR}的?(?P<lm>十[一二]?|[一二三四五六七八九])月"
                rf"(?:{_LUNAR_DAY}|(?P<le>底|末))?"
            ),
            _read_lunar,
        ),
        (
            r"(?P<y>[今明后来]年|20\d\d年)?的?(?P<lm>十[一二]?|[一二三四五六七八九])月(?P<ld>初[一二三四五六七八九十])(?P<le>$.)?",
            _read_lunar,
        ),
        (
            r"(?P<y>[今明后来]年|20\d\d年)?的?(?P<lm>大年)(?P<ld>初[一二三四五六七八九十])(?P<le>$.)?",
            _read_lunar,
        ),
        (
            (
                rf"(?:{_LUNAR}的?(?:每个?月的?)?|每个?月的?{_LUNAR}的?){_LUNAR_DAY}"
                r"(?:[、和跟]?十五)?"
            ),
            _read_lunar_days,
        ),
        (
            r"每个?月的?(?P<ld>初[一二三四五六七八九十])(?:[、和跟]?十五)?(?![^\d]{0,2}[号日])",
            _read_lunar_days,
        ),
        (
            (
                r"(?:等?(?:过完|过了)年|(?<![一二两三四五六七八九十百几多半今明后来前去\d])年后"
                r"|开年(?:后|以后)?)(?=\s*(?:[再才就](?:还|开始)|开始|起|每))"
            ),
            _read_new_year_over,
        ),
    )
)
"""One pattern a row, with what reads it."""
