"""The rows of a plan as people read them: every day with its weekday, every amount, the sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers.calendar.holidays import Holidays
from handlers.messages import Segment
from handlers.money.fen import yuan
from handlers.repayment import showing
from handlers.repayment.plan import Instalment, Plan
from handlers.repayment.states import RowState, RowStatus
from handlers.texts.texts import Texts

WHOLE: Final = 8
"""Up to so many rows are shown as they are; of more the first and the last, and all folded."""
FIRST: Final = 3
LAST: Final = 2
MOST: Final = 120
"""Rows in the folded part; nobody reads more in a chat."""
_SATURDAY: Final = 5


def agreed(texts: Texts, holidays: Holidays, plan: Plan) -> tuple[Segment, ...]:
    """The table of what is agreed; a long one shortened, with the whole of it folded."""
    lines = [
        _row(texts, holidays, number, row, deposit=number == 1 and plan.down_payment is not None)
        for number, row in enumerate(plan.rows, start=1)
    ]
    return _shortened(texts, lines)


def standing(
    texts: Texts, holidays: Holidays, rows: Sequence[RowState], today: date
) -> tuple[Segment, ...]:
    """The same of a plan under way: what was paid, what is late."""
    lines = [
        _state(texts, _row(texts, holidays, row.number, row.instalment), row, today) for row in rows
    ]
    return _shortened(texts, lines)


def _shortened(texts: Texts, lines: Sequence[str]) -> tuple[Segment, ...]:
    if len(lines) <= WHOLE:
        return (Segment("\n".join(lines)),)
    hidden = str(len(lines) - FIRST - LAST)
    short = [*lines[:FIRST], texts.say("agree.hidden", count=hidden), *lines[-LAST:]]
    return (Segment("\n".join(short)), Segment("\n".join(_all(texts, lines)), folded=True))


def _all(texts: Texts, lines: Sequence[str]) -> Iterator[str]:
    yield texts.say("agree.whole", count=str(len(lines)))
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield texts.say("agree.cut", count=str(len(lines) - MOST))


def _row(
    texts: Texts, holidays: Holidays, number: int, row: Instalment, *, deposit: bool = False
) -> str:
    key = "agree.row_first" if deposit else "agree.row"
    words = texts.say(
        key, number=str(number), date=showing.day(texts, row.due), money=yuan(row.amount)
    )
    return words + _remark(texts, holidays, row.due)


def _remark(texts: Texts, holidays: Holidays, day: date) -> str:
    """What the calendar says of the day; it moves nothing."""
    name = holidays.holiday(day)
    if name is not None:
        return texts.say("agree.holiday", name=name)
    if day.weekday() >= _SATURDAY and not holidays.is_worked_weekend(day):
        return texts.say("agree.weekend")
    return ""


def _state(texts: Texts, words: str, row: RowState, today: date) -> str:
    status = row.status(today)
    if status is RowStatus.DUE:
        return words
    if row.paid and row.open:
        words += texts.say("agree.part", paid=yuan(row.paid), money=yuan(row.open))
    if status is RowStatus.PART_PAID:
        return words
    return words + texts.word("agree_state", "late" if status is RowStatus.LATE else "paid")
