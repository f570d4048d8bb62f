"""The due days of a plan, counted out from how often, on which day and from when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.language import lunar
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.tokens import Measure, Rhythm
from handlers.language.repayment.understood import Missing
from handlers.language.when import Day, Period, later
from handlers.repayment import schedule
from handlers.repayment.plan import LAST, DueDay, Frequency

MONTHS = {Measure.MONTHS: 1, Measure.QUARTERS: 3, Measure.YEARS: 12}
_WEEK = 7
DAYS = {Measure.DAYS: 1, Measure.WEEKS: 7}
LONGEST = 100
"""Years; a longer plan is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Course:
    """The endless row of due days, and how it came about."""

    days: Iterator[date] | None
    first: date | None
    due_day: DueDay = None
    weekdays: tuple[int, ...] = ()
    due_days: tuple[int, ...] = ()
    interval: int | None = None
    missing: Missing | None = None


def earliest_day(facts: Facts, today: date) -> date:
    """The earliest day a regular instalment can be due."""
    earliest = today
    if facts.delay is not None and facts.start is None:
        months = MONTHS.get(facts.delay.measure)
        earliest = (
            later(today, facts.delay.number * months)
            if months
            else today + timedelta(days=facts.delay.number * DAYS.get(facts.delay.measure, 0))
        )
    if facts.down_day is not None:
        earliest = max(earliest, facts.down_day + timedelta(days=1))
    return earliest


def course_of(facts: Facts, rhythm: Rhythm, earliest: date) -> Course:
    """The row of due days that the facts fix, or what they lack for one."""
    if facts.open_day:
        return Course(None, None, missing=Missing.DUE_DAY)
    facts = _after_down(facts, rhythm)
    if rhythm.frequency is Frequency.LUNAR_MONTHLY:
        return _lunar(facts, earliest)
    if rhythm.frequency in {Frequency.DAILY, Frequency.EVERY_N_DAYS}:
        return _by_days(facts, rhythm, earliest)
    if rhythm.frequency in {Frequency.WEEKLY, Frequency.BIWEEKLY} or _weekly(facts, rhythm):
        return _weeks(facts, rhythm, earliest)
    return _months(facts, rhythm, earliest)


