"""Which instalments were spoken of last: whoever says 晚上8点再提醒我 answers that reminder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.planning.which import Choice
from handlers.plans import KeptPlan
from storage.planned import ReminderRow, ReminderState
from storage.store import View

LASTS: Final = timedelta(days=3)
"""So long words may answer a reminder."""


def reminded(view: View, running: Iterable[KeptPlan], now: datetime) -> Sequence[Choice]:
    """The open instalments of the latest reminder, several where it spoke of several."""
    said = [pair for kept in running for pair in _said(view, kept, now)]
    latest = max((at for at, _, _ in said), default=None)
    named = [
        (one, row, None)
        for at, reminder, one in said
        if at == latest and (row := one.state.row(reminder.key.partition(":")[0])) and row.open
    ]
    return list({(kept.row.plan, row.id): (kept, row, none) for kept, row, none in named}.values())


def _said(
    view: View, kept: KeptPlan, now: datetime
) -> Iterator[tuple[datetime, ReminderRow, KeptPlan]]:
    for one in view.plans.reminders(kept.row.plan):
        at = one.marked_at
        if one.state is ReminderState.SAID and at is not None and now - at <= LASTS:
            yield at, one, kept
