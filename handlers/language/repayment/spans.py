"""Amounts that hold for some months each: 12月还1000，1到6月每月还1500，7月还2000，都是25号."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.language.repayment.dated import exact
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Kind
from handlers.language.when import Day, Days, Period, Unit, later
from handlers.repayment.plan import LAST, DueDay, Fen
from handlers.repayment.schedule import on_day

_OTHERWISE = (Kind.DOWN, Kind.REST, Kind.ORDINAL, Kind.COUNT, Kind.START)
"""What makes it another kind of sentence."""
_MONTHS = frozenset({Unit.MONTH, Unit.MONTHS})


def read_spans(said: Sentence, facts: Facts) -> None:
    """Lay out the rows where every amount has its months and one day holds for all."""
    moneys = [i for i in said.all(Kind.MONEY) if said.kind(i - 1) is not Kind.TOTAL]
    day = _day(said)
    if len(moneys) < 2 or day is None or any(said.has(kind) for kind in _OTHERWISE):
        return
    spans = [
        _span(said, range(before + 1, money))
        for before, money in zip([-1, *moneys], moneys, strict=False)
    ]
    amounts = [exact(said, money) for money in moneys]
    found = [one for one in spans if one is not None]
    if len(found) < len(spans) or all(_months(one) == 1 for one in found):
        return
    if any(fen is None for fen in amounts):
        return
    rows: list[tuple[Day, Fen]] = []
    for span, fen in zip(_in_order(found), amounts, strict=True):
        if fen is not None:
            rows += [(one, fen) for one in _days(span, day)]
    facts.dated = rows
    said.used.update(moneys)
    said.used.update(i for i, one in enumerate(said.tokens) if one.kind in {Kind.WHEN, Kind.UNTIL})


def _day(said: Sentence) -> int | str | None:
    """The one day of the month that is said, however often."""
    days = {one.value.days for one in said.tokens if isinstance(one.value, Days)}
    only = days.pop() if len(days) == 1 else ()
    return only[0] if len(only) == 1 else None


def _span(said: Sentence, clause: range) -> Period | None:
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
