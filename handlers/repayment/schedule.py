"""The days and amounts of instalments, as pure functions.

Days come in rows without an end but the calendar's (`itertools.islice` and `takewhile` cut them),
so that "ten times" and "until the end of May" are the same rule. A day that a month does not have
is its last day, and the next month goes back to the stated one: 31, 28, 31.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, date, timedelta

from handlers.repayment.plan import LAST, DueDay, Fen, Instalment

_WEEK = 7
MONTHS_A_YEAR = 12
_LAST_MONTH = MAXYEAR * MONTHS_A_YEAR + MONTHS_A_YEAR - 1
"""The last month of the calendar, counted from the year 0."""


def on_day(year: int, month: int, day: int | str) -> date:
    """A stated day in a month, clamped to the month's end.

    Args:
        year: four digits.
        month: counted on beyond December: month 13 is January of the next year.
        day: 1 to 31, or "last".
    """
    year, month = year + (month - 1) // MONTHS_A_YEAR, (month - 1) % MONTHS_A_YEAR + 1
    length = monthrange(year, month)[1]
    return date(year, month, length if day == LAST else min(int(day), length))


def next_on(day: int | str, start: date) -> date:
    """The first day with this number on or after ``start``."""
    this = on_day(start.year, start.month, day)
    return this if this >= start else on_day(start.year, start.month + 1, day)


def months(first: date, day: DueDay = None, *, step: int = 1) -> Iterator[date]:
    """Every ``step`` months from ``first``; ``day`` is the stated one if ``first`` is clamped."""
    stated = first.day if day is None else day
    yield first
    for month in range(first.month + step, _left(first), step):
        yield on_day(first.year, month, stated)


def month_days(days: Sequence[int | str], start: date) -> Iterator[date]:
    """Several stated days of every month, on or after ``start``; two on one day count once."""
    for month in range(start.month, _left(start)):
        these = {on_day(start.year, month, day) for day in days}
        yield from (day for day in sorted(these) if day >= start)


def every(first: date, days: int) -> Iterator[date]:
    """Every so many days."""
    for ordinal in range(first.toordinal(), date.max.toordinal() + 1, days):
        yield date.fromordinal(ordinal)


def weekdays(days: Sequence[int], start: date, *, weeks: int = 1) -> Iterator[date]:
    """Stated weekdays (Monday is 1) of every ``weeks``-th week, on or after ``start``.

    Weeks start on Monday; the week of ``start`` is the first.
    """
    monday = start - timedelta(days=start.isoweekday() - 1)
    for week in every(monday, weeks * _WEEK):
        if (date.max - week).days < _WEEK:
            return
        these = (week + timedelta(days=day - 1) for day in sorted(set(days)))
        yield from (day for day in these if day >= start)


def nth_weekdays(nth: int, weekday: int, start: date) -> Iterator[date]:
    """The nth such weekday (Monday is 1; nth -1 is the last) of every month from ``start`` on."""
    for month in range(start.month, _left(start)):
        first = on_day(start.year, month, 1)
        if nth < 0:
            last = on_day(start.year, month, LAST)
            found = last - timedelta(days=(last.isoweekday() - weekday) % _WEEK)
        else:
            ahead = (weekday - first.isoweekday()) % _WEEK + (nth - 1) * _WEEK
            found = first + timedelta(days=ahead)
        if found >= start:
            yield found


def _left(start: date) -> int:
    """The month after the calendar's last one, counted on from January of the year of a day."""
    return _LAST_MONTH - start.year * MONTHS_A_YEAR + 2


def split(total: Fen, parts: int) -> tuple[Fen, ...]:
    """A total in equal parts, floored to the fen; the last takes the remainder.

    Raises:
        ValueError: fewer parts than one, or more parts than fen.
    """
    if not 1 <= parts <= total:
        raise ValueError("a total splits into at least one part and a fen for each")
    each = total // parts
    return (*(Fen(each) for _ in range(parts - 1)), Fen(total - each * (parts - 1)))


def until_paid(total: Fen, each: Fen) -> tuple[Fen, ...]:
    """The same amount again and again until the total is paid; the last is what is left.

    Raises:
        ValueError: an amount that is not positive.
    """
    if total <= 0 or each <= 0:
        raise ValueError("only a positive total is paid by positive amounts")
    whole, rest = divmod(total, each)
    return (*(each for _ in range(whole)), *((Fen(rest),) if rest else ()))


def times(total: Fen, each: Fen) -> int:
    """How many payments that are, without making them: a slip of the pen may be millions."""
    return -(-total // each)


def rows(days: Iterator[date] | Sequence[date], amounts: Sequence[Fen]) -> tuple[Instalment, ...]:
    """A day for each amount."""
    return tuple(Instalment(day, amount) for amount, day in zip(amounts, days, strict=False))
