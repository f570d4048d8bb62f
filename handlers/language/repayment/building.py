"""From facts to rows: every day counted out, every fen accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise, takewhile

from handlers.language.repayment import clamped, spans, sums
from handlers.language.repayment.course import (
    DAYS,
    LONGEST,
    MONTHS,
    Course,
    course_of,
    due,
    earliest_day,
)
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.tokens import Count, Measure, Rhythm
from handlers.language.repayment.understood import Down, Missing, Understood
from handlers.language.when import Day, Period, Unit, later
from handlers.repayment import schedule
from handlers.repayment.plan import LAST, DueDay, Fen, Frequency, Instalment

_RHYTHMS = {
    Measure.MONTHS: Rhythm(Frequency.MONTHLY),
    Measure.YEARS: Rhythm(Frequency.MONTHLY),
    Measure.QUARTERS: Rhythm(Frequency.QUARTERLY, 3),
    Measure.WEEKS: Rhythm(Frequency.WEEKLY),
    Measure.DAYS: Rhythm(Frequency.DAILY),
}
_MOST_ROWS = 12 * LONGEST


def build(facts: Facts, today: date) -> Understood:
    """What the facts fix, and what they leave open.

    A down payment comes before everything else. Where it is said to come later the words contradict
    each other, so its day is asked.
    """
    found = clamped.shown(facts, _built(facts, today))
    down, rows = found.down, found.rows
    if down is None or down.due is None or not rows or down.due <= rows[0].due:
        return found
    open_ = (*found.missing, Missing.DOWN_PAYMENT_DATE)
    return replace(found, down=replace(down, due=None), missing=open_)


def _built(facts: Facts, today: date) -> Understood:
    if facts.spans and not facts.dated:
        return _by_months(facts)
    if facts.dated:
        return _listed(facts)
    if facts.dates:
        repeated = _yearly(facts, today)
        if repeated and facts.total is not None and facts.each and not facts.counts:
            paid = schedule.until_paid(facts.total, facts.each)
            return _on_dates(replace(facts, dates=repeated), paid)
        return _on_dates(replace(facts, dates=repeated or facts.dates))
    rhythm = _rhythm(facts)
    if rhythm is None:
        return _once(facts, today)
    return _recurring(facts, rhythm, today)


def _rhythm(facts: Facts) -> Rhythm | None:
    """How instalments follow each other; where nothing says it, by what is counted."""
    if facts.once and not facts.rhythm:
        return None
    if facts.lunar_day:
        return Rhythm(Frequency.LUNAR_MONTHLY)
    if facts.rhythm is not None:
        return facts.rhythm
    for count in facts.counts:
        if count.measure in _RHYTHMS and (count.measure is not Measure.DAYS or facts.each):
            return _RHYTHMS[count.measure]
    several = any(count.number > 1 for count in facts.counts) or facts.parts or facts.several
    if facts.weekdays and several:
        return Rhythm(Frequency.WEEKLY)
    return Rhythm(Frequency.MONTHLY) if several else None


def _down(facts: Facts) -> Down | None:
    return None if facts.down is None else Down(facts.down, facts.down_day)


def _by_months(facts: Facts) -> Understood:
    """Months with an amount each, on one day of the month."""
    if facts.days:
        return _listed(replace(facts, dated=spans.rows(facts.spans, facts.days[0])))
    return Understood(
        repayment=True,
        total=facts.total,
        installments=len(spans.rows(facts.spans, LAST)),
        amount_each=_all_alike([fen for _, fen in facts.spans]),
        frequency=Frequency.CUSTOM,
        missing=(Missing.DUE_DAY,),
    )


def _listed(facts: Facts) -> Understood:
    """Rows with their own days."""
    dated = [*facts.dated]
    left = (facts.total or 0) - sum(fen for _, fen in dated)
    if facts.last_day is not None and left > 0:
        dated.append((facts.last_day, Fen(left)))
    open_ = Missing.TOTAL if facts.last_day is not None and left <= 0 else None
    pairs = sorted(dated, key=lambda pair: pair[0].on)
    rows = tuple(Instalment(day.on, fen) for day, fen in pairs)
    stated = {day.stated for day, _ in pairs}
    return Understood(
        repayment=True,
        total=facts.total,
        installments=len(rows),
        amount_each=_all_alike([row.amount for row in rows]),
        due_day=stated.pop() if len(stated) == 1 else None,
        frequency=Frequency.CUSTOM,
        first_due=rows[0].due,
        end_due=rows[-1].due,
        rows=rows if open_ is None else None,
        missing=() if open_ is None else (open_,),
    )


def _all_alike(amounts: list[Fen]) -> Fen | None:
    """Where rows are told one by one none of them is the regular one unless all are alike."""
    return amounts[0] if len(set(amounts)) == 1 else None


def _on_dates(facts: Facts, known: Sequence[Fen] = ()) -> Understood:
    """Days named one by one with one amount or a total to be split."""
    days = [day.on for day in facts.dates]
    amounts, missing = (list(known), []) if known else sums.amounts(facts, len(days))
    stated = {day.stated for day in facts.dates}
    return Understood(
        repayment=True,
        total=sums.total(facts),
        installments=len(days),
        amount_each=sums.same(amounts) if amounts else facts.each,
        due_day=stated.pop() if len(stated) == 1 else None,
        frequency=Frequency.MONTHLY if _consecutive(days) else Frequency.CUSTOM,
        first_due=days[0],
        end_due=days[-1],
        down=_down(facts),
        rows=schedule.rows(days, amounts) if amounts else None,
        missing=tuple(missing),
    )


def _yearly(facts: Facts, today: date) -> list[Day] | None:
    """半年还一次，6月30号和12月31号，还两年: days of every year; None if nothing repeats them."""
    rhythm, size = facts.rhythm, len(facts.dates)
    yearly = rhythm is not None and rhythm.frequency is Frequency.CUSTOM
    if rhythm is None or not yearly or rhythm.step not in {12 // size, 12} or facts.dates[0].dated:
        return None
    wanted = next((n for n in _wanted(facts, size) if n > size), None)
    if wanted is None or wanted > size * LONGEST:
        return None
    years_on = range(today.year, today.year + wanted // size + 3)
    found = [_in_year(one, year) for one in facts.dates for year in years_on]
    return sorted((one for one in found if one.on >= today), key=lambda one: one.on)[:wanted]


def _wanted(facts: Facts, size: int) -> Iterator[int]:
    """How many payments were meant: said, or so many as the total takes."""
    for count in facts.counts:
        years = count.number * MONTHS.get(count.measure, 0) // 12
        yield count.number if count.measure is Measure.TIMES else years * size
    if facts.total is not None and facts.each and not facts.counts:
        yield schedule.times(facts.total, facts.each)


def _in_year(day: Day, year: int) -> Day:
    if day.moves is not None:
        return replace(day, on=day.moves(date(year, 1, 1)))
    return replace(day, on=schedule.on_day(year, day.on.month, day.stated or day.on.day))


def _consecutive(days: list[date]) -> bool:
    months = [day.year * 12 + day.month for day in days]
    return all(after - before == 1 for before, after in pairwise(months))


def _behindhand(facts: Facts) -> Fen | None:
    """欠6期没还，每期512，一次还清: as many times the regular amount."""
    times = [count.number for count in facts.counts if count.measure is Measure.TIMES]
    return Fen(facts.each * times[0]) if facts.each and times else None


def _once(facts: Facts, today: date) -> Understood:
    """One payment."""
    amount = sums.left(facts) or _behindhand(facts) or facts.each
    due, stated = (None, None) if facts.open_day else _once_day(facts, today)
    missing = []
    if amount is None or facts.vague:
        amount = None
        missing.append(Missing.TOTAL)
    if due is None:
        missing.append(Missing.DATE)
    rows = (Instalment(due, amount),) if due is not None and amount is not None else None
    return Understood(
        repayment=True,
        total=sums.total(facts) or amount,
        installments=1 if rows or facts.once else None,
        amount_each=amount,
        due_day=stated,
        frequency=Frequency.ONCE,
        first_due=due,
        end_due=due,
        down=_down(facts),
        rows=rows,
        missing=tuple(missing),
    )


def _once_day(facts: Facts, today: date) -> tuple[date | None, DueDay]:
    start = facts.start
    if isinstance(start, Day):
        return start.on, start.stated
    if isinstance(start, Period) and facts.days and start.unit is Unit.MONTH:
        day = facts.days[0]
        return schedule.on_day(start.first.year, start.first.month, day), due(day)
    if start is None and facts.end is not None:
        return facts.end, facts.end.day
    if start is None and facts.days:
        return schedule.next_on(facts.days[0], today), due(facts.days[0])
    if start is None and facts.weekdays:
        return next(schedule.weekdays(facts.weekdays, today)), None
    return None, None


def _recurring(facts: Facts, rhythm: Rhythm, today: date) -> Understood:
    facts = _last_takes_the_rest(facts)
    course = course_of(facts, rhythm, earliest_day(facts, today))
    days = list(islice(course.days, _MOST_ROWS)) if course.days else []
    stated = _counted(_stated_count(facts, rhythm, course, days), days)
    count = stated or _counted(_derived_count(facts, days), days)
    amounts, missing = sums.amounts(facts, count, stated=stated is not None)
    if facts.open_part:
        amounts, missing = [], [Missing.AMOUNT_EACH]
    done = sum(amounts[: facts.paid])
    amounts = amounts[facts.paid :]
    if facts.paid:
        days = [day for day in days if day >= today]  # from the next due day on
    if facts.later is not None and amounts:
        since, other = facts.later
        amounts = [fen if day < since else other for fen, day in zip(amounts, days, strict=False)]
    if facts.cycle:
        amounts = _cycle_amounts(facts, days[: count or 0])
        missing = [] if amounts or not count else [Missing.AMOUNT_EACH]
    if count is None and Missing.INSTALLMENTS not in missing and not _asks_amount_only(facts):
        missing.append(Missing.INSTALLMENTS)
    if course.missing:
        missing.append(course.missing)
    if facts.down is not None and facts.down_day is None:
        missing.append(Missing.DOWN_PAYMENT_DATE)
    fits = days and amounts and len(amounts) <= len(days)
    rows = schedule.rows(days, amounts) if fits and not missing else None
    size = len(rows) if rows else count if amounts or stated else stated
    owed = sums.total(facts)
    return Understood(
        repayment=True,
        total=Fen(owed - done) if owed is not None and owed > done else owed,
        installments=size,
        amount_each=sums.same(amounts) if amounts else facts.each,
        due_day=course.due_day,
        frequency=rhythm.frequency if len(course.due_days) < 2 else Frequency.CUSTOM,
        first_due=rows[0].due if rows else course.first,
        end_due=_end(facts, rows, days, stated),
        down=_down(facts),
        rows=rows,
        paid=facts.paid if rows else 0,
        by_name=facts.by_name,
        made_of=facts.made_of,
        missing=tuple(dict.fromkeys(missing)),
        weekdays=course.weekdays,
        due_days=course.due_days if len(course.due_days) > 1 else (),
        interval_days=course.interval,
    )


def _last_takes_the_rest(facts: Facts) -> Facts:
    """每月还800，最后一期还尾数: what paying until all is paid comes to anyhow."""
    last = all(ordinal.first == -1 and fen is None for ordinal, fen in facts.parts)
    if facts.parts and last and not facts.counts and facts.each and sums.left(facts):
        return replace(facts, parts=[])
    return facts


def _counted(count: int | None, days: list[date]) -> int | None:
    """A number of instalments for which there are days; another one is asked again."""
    most = len(days) if days else _MOST_ROWS
    return count if count is not None and count <= most else None


def _cycle_amounts(facts: Facts, days: list[date]) -> list[Fen]:
    """The amount that belongs to each day of the month; none where a day has none."""
    found: list[Fen] = []
    for day in days:
        fits = (schedule.on_day(day.year, day.month, stated) == day for stated, _ in facts.cycle)
        amount = next((fen for (_, fen), fit in zip(facts.cycle, fits, strict=True) if fit), None)
        if amount is None:
            return []
        found.append(amount)
    return found


def _asks_amount_only(facts: Facts) -> bool:
    """A total and an end are known: once the amount is, so is the number."""
    return facts.end is not None and sums.total(facts) is not None


def _end(
    facts: Facts, rows: tuple[Instalment, ...] | None, days: list[date], stated: int | None
) -> date | None:
    if rows:
        return rows[-1].due
    if facts.end is not None:
        return facts.end
    return days[stated - 1] if stated and stated <= len(days) else None


def _stated_count(facts: Facts, rhythm: Rhythm, course: Course, days: list[date]) -> int | None:
    """How many instalments the sentence says, by number or by a span of time."""
    times = [count for count in facts.counts if count.measure is Measure.TIMES]
    if len(facts.counts) > 1:
        times = [count for count in times if count.number > 1]  # 各还一笔，还3个月
    parts = sums.parts_count(facts)
    if times:
        number = max(count.number for count in times)
        return max(number, parts or 0)
    spans = [count for count in facts.counts if count.measure is not Measure.TIMES]
    if spans:
        each_time = len(facts.lunar_day or (1,))
        return max(_span(spans[0], rhythm, course, days) * each_time, parts or 0) or None
    return parts


def _span(count: Count, rhythm: Rhythm, course: Course, days: list[date]) -> int:
    """Instalments within a span of time from the first one."""
    monthly = {Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.LUNAR_MONTHLY}
    if (
        count.measure in MONTHS
        and (rhythm.frequency in monthly or not course.weekdays)
        and (
            len(course.due_days) < 2
            and course.interval is None
            and rhythm.frequency is not Frequency.DAILY
        )
    ):
        return max(count.number * MONTHS[count.measure] // max(rhythm.step, 1), 0)
    if count.measure is Measure.DAYS and rhythm.frequency is Frequency.DAILY:
        return count.number
    if course.first is None:
        weekly = rhythm.frequency in {Frequency.WEEKLY, Frequency.BIWEEKLY}
        return count.number // rhythm.step if weekly and count.measure is Measure.WEEKS else 0
    if count.measure in MONTHS:
        end = later(course.first, count.number * MONTHS[count.measure])
    else:
        end = course.first + timedelta(days=count.number * DAYS[count.measure])
    return sum(1 for _ in takewhile(lambda day: day < end, days))


def _derived_count(facts: Facts, days: list[date]) -> int | None:
    owed = sums.left(facts)
    if owed is not None and facts.each is not None and not facts.parts:
        return schedule.times(owed, facts.each)
    if facts.parts and (size := sums.until_parts_paid(facts)):
        return size
    if facts.end is not None and days:
        return sum(1 for _ in takewhile(lambda day: day <= (facts.end or day), days)) or None
    return None