def _by_days(facts: Facts, rhythm: Rhythm, earliest: date) -> Course:
    """Every so many days, unless weekdays or days of the month say which."""
    if rhythm.frequency is Frequency.DAILY and facts.weekdays:
        return _weeks(facts, Rhythm(Frequency.WEEKLY), earliest)
    if rhythm.frequency is Frequency.EVERY_N_DAYS and facts.weekdays and rhythm.step % _WEEK == 0:
        weeks = _weeks(facts, Rhythm(rhythm.frequency, rhythm.step // _WEEK), earliest)
        return replace(weeks, interval=rhythm.step)
    if rhythm.frequency is Frequency.EVERY_N_DAYS and len(facts.days) > 1:
        return _months(facts, Rhythm(Frequency.MONTHLY), earliest)  # 每半月一次，15号和月底
    return _interval(facts, rhythm)


def _after_down(facts: Facts, rhythm: Rhythm) -> Facts:
    """12月8号先还800，之后每隔两周还400: what says no day goes on from the down payment."""
    says_a_day = facts.start or facts.days or facts.weekdays or facts.lunar_day or facts.nth
    if facts.down_day is None or says_a_day or facts.cycle:
        return facts
    if rhythm.frequency in {Frequency.DAILY, Frequency.EVERY_N_DAYS}:
        first = facts.down_day + timedelta(days=rhythm.step)
    elif rhythm.frequency in {Frequency.WEEKLY, Frequency.BIWEEKLY}:
        first = facts.down_day + timedelta(weeks=rhythm.step)
    else:
        first = later(facts.down_day, rhythm.step)
    return replace(facts, start=Day(first, facts.down_day.day))


def _weekly(facts: Facts, rhythm: Rhythm) -> bool:
    return rhythm.frequency is Frequency.CUSTOM and bool(facts.weekdays)


def _from(facts: Facts, earliest: date) -> date:
    if isinstance(facts.start, Day):
        return facts.start.on
    if isinstance(facts.start, Period):
        return facts.start.first if facts.behind else max(facts.start.first, earliest)
    return earliest


def _lunar(facts: Facts, earliest: date) -> Course:
    days = facts.lunar_day or (1,)
    start = _from(facts, earliest)
    return Course(lunar.monthly(days, start), next(lunar.monthly(days, start)))


def _interval(facts: Facts, rhythm: Rhythm) -> Course:
    step = rhythm.step
    interval = step if rhythm.frequency is Frequency.EVERY_N_DAYS else None
    if not isinstance(facts.start, Day):
        return Course(None, None, interval=interval, missing=Missing.START)
    first = facts.start.on
    return Course(schedule.every(first, step), first, interval=interval)


def _weeks(facts: Facts, rhythm: Rhythm, earliest: date) -> Course:
    step = rhythm.step
    start = _from(facts, earliest)
    weekdays = facts.weekdays
    if not weekdays and isinstance(facts.start, Day):
        weekdays = (start.isoweekday(),)
    if not weekdays:
        return Course(None, None, missing=Missing.WEEKDAY)
    first = next(schedule.weekdays(weekdays, start, weeks=1))
    days = schedule.weekdays(weekdays, first, weeks=step)
    return Course(days, first, weekdays=weekdays)


def _months(facts: Facts, rhythm: Rhythm, earliest: date) -> Course:
    step = rhythm.step
    if facts.nth is not None:
        start = _from(facts, earliest)
        nth, weekday = facts.nth.nth, facts.nth.weekday
        first = next(schedule.nth_weekdays(nth, weekday, start))
        return Course(schedule.nth_weekdays(nth, weekday, start), first)
    if facts.cycle:
        return _cycle(facts, earliest)
    if len(facts.days) > 1:
        start = _from(facts, earliest)
        due_days = tuple(int(day) for day in facts.days if day != LAST)
        days = schedule.month_days(facts.days, start)
        return Course(days, next(schedule.month_days(facts.days, start)), due_days=due_days)
    if isinstance(facts.start, Day):
        return _months_from(facts, facts.start, step)
    if not facts.days:
        return Course(None, None, missing=Missing.DUE_DAY)
    day = facts.days[0]
    first = schedule.next_on(day, _from(facts, earliest))
    if rhythm.parity is not None and first.month % 2 != rhythm.parity:
        first = schedule.on_day(first.year, first.month + 1, day)
    return Course(schedule.months(first, due(day), step=step), first, due(day))


def _cycle(facts: Facts, earliest: date) -> Course:
    start = _from(facts, earliest)
    days = [day for day, _ in facts.cycle]
    due_days = tuple(int(day) for day in days if day != LAST)
    found = schedule.month_days(days, start)
    return Course(found, next(schedule.month_days(days, start)), due_days=due_days)


def _yearly(first: date, moves: Callable[[date], date], years: int) -> Iterator[date]:
    """A day that is another civil day every year, every so many years."""
    on = first
    for _ in range(0, LONGEST, years):
        yield on
        for _ in range(years):
            on = moves(on + timedelta(days=1))


def _months_from(facts: Facts, start: Day, step: int) -> Course:
    if start.moves is not None and not facts.days and step % MONTHS[Measure.YEARS] == 0:
        years = step // MONTHS[Measure.YEARS]
        return Course(_yearly(start.on, start.moves, years), start.on)
    if not facts.days:
        stated = start.stated or start.on.day
        return Course(schedule.months(start.on, stated, step=step), start.on, stated)
    day = facts.days[0]
    if facts.exact and start.on != schedule.on_day(start.on.year, start.on.month, day):
        rest = schedule.months(
            schedule.next_on(day, start.on + timedelta(days=1)), due(day), step=step
        )
        return Course(_chain(start.on, rest), start.on, due(day))
    first = schedule.next_on(day, start.on)
    return Course(schedule.months(first, due(day), step=step), first, due(day))


def _chain(first: date, rest: Iterator[date]) -> Iterator[date]:
    yield first
    yield from rest


def due(day: int | str) -> DueDay:
    """A stated day as the plan keeps it."""
    return LAST if day == LAST else int(day)
