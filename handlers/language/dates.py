"""Days as people name them, relative to the day on which they write.

A date without a year is the next one on or after today; weeks start on Monday; "15号前" and
"年底前" include the day itself, "春节前" ends on 除夕. Days are Beijing calendar days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.language import dotted, feasts
from handlers.language.when import (
    Day,
    Days,
    NthWeekday,
    Period,
    Reader,
    Unit,
    Weekdays,
    When,
    later,
    month,
    number,
    year_said,
)
from handlers.repayment.plan import LAST, DueDay
from handlers.repayment.schedule import on_day

_CN = "[一二两三四五六七八九十廿卅]"
_ZH = "[〇零一二三四五六七八九]"
_D = rf"(?:[0-3]?\d(?!\d)|{_CN}{{1,3}})"
_YEAR = rf"(?P<y>(?:20)?\d\d年|{_ZH}{{4}}年|{_ZH}{{2}}年|[今明后来去]年)"
_M = r"(?P<m>(?<!\d)(?:1[0-2]|0?[1-9])(?!\d)|十[一二]?|[一二三四五六七八九])月(?:份)?"
_REL = r"(?P<rel>这个?月|本月|当月|再?下下个?月|再下个?月|下个?月|次月|上个?月)"
_DAY = rf"(?P<d>{_D})\s*[号日號](?![子期程]|[之以]?内)"
_END = r"(?P<end>月?(?:底|末(?!期))|(?:的)?最后[一1][天日])"
_WEEK = r"(?:周|星期|礼拜)"
_WD = "一二三四五六日天1234567"
_SOON = {"今": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2}
_MONTHS = 12


def _in_month(year: int | None, month_: int, day: int | str, today: date) -> Day | None:
    if not 1 <= month_ <= _MONTHS or (day != LAST and not 1 <= int(day) <= 31):
        return None
    stated: DueDay = LAST if day == LAST else int(day)
    if year is not None:
        return Day(on_day(year, month_, day), stated, dated=True)
    this = on_day(today.year, month_, day)
    return Day(this if this >= today else on_day(today.year + 1, month_, day), stated)


def _read_day(match: re.Match[str], today: date) -> When | None:
    found = match.groupdict()
    day = LAST if found.get("end") else number(match["d"])
    if found.get("rel"):
        first = _relative(match["rel"], today)
        return _in_month(first.year, first.month, day, today)
    return _in_month(year_said(found.get("y"), today), number(match["m"]), day, today)


def _read_dotted(match: re.Match[str], today: date) -> When | None:
    if not dotted.is_day(match.string, match.start(), match.end("dotted")):
        return None
    month_, day = match["dotted"].split(".")
    return _in_month(None, int(month_), int(day), today)


def _read_same(match: re.Match[str], today: date) -> When | None:
    first = _relative(match["rel"], today)
    return _in_month(first.year, first.month, today.day, today)


def _relative(words: str, today: date) -> date:
    steps = {"这": 0, "本": 0, "当": 0, "次": 1, "上": -1}
    step = steps.get(words[0], words.count("下") + words.count("再"))
    return on_day(today.year, today.month + step, 1)


def _read_iso(match: re.Match[str], today: date) -> When | None:
    return _in_month(int(match["y"]), int(match["m"]), int(match["d"]), today)


def _read_month(match: re.Match[str], today: date) -> When | None:
    found = match.groupdict()
    if found.get("rel"):
        first = _relative(match["rel"], today)
        return month(first.year, first.month)
    month_ = number(match["m"])
    if not 1 <= month_ <= _MONTHS:
        return None
    year = year_said(found.get("y"), today)
    if year is not None:
        return month(year, month_)
    return month(today.year + (month_ < today.month), month_, dated=False)


def _read_months(match: re.Match[str], today: date) -> When | None:
    """1到6月: from the first day of the one to the last day of the other."""
    first, last = number(match["from"]), number(match["m"])
    if not 1 <= first <= _MONTHS or not 1 <= last <= _MONTHS:
        return None
    said = year_said(match["y"], today)
    year = today.year + (first < today.month) if said is None else said
    end = month(year + (last < first), last).last
    return Period(date(year, first, 1), end, Unit.MONTHS, said is not None)


def _read_year(match: re.Match[str], today: date) -> When | None:
    year = year_said(match["y"], today)
    return None if year is None else Period(date(year, 1, 1), date(year, 12, 31), Unit.YEAR, True)


def _read_years(match: re.Match[str], _: date) -> When | None:
    """2026-2027年: from the first day of the one to the last day of the other."""
    first, last = int(match["y"]), int(match["y2"])
    if first > last:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31), Unit.MONTHS, True)


def _read_days(match: re.Match[str], _: date) -> When | None:
    days = [number(one) for one in re.findall(rf"\d+|{_CN}+", match.group())]
    return Days(tuple(days)) if all(1 <= day <= 31 for day in days) else None


def _read_last(_: re.Match[str], __: date) -> When:
    return Days((LAST,))


def _read_quarter_end(_: re.Match[str], today: date) -> When:
    return Day(on_day(today.year, today.month + -today.month % 3, LAST), LAST, dated=True)


def _read_weekday_range(match: re.Match[str], _: date) -> When | None:
    first, last = _weekday(match["a"]), _weekday(match["b"])
    return Weekdays(tuple(range(first, last + 1))) if first < last else None


def _read_first(_: re.Match[str], __: date) -> When:
    return Days((1,))


def _read_nth(match: re.Match[str], _: date) -> When:
    words = match["nth"]
    return NthWeekday(number(words[1:]) if words.startswith("第") else -1, _weekday(match["w"]))


def _read_weekend(_: re.Match[str], __: date) -> When:
    return Weekdays((6, 7))


def _read_year_end(match: re.Match[str], today: date) -> When:
    year = year_said(match["y"], today)
    return Day(date(year or today.year, 12, 31), 31, dated=year is not None)


def _weekday(character: str) -> int:
    return 7 if character in "日天" else number(character)


def _monday(today: date, weeks: int) -> date:
    return today + timedelta(days=weeks * 7 + 1 - today.isoweekday())


def _read_weekday(match: re.Match[str], today: date) -> When:
    days = tuple(_weekday(one) for one in match["w"] if one in _WD)
    which = match["which"]
    if not which or len(days) > 1:
        return Weekdays(days)
    monday = _monday(today, which.count("下") + which.count("再"))
    return Day(monday + timedelta(days=days[0] - 1), None, dated=True)


def _read_week(match: re.Match[str], today: date) -> When:
    monday = _monday(today, match.group().count("下"))
    return Period(monday, monday + timedelta(days=6), Unit.WEEK, True)


def _read_soon(match: re.Match[str], today: date) -> When:
    on = today + timedelta(days=_SOON.get(match["soon"] or "今", 0))
    return Day(on, on.day, dated=True)


def _read_after(match: re.Match[str], today: date) -> When | None:
    amount = 1 if match["half"] else number(match["n"])
    unit = match["u"]
    if match["half"]:
        on = later(today, 6) if unit == "年" else today + timedelta(days=15)
    elif unit in {"天", "日"}:
        on = today + timedelta(days=amount)
    elif unit in {"周", "星期", "礼拜"}:
        on = today + timedelta(days=7 * amount)
    else:
        on = later(today, amount * (_MONTHS if unit == "年" else 1))
    return Day(on, on.day, dated=True)


def _read_half(match: re.Match[str], today: date) -> When:
    """上半年, 下半年: the next that has not begun, unless the year is said."""
    month_ = 1 if match["half"] == "上" else _MONTHS // 2 + 1
    year = year_said(match["y"], today)
    if year is None:
        year = today.year + (date(today.year, month_, 1) < today)
    return Period(
        date(year, month_, 1),
        on_day(year, month_ + _MONTHS // 2 - 1, LAST),
        Unit.MONTHS,
        match["y"] is not None,
    )


_NOT_COUNT = r"(?!\d)(?!\s+\d{1,2}(?!\d))(?!\s*[.,，期个次笔万千百wk块元号日月/年天]\S?)"
"""Behind a day without its 号: nothing that makes the number count something else."""
_RULES: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)[号日]?", _read_iso),
        (rf"(?:{_YEAR}的?\s*)?{_M}的?\s*{_DAY}", _read_day),
        (rf"{_YEAR}的?\s*{_M}\s*(?P<d>\d{{1,2}}){_NOT_COUNT}", _read_day),
        (rf"{_M}\s*(?P<d>\d{{1,2}}){_NOT_COUNT}", _read_day),
        (rf"{_REL}的?\s*{_DAY}", _read_day),
        (rf"{_REL}的?(?P<same>今天|今日|这一?天|同一天)", _read_same),
        (rf"(?:{_YEAR}的?\s*)?{_M}的?{_END}", _read_day),
        (
            r"(?P<rel>这个?|本|当|再?下下个?|再?下个?|次)月的?(?P<end>底|末|月底|最后[一1][天日])",
            _read_day,
        ),
        (r"(?<![\d/.])(?P<m>1[0-2]|0?[1-9])/(?P<d>[0-3]?\d)(?![\d/])", _read_day),
        (
            (
                r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])-(?P<d>[0-3]?\d)"
                r"(?![\d.])(?=\s*(?:号|日|还|前|起|开始|付|给|之前|首期|第一))[号日]?"
            ),
            _read_day,
        ),
        (
            (
                rf"(?<![\d./月号日第-])(?:{_YEAR}的?\s*)?(?P<from>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
                rf"\s*(?:到|至|[-~—–])\s*{_M}(?![底末]|\s*\d)"
            ),
            _read_months,
        ),
        (rf"(?P<dotted>{dotted.DOTTED})[号日]?", _read_dotted),
        (rf"{_YEAR}的?\s*{_M}", _read_month),
        (rf"{_M}(?!\s*\d)", _read_month),
        (_M, _read_month),
        (_REL, _read_month),
        (rf"{_YEAR}(?!年|底|末|初)", _read_year),
        (r"(?<!\d)(?P<y>20\d\d)年?\s*(?:到|至|[-~—–])\s*(?P<y2>20\d\d)年", _read_years),
        (rf"(?:{_D}\s*[号日]?\s*[、,和跟与及]\s*)+{_D}\s*[号日](?![子期])", _read_days),
        (_DAY, _read_days),
        (rf"(?:{_D}[号日]\s*){{2,}}(?![子期])", _read_days),
        (r"(?:(?<=还款日)|(?<=还款日是)|(?<=还款日为))\s*[1-3]?\d(?![\d.月期/-])", _read_days),
        (r"(?:(?<=月)|(?<=月的)|(?<=月头))(?:第|头)一天", _read_first),
        (
            rf"逢{_D}[号日]?(?:[、,，和跟]?逢?{_D}[号日]?)*(?=\s*(?:各|都|还|付|扣|交|[,，]))",
            _read_days,
        ),
        (
            rf"(?:(?<=月)|(?<=月的))(?P<nth>第[一二三四1-4]|最后一?)个(?:{_WEEK})(?P<w>[{_WD}])",
            _read_nth,
        ),
        (
            (
                r"(?:(?<=每月)|(?<=每个月)|(?<=每个月的))(?:[1-3]?\d|[一二三]?十?[一二三四五六七八九十])"
                r"(?:(?=\s*[,，。；;]|\s*$)|\s+(?=[^\d\s元块百千万,，.]))"
            ),
            _read_days,
        ),
        (r"(?:(?<=季)|(?<=季度))的?(?:末|底|最后[一1][天日])", _read_quarter_end),
        (r"周末两天|周六日|双休日?|礼拜六礼拜天", _read_weekend),
        (rf"(?<=月){_D}(?=\s*(?:还|扣|交|付|给|之?前|准时|到期))", _read_days),
        (r"(?:当?月[底末](?!期)|月尾|(?<!度)(?<!季)的?最后[一1][天日])", _read_last),
        (rf"(?P<y>(?:20)?\d\d年|{_ZH}{{4}}年)的?[底末尾]", _read_year_end),
        (r"(?P<y>[今明后来]年)?的?(?:年[底末尾]|[底末](?=前|之前|以前|还清))", _read_year_end),
        (
            rf"(?P<which>这个?|本|再?下下个?|再?下个?)?{_WEEK}(?P<w>[{_WD}](?:[、和跟]?(?:{_WEEK})?[{_WD}](?!\d|[次回笔]|起[还付结]))*)",
            _read_weekday,
        ),
        (
            rf"{_WEEK}(?P<a>[{_WD}])\s*(?:到|至|[-~—])\s*(?:{_WEEK})?(?P<b>[{_WD}])(?!\d)",
            _read_weekday_range,
        ),
        (rf"(?:这个?|本|下下个?|下个?){_WEEK}", _read_week),
        (r"(?P<y>[今明后来]年)?的?(?P<half>[上下])半年", _read_half),
        (
            r"(?:(?P<soon>今|明|大后|后|昨|前)(?:天|日|儿个?|晚|早)|现在|马上|立刻|立马|当场|这就)",
            _read_soon,
        ),
        (
            (
                rf"(?:从?(?:今天|现在|今日)(?:开始)?(?:算|计算)?起)?(?:再?过)?(?:(?P<half>半)|(?P<n>\d{{1,3}}|{_CN}{{1,3}}))个?"
                rf"(?P<u>天|日|周|星期|礼拜|月|年)(?:之后|以后|后)(?!每|的?每)"
            ),
            _read_after,
        ),
    )
)


def starts(text: str, today: date) -> dict[int, tuple[When, int]]:
    """Every place where a day or period begins: the longest one there, and where it ends."""
    best: dict[int, tuple[When, int]] = {}
    for pattern, reader in (*_RULES, *feasts.RULES):
        match = pattern.search(text)
        while match:
            start = match.start()
            if match.end() > (best[start][1] if start in best else start):
                when = reader(match, today)
                if when is not None:
                    best[start] = when, match.end()
            match = pattern.search(text, start + 1)
    return best


def at(text: str, position: int, today: date) -> tuple[When, int] | None:
    """The longest day or period that begins exactly at ``position``, and where it ends."""
    return starts(text, today).get(position)
