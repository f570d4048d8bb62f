"""The rows of a plan after some of them were agreed otherwise; all others stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from handlers.language import dates
from handlers.language.repayment.altering import Alteration, Change, Goes, Rest
from handlers.language.repayment.rows import Rows
from handlers.language.when import Day, Days, Weekdays, later
from handlers.repayment.plan import LAST, Fen, Instalment
from handlers.repayment.schedule import next_on, on_day

_MONTH: Final = range(28, 32)
"""Days from an instalment to the next where they follow each other by the month."""
_MOST: Final = 366
"""Days beyond the last row that a changed one may be due."""


@dataclass(frozen=True, slots=True)
class Altered:
    """Rows after a change.

    Attributes:
        rows: in order of their days.
        lacks: what the changed ones come to less than before, where nobody said what of it.
        after: the last day of those changed; what is lacking goes behind it.
        today: the Beijing day of the words.
    """

    rows: tuple[Instalment, ...]
    lacks: Fen
    after: date
    today: date

    @property
    def behind(self) -> tuple[int, ...]:
        """The places of the rows behind those changed."""
        return tuple(i for i, row in enumerate(self.rows) if row.due > self.after)


def altered(rows: Rows, told: Alteration) -> Altered | None:
    """The rows with all of it changed; None where it names one that is not there, or nothing."""
    work: dict[int, Instalment | None] = dict(enumerate(rows.rows))
    lacks, days = 0, list[date]()
    for change in told.changes:
        places = _places(rows, change)
        for place in places:
            before = work[place]
            after = None if before is None else _row(before, change, rows.today)
            if before is None or (after is None and not change.gone):
                return None
            days += [before.due, after.due] if after else [before.due]
            lacks += 0 if change.forgiven else before.amount - (after.amount if after else 0)
            work[place] = after
        if not places:
            return None
    left = sorted((row for row in work.values() if row is not None), key=lambda row: row.due)
    if not left:
        return None
    found = Altered(tuple(left), Fen(max(lacks, 0)), max(days), rows.today)
    if told.rest is not None:
        return put(found, told.rest) if lacks > 0 else None
    return replace(found, lacks=Fen(0)) if told.kept else found


def _places(rows: Rows, change: Change) -> tuple[int, ...]:
    """The rows that a change is about, each once; none where one of them is not there."""
    named = [rows.named(words) for words in change.which]
    if None in named:
        return ()
    return tuple(dict.fromkeys(place for one in named if one for place in one))


def _row(before: Instalment, change: Change, today: date) -> Instalment | None:
    """One row changed; None where nothing is left of it, or it cannot be so."""
    if change.gone:
        return None
    amount = change.amount or before.amount + (change.by or 0)
    if change.half:
        amount = before.amount // 2
    due = before.due + timedelta(days=change.shift)
    if change.months:
        due = later(due, change.months)
    if change.day is not None:
        found = _day(change.day, before.due, today, late=change.late)
        if found is None:
            return None
        due = found
    if amount <= 0 or due < today or (due - before.due).days > _MOST:
        return None
    return Instalment(due, Fen(amount))


def _day(words: str, before: date, today: date, *, late: bool) -> date | None:
    """The day that is named, of a day without its month that of the row's month, or the next."""
    found = dates.at(words, 0, today)
    match found[0] if found else None:
        case Day(on=on) if late and on <= before:
            return _day(words, before, before, late=False) if words.startswith("下") else None
        case Day(on=on):
            return on
        case Weekdays(days=(weekday,)):
            return today + timedelta(days=(weekday - today.isoweekday()) % 7)
        case Days(days=(day,)):
            stated = LAST if day == LAST else int(day)
            here = on_day(before.year, before.month, stated)
            past = here < today or (late and here <= before)
            return on_day(here.year, here.month + 1, stated) if past else here
        case _:
            return None


def put(found: Altered, rest: Rest) -> Altered | None:
    """What is lacking, where it is said to go; None where there is no such place."""
    money = rest.amount or found.lacks
    if rest.goes is Goes.UNCLEAR:
        return found
    if money > found.lacks:
        return None
    rows = found.rows if rest.goes is Goes.FORGIVEN else _with(found, rest, money)
    if rows is None:
        return None
    return replace(found, rows=tuple(sorted(rows, key=lambda row: row.due)), lacks=Fen(0))


def _with(found: Altered, rest: Rest, money: Fen) -> Sequence[Instalment] | None:
    rows, behind = found.rows, found.behind
    if rest.goes is Goes.EXTRA:
        return (*rows, Instalment(_one_more(rows), money))
    if rest.goes is Goes.DAY:
        return _on(found, rest.which, money)
    if rest.goes is Goes.NAMED:
        places = Rows(rows, range(1, len(rows) + 1), found.today).named(rest.which)
        behind = tuple(one for one in places or () if one in behind)
    if not behind:
        return None
    if rest.goes is Goes.SPREAD:
        return _spread(rows, behind, money)
    return _added(rows, behind[-1] if rest.goes is Goes.LAST else behind[0], money)


def _added(rows: Sequence[Instalment], place: int, money: int) -> tuple[Instalment, ...]:
    grown = replace(rows[place], amount=Fen(rows[place].amount + money))
    return (*rows[:place], grown, *rows[place + 1 :])


def _spread(
    rows: Sequence[Instalment], behind: Sequence[int], money: Fen
) -> tuple[Instalment, ...]:
    """In whole fen, the odd ones with the last of them."""
    each, odd = divmod(money, len(behind))
    spread = tuple(rows)
    for place in behind:
        spread = _added(spread, place, each + (odd if place == behind[-1] else 0))
    return spread


def _on(found: Altered, words: str, money: Fen) -> tuple[Instalment, ...] | None:
    """With the row of that day, or as a row of its own."""
    due = _day(words, found.after, found.today, late=True)
    if due is None or due < found.today:
        return None
    place = next((i for i, row in enumerate(found.rows) if row.due == due), None)
    if place is not None:
        return _added(found.rows, place, money)
    return (*found.rows, Instalment(due, money))


def _one_more(rows: Sequence[Instalment]) -> date:
    """The day after the last one, in the same rhythm."""
    last = rows[-1].due
    if len(rows) < 2:
        return later(last, 1)
    gap = (last - rows[-2].due).days
    if gap in _MONTH:
        stated = max(rows[-2].due.day, last.day)
        return next_on(stated, last + timedelta(days=1))
    return last + timedelta(days=gap) if gap else later(last, 1)
