"""Which reminders a plan has: worked out of its state and the person's wishes alone.

Nothing here asks what time it is. What is due and has not been said yet stays wanted, so that a
day of downtime loses nothing. What was past when the rows were agreed is not brought up, with one
exception: of what is due that very day he hears once more. What falls behind because he changes
his wishes, or takes a payment back, is said then and is not late. Of a plan over which he wanted
silence nothing is said but what he asked for by its hour since.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.beijing import beijing_day
from handlers.repayment.reminding import Moment, bounds, day_of, within
from handlers.repayment.states import PlanState, PlanStatus, RowState
from handlers.wishes import Wishes

CHECK: Final = "settled"
"""Key of the reminder to look for the certificate and the credit record."""
CHECK_AFTER: Final = timedelta(days=30)
LATER: Final = "later"
EVENING: Final = time(20)
"""Tonight, on the person's clock."""
SOON: Final = timedelta(hours=1)


def wanted(state: PlanState, wishes: Wishes) -> dict[str, datetime]:
    """When to speak of a plan, by the key of each reminder.

    Keys are "row:moment", "row:later:n" and "settled"; the same reminder keeps its key when its
    instant moves, so that it is said once.
    """
    if state.status is PlanStatus.SETTLED and state.settled_on is not None:
        if not wishes.moments or state.muted is not None:
            return {}
        at = wishes.speaks(state.settled_on + CHECK_AFTER)
        return {CHECK: _not_before(at, wishes.changed, wishes.resumed)}
    if state.status is not PlanStatus.RUNNING:
        return {}
    return {key: at for row in state.rows if row.open for key, at in _row(row, state, wishes)}


def _row(row: RowState, state: PlanState, wishes: Wishes) -> Iterator[tuple[str, datetime]]:
    for moment in wishes.moments if state.muted is None else ():
        at = _instant(row.instalment.due, moment, state, wishes)
        if at is not None:
            yield f"{row.id}:{moment.value}", at
    for number, later in enumerate(row.later):
        if wishes.hears(later.asked, later.until) and state.hears(later):
            yield f"{row.id}:{LATER}:{number}", later.until


def _instant(due: date, moment: Moment, state: PlanState, wishes: Wishes) -> datetime | None:
    at = wishes.speaks(day_of(due, moment))
    if at <= state.since:
        told_today = moment is Moment.ON_DAY and beijing_day(state.since) == due
        return later_today(state.since, wishes) if told_today else None
    switched_on = max(filter(None, (wishes.since.get(moment), state.unmuted)), default=None)
    if switched_on is not None and at <= switched_on:
        over = moment is not Moment.AFTER_MISS and beijing_day(switched_on) > due
        return None if over else switched_on
    return _not_before(at, wishes.changed, state.reopened)


def _not_before(at: datetime, *instants: datetime | None) -> datetime:
    return max([at, *(one for one in instants if one is not None)])


def later_today(now: datetime, wishes: Wishes) -> datetime | None:
    """When to speak again on this Beijing day: in the evening, else in an hour.

    None where all that is left of the day is quiet.
    """
    day = beijing_day(now)
    _, over = bounds(day)
    soon = now.replace(second=0, microsecond=0) + SOON
    for at in (within(day, EVENING, wishes.tz), soon):
        if soon <= at < over and wishes.quiet_end(at) is None:
            return at
    return None


def is_later(key: str) -> bool:
    """Whether a reminder is one that he has asked for by its hour."""
    return f":{LATER}:" in key


def row_of(key: str) -> str | None:
    """The id of the row a reminder speaks of, None for one that speaks of the whole plan."""
    row, colon, _ = key.partition(":")
    return row if colon else None
