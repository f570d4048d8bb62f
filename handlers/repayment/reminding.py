"""When to remind of a plan: pure functions from rows to instants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from handlers.beijing import BEIJING
from handlers.repayment.plan import Instalment

MORNING = time(9)
"""The hour of the clock at which reminders speak unless the person says another."""


class Moment(StrEnum):
    """Which of the reminders of one instalment."""

    THREE_BEFORE = "three_before"
    ONE_BEFORE = "one_before"
    ON_DAY = "on_day"
    AFTER_MISS = "after_miss"


AHEAD = {
    Moment.THREE_BEFORE: 3,
    Moment.ONE_BEFORE: 1,
    Moment.ON_DAY: 0,
    Moment.AFTER_MISS: -1,
}
"""Days before the due day; one after it is the morning after a miss."""

USUAL = (Moment.THREE_BEFORE, Moment.ONE_BEFORE, Moment.ON_DAY)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One instant at which to speak of one row.

    Attributes:
        at: aware, in UTC.
        moment: which reminder it is.
        row: index of the row in `Plan.rows`.
        instalment: that row.
    """

    at: datetime
    moment: Moment
    row: int
    instalment: Instalment


def day_of(due: date, moment: Moment) -> date:
    """The Beijing day on which an instalment due that day is spoken of."""
    return due - timedelta(days=AHEAD[moment])


def bounds(day: date) -> tuple[datetime, datetime]:
    """Where a Beijing day begins and where the next one does, in UTC."""
    first = datetime.combine(day, time(), tzinfo=BEIJING).astimezone(UTC)
    return first, first + timedelta(days=1)


def within(day: date, at: time, zone: tzinfo = BEIJING) -> datetime:
    """An hour of somebody's clock as it comes round within a Beijing day, in UTC.

    What is to be paid is to be paid on a day in China. West of it that day begins the evening
    before and is over while it is still called so there.
    """
    first, over = bounds(day)
    begins = first.astimezone(zone).date()
    for local in (begins, begins + timedelta(days=1)):
        moment = datetime.combine(local, at, tzinfo=zone).astimezone(UTC)
        if first <= moment < over:
            return moment
    return over - timedelta(hours=1)  # the hour fell out where clocks were put back


def instant(due: date, moment: Moment, at: time = MORNING, zone: tzinfo = BEIJING) -> datetime:
    """When a reminder of an instalment due that day speaks, in UTC."""
    return within(day_of(due, moment), at, zone)


def reminders(
    rows: Iterable[Instalment],
    *,
    after: datetime,
    moments: Iterable[Moment] = USUAL,
    at: time = MORNING,
    zone: tzinfo = BEIJING,
) -> tuple[Reminder, ...]:
    """Every reminder of a plan later than an instant, in order of time.

    Args:
        rows: the rows of the plan.
        after: aware; what lies at or before it is past and not brought up again.
        moments: which reminders the person wants.
        at: at which hour of his clock.
        zone: his zone.
    """
    wanted = tuple(moments)
    found = [
        Reminder(instant(row.due, moment, at, zone), moment, number, row)
        for number, row in enumerate(rows)
        for moment in wanted
    ]
    return tuple(sorted((one for one in found if one.at > after), key=lambda one: one.at))
