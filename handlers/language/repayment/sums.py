"""The amounts of the instalments: equal, rounded, or some of them named."""

from __future__ import annotations

from handlers.language.repayment.course import MONTHS
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.tokens import Measure, Ordinal
from handlers.language.repayment.understood import Missing
from handlers.repayment import schedule
from handlers.repayment.plan import Fen

_ROUNDING = 100
"""Fen per instalment within which a stated amount is a rounded share of the total."""


def total(facts: Facts) -> Fen | None:
    """The stated sum, or the sum of its stated parts."""
    if facts.total is not None:
        return facts.total
    if facts.rest is not None:
        return Fen(facts.rest + (facts.down or 0))
    return None


def left(facts: Facts) -> Fen | None:
    """What the regular instalments have to pay."""
    if facts.rest is not None:
        return facts.rest
    if facts.total is None:
        return None
    remaining = facts.total - (facts.down or 0)
    return Fen(remaining) if remaining > 0 else None


def same(amounts: list[Fen]) -> Fen | None:
    """The amount of all but perhaps the last, None if they differ otherwise."""
    regular = set(amounts[:-1]) or set(amounts)
    return regular.pop() if len(regular) == 1 else None


def _size(count: int, measure: Measure) -> int:
    return count * MONTHS.get(measure, 1)


def parts_count(facts: Facts) -> int | None:
    """How many instalments the stated parts add up to, if they say it themselves."""
    place, closed = 0, False
    for ordinal, _ in facts.parts:
        if ordinal.last is None:
            return None
        if ordinal.first == 0:
            place += _size(ordinal.last, ordinal.measure)
        elif ordinal.first == -1:
            closed = True
        else:
            place = max(place, _size(ordinal.last, ordinal.measure))
    if closed:
        return place + 1 if place else None
    return place if place > 1 else None


def amounts(
    facts: Facts, count: int | None, *, stated: bool = True
) -> tuple[list[Fen], list[Missing]]:
    """The amounts of the regular instalments, and what keeps them open.

    Args:
        count: how many there are, None if that is open.
        stated: whether the sentence says how many; if not, they go on until all is paid.
    """
    rest = left(facts)
    if facts.growth is not None:
        return _growing(facts, count)
    if facts.parts:
        return _from_parts(facts, count, rest)
    if facts.each is not None:
        if rest is not None and not stated:
            return (list(schedule.until_paid(rest, facts.each)) if count is not None else []), []
        return (_equal(facts.each, count, rest) if count is not None else []), []
    if facts.vague or rest is None or count is None:
        return [], [Missing.AMOUNT_EACH]
    return (list(schedule.split(rest, count)), []) if count <= rest else ([], [Missing.TOTAL])


def _growing(facts: Facts, count: int | None) -> tuple[list[Fen], list[Missing]]:
    """第一期500，以后每期多还100."""
    first = facts.parts[0][1] if facts.parts else facts.each
    if first is None or count is None:
        return [], [Missing.AMOUNT_EACH if first is None else Missing.INSTALLMENTS]
    return [Fen(first + i * (facts.growth or 0)) for i in range(count)], []


def until_parts_paid(facts: Facts) -> int | None:
    """首期600，后面每期1000 of a known total: how many it takes."""
    owed = left(facts)
    if owed is None or not facts.parts:
        return None
    closed, (last, amount) = facts.parts[:-1], facts.parts[-1]
    if last != Ordinal(0, None) or not amount:
        return None
    count, paid = 0, 0
    for ordinal, fen in closed:
        if ordinal.last is None or ordinal.first < 0 or fen is None:
            return None
        size = _size(ordinal.last, ordinal.measure)
        several = size if ordinal.first == 0 else size - (ordinal.first - 1)
        count, paid = count + several, paid + several * fen
    if (owed - paid) % amount or owed <= paid:
        return None
    return count + (owed - paid) // amount


def _equal(each: Fen, count: int, owed: Fen | None) -> list[Fen]:
    """The same amount each time; the last takes the remainder where the amount was rounded."""
    last = each
    if owed is not None:
        rest = owed - each * (count - 1)
        if rest > 0 and abs(rest - each) < _ROUNDING * count:
            last = Fen(rest)
    return [*([each] * (count - 1)), last]


def _from_parts(
    facts: Facts, count: int | None, owed: Fen | None
) -> tuple[list[Fen], list[Missing]]:
    if count is None:
        return [], [Missing.INSTALLMENTS]
    row: list[Fen | None] = [facts.each] * count
    place = 0
    for ordinal, fen in facts.parts:
        lower, upper = _slots(ordinal, place, count)
        for i in range(lower, min(upper, count)):
            if i < place and ordinal.first == 0 and ordinal.last is None:
                continue
            row[i] = fen
        if ordinal.first != -1:
            place = upper
    open_ = [i for i, fen in enumerate(row) if fen is None]
    known = sum(fen for fen in row if fen is not None)
    if open_:
        if owed is None or owed - known < len(open_):
            return [], [Missing.AMOUNT_EACH]
        for i, fen in zip(open_, schedule.split(Fen(owed - known), len(open_)), strict=True):
            row[i] = fen
    return [fen for fen in row if fen is not None], []


def _slots(ordinal: Ordinal, place: int, count: int) -> tuple[int, int]:
    """Positions of the instalments an ordinal names."""
    if ordinal.first == -1:
        return count - 1, count
    if ordinal.first == 0:
        upper = count if ordinal.last is None else place + _size(ordinal.last, ordinal.measure)
        return place, upper
    size = _size(1, ordinal.measure)
    upper = count if ordinal.last is None else ordinal.last * size
    return (ordinal.first - 1) * size, upper
