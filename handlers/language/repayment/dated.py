"""Amounts with a day of their own: 12/10还500，1/10还800; 每月5号还200、20号还300."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from handlers.language.amounts import Amount
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Count, Kind, Measure
from handlers.language.when import Day, Days, Period, next_year
from handlers.repayment.plan import LAST, Fen
from handlers.repayment.schedule import next_on, on_day

_JOINED = re.compile(r"[、，,和跟与及\s还有]*")


def read_dated(said: Sentence, facts: Facts, today: date) -> None:
    """12/10还500，1/10还800: amounts with a day of their own, in either order."""
    moneys = [i for i in said.all(Kind.MONEY) if exact(said, i) is not None]
    if len(moneys) < 2 - _dated_rest(said) or said.has(Kind.DOWN):
        return
    if _comes_again(said, moneys):
        _read_cycle(said, facts, moneys)
        return
    if _total_first(said, moneys[0]):
        moneys = moneys[1:]
    moneys = [i for i in moneys if said.kind(i - 1) not in {Kind.TOTAL, Kind.EACH}]
    if _split_up(said, moneys[-1:]):
        moneys = moneys[:-1]
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
        if (fen := exact(said, money)) is not None
    ]
    said.used.update(i for pair in pairs for i in pair)
    for i in said.all(Kind.ORDINAL):
        said.used.add(i)


def _comes_again(said: Sentence, moneys: list[int]) -> bool:
    """Whether the days are those of every month: 每月…, or 1号还800、15号还800，还4个月."""
    if said.has(Kind.RHYTHM):
        return not _months_named(said, moneys)
    counts = [one.value for one in said.tokens if isinstance(one.value, Count)]
    if not any(_many_months(one) for one in counts):
        return False
    pairs = _pairs(said, moneys, behind=False)
    return bool(pairs) and all(isinstance(said.tokens[i].value, Days) for _, i in pairs)


def _many_months(count: Count) -> bool:
    return count.measure is Measure.YEARS or (count.measure is Measure.MONTHS and count.number > 1)


def _split_up(said: Sentence, last: list[int]) -> bool:
    """…国庆前还5000，一万块分三笔: the last amount is the sum of those before."""
    behind = said.tokens[last[0] + 1 : last[0] + 2] if last else ()
    return any(isinstance(one.value, Count) and one.value.split for one in behind)


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
    if said.has(Kind.ORDINAL) or _respectively(said, facts, moneys):
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
    amounts = {fen for _, money in pairs if (fen := exact(said, money)) is not None}
    if (
        len(pairs) < 2
        or (len(amounts) < 2 and len(pairs) < len(moneys))
        or len({days[i] for i, _ in pairs}) != len(pairs)
    ):
        return
    facts.cycle = [(days[i], fen) for i, m in pairs if (fen := exact(said, m)) is not None]
    said.used.update(i for pair in pairs for i in pair)


def _respectively(said: Sentence, facts: Facts, moneys: list[int]) -> bool:
    """5号和20号分别还300和500: as many amounts as days, in their order."""
    stated = [
        (i, one) for i in said.all(Kind.WHEN) if isinstance(one := said.tokens[i].value, Days)
    ]
    joined = all(_JOINED.fullmatch(said.between(a, b)) for a, b in pairwise(moneys))
    if len(stated) != 1 or not joined or len(stated[0][1].days) != len(moneys):
        return False
    place, days = stated[0]
    amounts = [fen for money in moneys if (fen := exact(said, money)) is not None]
    facts.cycle = list(zip(days.days, amounts, strict=True))
    said.used.update({place, *moneys})
    return True


def exact(said: Sentence, index: int) -> Fen | None:
    """The amount at a position; None if there is none or it was left open."""
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
            facts.last_day = not_before(value, days)
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
    found: list[tuple[int, int]] = []
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
            and i not in said.used
            and isinstance(said.tokens[i].value, Day | Period | Days)
        ]
        if len(found) > 1 and not whens and place == len(moneys) - 1:
            whens = _behind_the_rest(said, moneys[place - 1], money)
        if len(whens) != 1:
            return []
        found.append((money, whens[0]))
    return found


def _behind_the_rest(said: Sentence, before: int, money: int) -> list[int]:
    """…，剩下的3000再下月底还清: the last amount, what is left, may have its day behind it."""
    if Kind.REST not in {said.kind(i) for i in range(before + 1, money)}:
        return []
    ahead = said.ahead(money, Kind.BREAK)
    return [i for i in ahead if isinstance(said.tokens[i].value, Day | Period | Days)]


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
        days.append(not_before(value, days))
    return days


def not_before(value: Day, earlier: list[Day]) -> Day:
    """A day without a year comes after those named before it."""
    while earlier and not value.dated and value.on < earlier[-1].on:
        moved = next_year(value)
        if not isinstance(moved, Day):
            break
        value = moved
    return value
