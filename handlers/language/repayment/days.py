"""Which day is what: when it begins, when it ends, on which day it is due."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.language.amounts import Amount
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
    next_year,
)
from handlers.repayment.plan import LAST, Fen
from handlers.repayment.schedule import next_on, on_day

_PASSED = re.compile(r"\s*(?:已经?)?(?:过了|过去|没赶上|来不及)")
_JOINED = re.compile(r"[、，,和跟与及\s还有]*")


def read_days(said: Sentence, facts: Facts, today: date) -> None:
    """Give every day that is not taken yet its place."""
    _forget_passed(said)
    _down_day(said, facts, today)
    _enumerated(said, facts)
    for index in said.all(Kind.WHEN):
        _place(said, facts, index)


def _forget_passed(said: Sentence) -> None:
    for index in said.all(Kind.WHEN):
        if _PASSED.match(said.after(index)):
            said.used.add(index)


def read_dated(said: Sentence, facts: Facts, today: date) -> None:
    """12/10还500，1/10还800: amounts with a day of their own, in either order."""
    moneys = [i for i in said.all(Kind.MONEY) if _exact(said, i) is not None]
    if len(moneys) < 2 - _dated_rest(said) or said.has(Kind.DOWN):
        return
    if said.has(Kind.RHYTHM) and not _months_named(said, moneys):
        _read_cycle(said, facts, moneys)
        return
    if _total_first(said, moneys[0]):
        moneys = moneys[1:]
    moneys = [i for i in moneys if said.kind(i - 1) not in {Kind.TOTAL, Kind.EACH}]
    if len(moneys) < 2 and not (moneys and _dated_rest(said)):
        return
    pairs = _pairs(said, moneys, behind=False) or _pairs(said, moneys, behind=True)
    if not pairs:
        return
    days = _dated(said, [when for _, when in pairs], today)
    if days is None:
        return
    _remainder(said, facts, days)
    if len(pairs) < 2 and facts.last_day is None:
        return
    facts.dated = [
        (day, fen)
        for day, (money, _) in zip(days, pairs, strict=True)
        if (fen := _exact(said, money)) is not None
    ]
    said.used.update(i for pair in pairs for i in pair)
    for i in said.all(Kind.ORDINAL):
        said.used.add(i)


def _months_named(said: Sentence, moneys: list[int]) -> bool:
    """本月还500，下月还1000，每月15号: every amount has its month, so the rhythm adds nothing."""
    pairs = _pairs(said, moneys, behind=False)
    return bool(pairs) and all(
        isinstance(said.tokens[when].value, Period | Day)
        and Kind.START not in {said.kind(when - 1), said.kind(when + 1)}
        for _, when in pairs
    )


def _read_cycle(said: Sentence, facts: Facts, moneys: list[int]) -> None:
    """每月5号还200、20号还300: an amount for each of several days of every month."""
    if said.has(Kind.ORDINAL):
        return
    days = {
        i: value.days[0]
        for i in said.all(Kind.WHEN)
        if isinstance(value := said.tokens[i].value, Days) and len(value.days) == 1
    }
    pairs = [
        (near[0], money)
        for money in moneys
        if (near := [i for i in said.back(money, Kind.MONEY) if i in days])
    ]
    amounts = {fen for _, money in pairs if (fen := _exact(said, money)) is not None}
    if len(pairs) < 2 or len(amounts) < 2 or len({days[i] for i, _ in pairs}) != len(pairs):
        return
    facts.cycle = [(days[i], fen) for i, m in pairs if (fen := _exact(said, m)) is not None]
    said.used.update(i for pair in pairs for i in pair)


def _exact(said: Sentence, index: int) -> Fen | None:
    value = said.tokens[index].value
    return Fen(value.fen) if isinstance(value, Amount) and value.fen is not None else None


def _dated_rest(said: Sentence) -> bool:
    """Whether what is left has a day and no amount of its own."""
    if said.has(Kind.COUNT) or said.has(Kind.RHYTHM):
        return False
    return any(_rest_day(said, rest) is not None for rest in said.all(Kind.REST))


def _rest_day(said: Sentence, rest: int) -> int | None:
    """The day on which what is left is paid: 剩下的2月18号结清, 五一还剩下的."""
    ahead = list(said.ahead(rest, Kind.BREAK))
    if any(said.kind(i) is Kind.MONEY for i in ahead):
        return None
    near = (*ahead, *said.back(rest, Kind.BREAK, Kind.MONEY))
    return next((i for i in near if isinstance(said.tokens[i].value, Day)), None)


def _remainder(said: Sentence, facts: Facts, days: list[Day]) -> None:
    """剩下的2月18号结清: the last of the dated payments is what the others leave."""
    for rest in said.all(Kind.REST):
        i = _rest_day(said, rest)
        value = said.tokens[i].value if i is not None else None
        if i is not None and isinstance(value, Day):
            facts.last_day = _not_before(value, days)
            said.used.add(i)
            return


def _total_first(said: Sentence, money: int) -> bool:
    """The first amount stands before every day: it is the sum."""
    return not any(said.tokens[i].kind in {Kind.WHEN, Kind.ORDINAL} for i in said.back(money)) and (
        any(
            said.tokens[i].kind in {Kind.BREAK, Kind.COUNT}
            for i in said.ahead(money, Kind.WHEN, Kind.MONEY)
        )
        or said.kind(money - 1) is Kind.TOTAL
    )


def _pairs(said: Sentence, moneys: list[int], *, behind: bool) -> list[tuple[int, int]]:
    found = []
    for place, money in enumerate(moneys):
        if behind:
            end = moneys[place + 1] if place + 1 < len(moneys) else len(said.tokens)
            span = range(money + 1, end)
        else:
            span = range(moneys[place - 1] + 1 if place else 0, money)
        whens = [
            i
            for i in span
            if said.tokens[i].kind is Kind.WHEN
            and isinstance(said.tokens[i].value, Day | Period | Days)
        ]
        if len(whens) != 1:
            return []
        found.append((money, whens[0]))
    return found


def _dated(said: Sentence, whens: list[int], today: date) -> list[Day] | None:
    """The days of a list; months without a day take the one that is said for all."""
    rest = [
        value.days[0]
        for i in said.all(Kind.WHEN)
        if i not in whens and isinstance(value := said.tokens[i].value, Days)
    ]
    days: list[Day] = []
    for i in whens:
        value = said.tokens[i].value
        if isinstance(value, Period) and rest:
            day = rest[0]
            on = on_day(value.first.year, value.first.month, day)
            value = Day(on, LAST if day == LAST else int(day), value.dated)
        elif isinstance(value, Days):
            start = days[-1].on if days else today
            day = value.days[0]
            value = Day(next_on(day, start), LAST if day == LAST else int(day))
        if not isinstance(value, Day):
            return None
        days.append(_not_before(value, days))
    return days


def _not_before(value: Day, earlier: list[Day]) -> Day:
    while earlier and not value.dated and value.on < earlier[-1].on:
        moved = next_year(value)
        if not isinstance(moved, Day):
            break
        value = moved
    return value


def _down_place(said: Sentence, facts: Facts) -> int | None:
    """Where the down payment is spoken of: its word, else its amount."""
    if facts.down is None:
        return None
    word = next((i for i, one in enumerate(said.tokens) if one.kind is Kind.DOWN), None)
    if word is not None:
        return word - 1 if word and _exact(said, word - 1) == facts.down else word
    return next((i for i, one in enumerate(said.tokens) if _exact(said, i) == facts.down), None)


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
    whens = [i for i in said.all(Kind.WHEN) if isinstance(said.tokens[i].value, Day | Period)]
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
    if len(group) < 2 or not isinstance(said.tokens[group[-1]].value, Day):
        return
    last = said.tokens[group[-1]].value
    days: list[Day] = []
    for i in group:
        value = said.tokens[i].value
        if isinstance(value, Period) and isinstance(last, Day) and value.unit is Unit.MONTH:
            day = last.stated or last.on.day
            value = Day(on_day(value.first.year, value.first.month, day), last.stated, value.dated)
        if not isinstance(value, Day):
            return
        value = replace(value, dated=value.dated and not days)
        days.append(_not_before(value, days))
    facts.dates = days
    said.used.update(group)


def _place(said: Sentence, facts: Facts, index: int) -> None:
    said.used.add(index)
    value = said.tokens[index].value
    if isinstance(value, Days):
        facts.days = tuple(dict.fromkeys([*facts.days, *value.days]))
    elif isinstance(value, Weekdays):
        facts.weekdays = tuple(dict.fromkeys([*facts.weekdays, *value.days]))
    elif isinstance(value, NthWeekday):
        facts.nth = value
    elif isinstance(value, LunarDays):
        facts.lunar_day = value.days
    elif isinstance(value, Day | Period):
        _bound(said, facts, index, value)


def _bound(said: Sentence, facts: Facts, index: int, value: Day | Period) -> None:
    """A day or period is the start unless words make it the end."""
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
        elif token.kind is Kind.VAGUE:
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
