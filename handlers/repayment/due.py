"""Which reminders a plan has: worked out of its state and the person's wishes alone.

Nothing here asks what time it is. What is due and has not been said yet stays wanted, so that a
day of downtime loses nothing; what is past when the rows were agreed is never brought up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from handlers.repayment.reminding import Moment, instant
from handlers.repayment.states import PlanState, PlanStatus, RowState
from handlers.wishes import Wishes

CHECK: Final = "settled"
"""Key of the reminder to look for the certificate and the credit record."""
CHECK_AFTER: Final = timedelta(days=30)
LATER: Final = "later"


def wanted(state: PlanState, wishes: Wishes) -> dict[str, datetime]:
    """When to speak of a plan, by the key of each reminder.

    Keys are "row:moment", "row:later:n" and "settled"; the same reminder keeps its key when its
    instant moves, so that it is said once.
    """
    if state.status is PlanStatus.SETTLED and state.settled_on is not None:
        day = state.settled_on + CHECK_AFTER
        return {CHECK: instant(day, Moment.ON_DAY, wishes.at, wishes.tz)}
    if state.status is not PlanStatus.RUNNING:
        return {}
    return {key: at for row in state.rows if row.open for key, at in _row(row, state.since, wishes)}


def _row(row: RowState, since: datetime, wishes: Wishes) -> Iterator[tuple[str, datetime]]:
    for moment in wishes.moments:
        at = instant(row.instalment.due, moment, wishes.at, wishes.tz)
        if at > since:
            yield f"{row.id}:{moment.value}", at
    for number, at in enumerate(row.later):
        yield f"{row.id}:{LATER}:{number}", at


def row_of(key: str) -> str | None:
    """The id of the row a reminder speaks of, None for one that speaks of the whole plan."""
    row, colon, _ = key.partition(":")
    return row if colon else None
