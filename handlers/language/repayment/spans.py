"""Amounts that hold for some months each: 12月还1000，1到6月每月还1500，7月还2000，都是25号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from handlers.language.repayment.dated import exact
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Kind
from handlers.language.when import Day, Days, Period, Unit, later
from handlers.repayment.plan import LAST, DueDay, Fen
from handlers.repayment.schedule import on_day

_OTHERWISE: Final = (Kind.DOWN, Kind.REST, Kind.ORDINAL, Kind.COUNT, Kind.START)
"""What makes it another kind of sentence."""
_MONTHS: Final = frozenset({Unit.MONTH, Unit.MONTHS})
_NOTHING: Final = re.compile(r"不[还扣交]|停还|停一[次期]|暂停|跳过|先停")
"""1到3月不还: months between the others in which nothing is paid."""


def read_spans(said: Sentence, facts: Facts) -> None:
    """Every amount with its months, where one day holds for all or none was said."""
    moneys = [i for i in said.all(Kind.MONEY) if said.kind(i - 1) is not Kind.TOTAL]
    pauses = {i for clause in _clauses(said) for i in clause if _pauses(said, clause)}
    day, days = _day(said)
    if len(moneys) < 2 or (days and day is None) or any(said.has(kind) for kind in _OTHERWISE):
        return
    spans = [
        _span(said, [i for i in range(before + 1, money) if i not in pauses])
        for before, money in zip([-1, *moneys], moneys, strict=False)
    ]
    amounts = [fen for money in moneys if (fen := exact(said, money)) is not None]
    found = [one for one in spans if one is not None]
    if len(found) < len(spans) or len(amounts) < len(moneys):
        return
    if not pauses and day is not None and all(_months(one) == 1 for one in found):
        return  # each amount has a day of its own: `dated` reads them
    facts.spans = list(zip(_in_order(found), amounts, strict=True))
    facts.days = () if day is None else (day,)
    said.used.update(moneys)
    said.used.update(i for i, one in enumerate(said.tokens) if one.kind in {Kind.WHEN, Kind.UNTIL})


def _clauses(said: Sentence) -> Iterator[list[int]]:
    """Positions between two breaks."""
    clause: list[int] = []
    for i, one in enumerate(said.tokens):
        if one.kind is Kind.BREAK:
            yield clause
            clause = []
        else:
            clause.append(i)
    yield clause


def _pauses(said: Sentence, clause: list[int]) -> bool:
    """Whether a clause says that nothing is paid in its months."""
    if not clause or any(said.kind(i) is Kind.MONEY for i in clause):
        return False
    end = clause[-1] + 1
    until = said.tokens[end].start if end < len(said.tokens) else len(said.text)
    return bool(_NOTHING.search(said.text[said.tokens[clause[0]].start : until]))


def rows(spans: list[tuple[Period, Fen]], day: int | str) -> list[tuple[Day, Fen]]:
    """The day of every month with the amount that holds in it."""
    return [(one, fen) for span, fen in spans for one in _days(span, day)]


def _day(said: Sentence) -> tuple[int | str | None, bool]:
    """The one day of the month that is said, however often; and whether any is."""
    named = [one.value for one in said.tokens if one.kind is Kind.WHEN]
    days = {one.days for one in named if isinstance(one, Days)}
    only = days.pop() if len(days) == 1 else ()
    return only[0] if len(only) == 1 else None, any(not isinstance(one, Period) for one in named)


def _span(said: Sentence, clause: list[int]) -> Period | None:
    """The months of one clause: 7月, 1到6月, 12月到明年3月; None if it names others or none."""
    whens = [i for i in clause if said.kind(i) is Kind.WHEN]
    named = [i for i in whens if not isinstance(said.tokens[i].value, Days)]
    periods = [one for i in named if isinstance(one := said.tokens[i].value, Period)]
    if len(periods) < len(named) or any(one.unit not in _MONTHS for one in periods):
        return None
    if len(periods) == 1:
        return periods[0]
    if len(periods) != 2 or said.kind(named[0] + 1) is not Kind.UNTIL:
        return None
    first, last = periods
    while last.first < first.first:
        last = _year_on(last)
    return replace(first, last=last.last, unit=Unit.MONTHS)


def _year_on(one: Period) -> Period:
    last = later(one.last.replace(day=1), 12)
    return replace(one, first=later(one.first, 12), last=on_day(last.year, last.month, LAST))


def _in_order(spans: list[Period]) -> list[Period]:
    """Months without a year come after those named before them."""
    found: list[Period] = []
    for span in spans:
        moved = span
        while found and not moved.dated and moved.first <= found[-1].last:
            moved = _year_on(moved)
        found.append(moved)
    return found


def _months(span: Period) -> int:
    first, last = span.first, span.last
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _days(span: Period, day: int | str) -> list[Day]:
    stated: DueDay = LAST if day == LAST else int(day)
    first: date = span.first
    return [
        Day(on_day(first.year, first.month + ahead, day), stated, dated=True)
        for ahead in range(_months(span))
    ]
