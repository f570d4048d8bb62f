"""Which day is what: when it begins, when it ends, on which day it is due."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.language.repayment.behind import read_behind
from handlers.language.repayment.dated import exact, not_before
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Count, Kind, Ordinal, Rhythm
from handlers.language.when import (
    Day,
    Days,
    LunarDays,
    NthWeekday,
    Period,
    Unit,
    Weekdays,
    month,
    next_year,
)
from handlers.repayment.plan import LAST, Frequency
from handlers.repayment.schedule import next_on, on_day

_PASSED = re.compile(
    r"\s*(?:已经?)?(?:过了|过去|没赶上|来不及|先不还|暂不还|不用还|还不[上了起出]|没钱|没法还)"
    r"|\s*(?:的)?(?:都|就)?(?:已经?)(?:还|付|交)(?:了|过|清|完|掉)*(?=[，,。；;\s]|$)"
    r"|\s*(?:就|才|都)?(?:开始|起)?(?:就|已经?)?逾期"
)
_PAYS = re.compile(r"\s*(?:再|就|才)?(?:还|付|转|给)")
_WAGES = re.compile(r"\s*(?:发|开)(?:工资|薪水?|饷)[，,]")
"""10号发工资，12号还: the second is the day that counts."""
_LEFT_OUT = re.compile(
    r"\s*(?:份|那个?月)?(?:先|都|就)?(?:不还|不扣|停还|停一[次期]|暂停|跳过)(?:款|一[次期])?(?=[，,。；;、！!\s]|$)"
)
"""2月份不还: an instalment between others is left out."""
_SOMETIME = frozenset({"尽快", "到时候", "有钱", "有钱就", "有钱了", "有钱了就"})
"""What leaves the day open, not the amount."""
_JOINED = re.compile(r"[、，,和跟与及\s还有]*")


def read_days(said: Sentence, facts: Facts, today: date) -> None:
    """Give every day that is not taken yet its place."""
    pauses = _pauses(said)
    _down_day(said, facts, today)
    _enumerated(said, facts)
    for index in said.all(Kind.WHEN):
        _place(said, facts, index)
    read_behind(said, facts, today)
    _left_out(said, facts, pauses)


def _pauses(said: Sentence) -> list[tuple[int, int]]:
    """12月和1月不还: the first and the last of the times in which nothing is paid."""
    found: list[tuple[int, int]] = []
    for index in said.all(Kind.WHEN):
        if isinstance(said.tokens[index].value, Days) or not _LEFT_OUT.match(said.after(index)):
            continue
        first = index
        while (before := _joined_before(said, first)) is not None:
            first = before
        said.used.update(range(first, index + 1))
        found.append((first, index))
    return found


def _joined_before(said: Sentence, index: int) -> int | None:
    """The time that stands with this one: 12月和1月, 12月、1月."""
    before = next((i for i in said.back(index) if said.kind(i) is not Kind.BREAK), None)
    if before is None or said.kind(before) is not Kind.WHEN:
        return None
    return before if not said.between(before, index).strip(" 、和跟与及") else None


def _left_out(said: Sentence, facts: Facts, pauses: list[tuple[int, int]]) -> None:
    """What is left out before the first instalment is no gap; any other is said not to be read."""
    start = _first_of(facts.start)
    for first, last in pauses:
        value = said.tokens[last].value
        begins = _first_of(value) if isinstance(value, Day | Period) else None
        if start is None or begins is None or begins >= start:
            pause = _LEFT_OUT.match(said.after(last))
            words = said.text[said.tokens[first].start : said.tokens[last].end]
            facts.unread.append((words + (pause[0] if pause else "")).strip())


def forget_passed(said: Sentence) -> None:
    """A day of which it is said that it is over is no day of what is to come."""
    whens = said.all(Kind.WHEN)
    due = [i for i in whens if _PAYS.match(said.after(i))]
    for index in whens:
        wages = due and index < due[-1] and _WAGES.match(said.after(index))
        if wages or _PASSED.match(said.after(index)):
            said.used.add(index)


def _down_place(said: Sentence, facts: Facts) -> int | None:
    """Where the down payment is spoken of: its word, else its amount."""
    if facts.down is None:
        return None
    word = next((i for i, one in enumerate(said.tokens) if one.kind is Kind.DOWN), None)
    if word is not None:
        return word - 1 if word and exact(said, word - 1) == facts.down else word
    return next((i for i, one in enumerate(said.tokens) if exact(said, i) == facts.down), None)


def _down_day(said: Sentence, facts: Facts, today: date) -> None:
    """The day of the down payment stands in its clause, or in the next before anything else."""
    down = _down_place(said, facts)
    if down is None:
        return
    stops = (Kind.REST, Kind.COUNT, Kind.RHYTHM, Kind.EACH, Kind.ORDINAL)
    ahead = list(said.ahead(down, *stops))
    places = [*said.back(down, *stops, Kind.MONEY), *ahead]
    for i in places:
        value = said.tokens[i].value
        if said.tokens[i].kind is Kind.WHEN and i not in said.used:
            if isinstance(value, Days):
                value = Day(next_on(value.days[0], today), None)
            if isinstance(value, Weekdays):
                continue
            if isinstance(value, Day):
                facts.down_day = value.on
                said.used.add(i)
                return


def _enumerated(said: Sentence, facts: Facts) -> None:
    """明年1月、2月、3月的15号 and 12/10、1/10、2/10: days named one by one."""
    whens = [
        i
        for i in said.all(Kind.WHEN)
        if isinstance(said.tokens[i].value, Day | Period)
        and said.kind(i - 1) is not Kind.UNTIL
        and said.kind(i + 1) is not Kind.START
    ]
    groups: list[list[int]] = []
    for i in whens:
        if (
            groups
            and _JOINED.fullmatch(said.between(groups[-1][-1], i))
            and "、" in (said.between(groups[-1][-1], i) + "、")
        ):
            groups[-1].append(i)
        else:
            groups.append([i])
    group = max(groups, key=len, default=[])
    last = said.tokens[group[-1]].value if len(group) > 1 else None
    if _only_months(said, group) and (day := _one_day(said)) is not None:
        last = Day(date.max, LAST if day == LAST else int(day))  # 12月、1月、2月，都是15号
        said.used.update(i for i in said.all(Kind.WHEN) if i not in group)
    if not isinstance(last, Day):
        return
    days: list[Day] = []
    for i in group:
        value = said.tokens[i].value
        if isinstance(value, Period) and value.unit is Unit.MONTH:
            day = last.stated or last.on.day
            value = Day(on_day(value.first.year, value.first.month, day), last.stated, value.dated)
        if not isinstance(value, Day):
            return
        value = replace(value, dated=value.dated and not days)
        days.append(not_before(value, days))
    facts.dates = days
    said.used.update(group)


def _only_months(said: Sentence, group: list[int]) -> bool:
    """Months that stand one by one and are neither the first nor the last of a span."""
    values = [said.tokens[i].value for i in group]
    months = all(isinstance(one, Period) and one.unit is Unit.MONTH for one in values)
    edges = {said.kind(group[0] - 1), said.kind(group[-1] + 1)} if group else set()
    return len(group) > 1 and months and not edges & {Kind.START, Kind.UNTIL, Kind.CLEAR}


def _one_day(said: Sentence) -> int | str | None:
    """The day of the month that is all that is said beside the months."""
    named = [said.tokens[i].value for i in said.all(Kind.WHEN)]
    days = [one.days for one in named if isinstance(one, Days)]
    others = [one for one in named if not isinstance(one, Days | Period)]
    return days[0][0] if len(days) == 1 and len(days[0]) == 1 and not others else None


def _place(said: Sentence, facts: Facts, index: int) -> None:
    said.used.add(index)
    value = said.tokens[index].value
    if isinstance(value, Days):
        _one_clause(said, facts, index)
        facts.days = tuple(dict.fromkeys([*facts.days, *value.days]))
    elif isinstance(value, Weekdays):
        facts.weekdays = tuple(dict.fromkeys([*facts.weekdays, *value.days]))
    elif isinstance(value, NthWeekday):
        facts.nth = value
    elif isinstance(value, LunarDays):
        facts.lunar_day = value.days
    elif isinstance(value, Day | Period):
        _bound(said, facts, index, value)


def _one_clause(said: Sentence, facts: Facts, index: int) -> None:
    """月底前补上，之后每月20号: what stands before 每月 is no day of every month."""
    before = next((i for i in said.back(index) if said.kind(i) is Kind.WHEN), None)
    if before is None or not facts.days or not isinstance(said.tokens[before].value, Days):
        return
    between = [said.kind(i) for i in range(before + 1, index)]
    if said.tokens[before].value == said.tokens[index].value:
        return
    own = any(said.kind(i) is Kind.RHYTHM for i in said.back(before, Kind.BREAK))
    if Kind.BREAK in between and Kind.RHYTHM in between and not own:
        facts.unread.append(said.words(said.tokens[before]).strip())
        facts.days = ()


def _bound(said: Sentence, facts: Facts, index: int, value: Day | Period) -> None:
    """A day or period is the start unless words make it the end; 1到6月 is both."""
    if isinstance(value, Period) and value.unit is Unit.MONTHS:
        facts.start = month(value.first.year, value.first.month, dated=value.dated)
        facts.end = value.last
        return
    if _is_end(said, index):
        last = value.on if isinstance(value, Day) else value.last
        if isinstance(value, Period) and said.kind(index + 1) is Kind.BEFORE:
            last = value.first - timedelta(days=1)
        start = _first_of(facts.start)
        if start is not None and not value.dated and last < start:
            moved = next_year(value)
            last = moved.on if isinstance(moved, Day) else moved.last
        facts.end = last
        return
    if facts.start is None:
        facts.start = value
        facts.exact = _is_first(said, index)
    elif isinstance(facts.start, Period) and isinstance(value, Day) and _is_first(said, index):
        facts.start, facts.exact = value, True
    elif isinstance(facts.start, Period) and _quarter_end(facts, value):
        start = facts.start.first
        ends = on_day(start.year, start.month + -start.month % 3, LAST)
        facts.start = Day(ends, LAST, dated=True)
    elif not _within(facts.start, value):
        facts.unread.append(said.words(said.tokens[index]).strip())


def _quarter_end(facts: Facts, value: Day | Period) -> bool:
    quarterly = facts.rhythm is not None and facts.rhythm.frequency is Frequency.QUARTERLY
    return quarterly and isinstance(value, Day) and value.stated == LAST


def _within(start: Day | Period, value: Day | Period) -> bool:
    """Whether a second time says nothing that the first does not."""
    first, last = (start.on, start.on) if isinstance(start, Day) else (start.first, start.last)
    if isinstance(value, Day):
        return first <= value.on <= last
    return value.first <= first <= value.last


def _first_of(start: Day | Period | None) -> date | None:
    if start is None:
        return None
    return start.on if isinstance(start, Day) else start.first


def _is_end(said: Sentence, index: int) -> bool:
    before, behind = said.kind(index - 1), said.kind(index + 1)
    if before is Kind.ORDINAL and said.tokens[index - 1].value == Ordinal(-1, -1):
        return True
    if before is Kind.UNTIL and said.between(index - 1, index).strip() == "":
        return True
    if behind is Kind.START or before is Kind.START:
        return False
    if behind is Kind.UNTIL and said.words(said.tokens[index + 1]) in {"为止", "截止"}:
        return True
    if behind is Kind.BEFORE:
        return said.has(Kind.RHYTHM) or said.has(Kind.COUNT) or said.has(Kind.SPLIT)
    return behind is Kind.CLEAR and said.has(Kind.RHYTHM)


def _is_first(said: Sentence, index: int) -> bool:
    """首期12月5日, 元旦还第一笔: the day of the first instalment itself."""
    first = Ordinal(1, 1)
    near = [
        i
        for i in (
            *said.back(index, Kind.BREAK, Kind.MONEY),
            *said.ahead(index, Kind.BREAK, Kind.MONEY),
        )
        if said.tokens[i].kind is Kind.ORDINAL and isinstance(said.tokens[i].value, Ordinal)
    ]
    return any(
        isinstance(value := said.tokens[i].value, Ordinal)
        and value.first == first.first
        and value.last == 1
        for i in near
    )


def read_rhythm(said: Sentence, facts: Facts) -> None:
    """How often, how many, and what else stands by itself."""
    for token in said.tokens:
        if token.kind is Kind.RHYTHM and isinstance(token.value, Rhythm):
            facts.rhythm = facts.rhythm or token.value
        elif token.kind is Kind.PAYDAY:
            facts.payday = True
        elif token.kind is Kind.ONCE:
            facts.once = True
        elif token.kind is Kind.EACH:
            facts.several = True
        elif token.kind is Kind.OPEN_DAY:
            facts.open_day = True
        elif token.kind is Kind.SPLIT:
            facts.several = True
        elif token.kind is Kind.VAGUE and said.words(token) not in _SOMETIME:
            facts.vague = True
        elif token.kind is Kind.DELAY and isinstance(token.value, Count):
            facts.delay = token.value


def read_counts(said: Sentence, facts: Facts) -> None:
    """Numbers of instalments that no amount has taken."""
    for index in said.all(Kind.COUNT):
        value = said.tokens[index].value
        if isinstance(value, Count):
            facts.counts.append(value)
    for index in said.all(Kind.ORDINAL):
        value = said.tokens[index].value
        if isinstance(value, Ordinal) and value.first == 0 and value.last is not None:
            if "剩" in said.words(said.tokens[index]):  # 36期还剩30期: what is left is the plan
                facts.counts = [one for one in facts.counts if one.measure is not value.measure]
            facts.counts.append(Count(value.last, value.measure))
        elif isinstance(value, Ordinal) and value.first == 1 and (value.last or 0) > 1:
            facts.counts.append(Count(value.last or 0, value.measure))
