"""Saying what is due: one person, one transaction, one reply.

Taking the due rows and writing the outbox happen in the same change. So whatever dies, and
however many processes look at the same rows, a reminder is said once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from handlers import deadlines, keys, plans, wishes
from handlers.desk import Desk
from handlers.ports import Reach
from handlers.reach import EMAIL, Way, chosen, ways
from handlers.reminding import Matter, reminder
from handlers.repayment.due import row_of
from handlers.repayment.states import PlanState, PlanStatus
from handlers.replies import to_bytes
from handlers.wishes import Wishes
from storage.errors import Missing, Tampered
from storage.planned import PlanId, PlanRow, ReminderRow
from storage.records import Draft, LedgerId, PersonId
from storage.store import Change

LATE: Final = timedelta(minutes=10)
"""From so much on a reminder says that it comes late."""
UNREACHED: Final = timedelta(hours=6)
"""How long to wait where nothing can be said anywhere."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What became of one person's due reminders.

    Attributes:
        said: how many were spoken of.
        late: how many of these came late.
        dropped: how many had nothing to say any more.
        put_off: how many wait: for the end of quiet hours, or for a door.
    """

    said: int = 0
    late: int = 0
    dropped: int = 0
    put_off: int = 0

    def __add__(self, other: Spoken) -> Spoken:
        """Both together."""
        return Spoken(
            self.said + other.said,
            self.late + other.late,
            self.dropped + other.dropped,
            self.put_off + other.put_off,
        )


async def speak(
    change: Change,
    desk: Desk,
    reach: Reach,
    person: PersonId,
    now: datetime,
    *,
    blocked: Collection[LedgerId] = (),
) -> Spoken:
    """Say all that is due to a person now.

    Args:
        blocked: ledgers on which nobody is reached at present.
    """
    due = change.plans.due(person, now)
    if not due:
        return Spoken()
    wanted = await wishes.of(change, person)
    quiet_end = wanted.quiet_end(now)
    if quiet_end is not None:
        change.plans.put_off(due, quiet_end)
        return Spoken(put_off=len(due))
    matters, rows, damaged = await _matters(change, due, wanted, now)
    idle = [row for row in due if row not in rows and row.plan not in damaged]
    change.plans.dropped(idle, now)
    if not matters:
        return Spoken(dropped=len(idle))
    loud = any(matter.loud for matter in matters)
    used = _ways(change, reach, matters[0].plan, wanted, now=now, blocked=blocked)
    if not used:
        change.plans.put_off(rows, now + UNREACHED)
        return Spoken(dropped=len(idle), put_off=len(rows))
    reply = reminder(desk.texts, desk.holidays, matters, wanted, now)
    key = keys.reminder(min(row.id for row in rows))
    for number, way in enumerate(used):
        draft = Draft(keys.copied(key, number), to_bytes(reply), urgent=loud)
        await change.say(way.ledger, matters[0].plan.plan, draft, now)
    change.plans.said(rows, key, now)
    late = sum(late_since(row, wanted, now) is not None for row in rows)
    return Spoken(said=len(rows), late=late, dropped=len(idle))


def _ways(
    change: Change,
    reach: Reach,
    plan: PlanRow,
    wanted: Wishes,
    *,
    now: datetime,
    blocked: Collection[LedgerId],
) -> tuple[Way, ...]:
    """Where it is said; a deadline is said everywhere."""
    found = ways(
        reach,
        [one for one in change.doors(plan.person) if wanted.mail or one[1] != EMAIL],
        home=plan.ledger,
        first=wanted.door,
        at=now,
        blocked=blocked,
    )
    return chosen(found, loud=plan.kind == deadlines.KIND)


async def _matters(
    change: Change, due: Sequence[ReminderRow], wanted: Wishes, now: datetime
) -> tuple[tuple[Matter, ...], list[ReminderRow], set[PlanId]]:
    """What is worth saying, the loud first; the rows it answers; plans that cannot be read."""
    matters: list[Matter] = []
    damaged: set[PlanId] = set()
    rows: list[ReminderRow] = []
    by_plan = sorted(due, key=lambda row: row.plan)
    for plan, of_plan in groupby(by_plan, key=lambda row: row.plan):
        kept = change.plans.plan(plan)
        if kept is None:
            continue
        about = _Plan(kept, wanted, now)
        try:
            found = await about.matters(change, tuple(of_plan))
        except (Missing, Tampered):  # verify names it; the person's other plans must be heard
            change.plans.put_off([row for row in due if row.plan == plan], now + UNREACHED)
            damaged.add(plan)
            continue
        for matter, answered in found:
            matters.append(matter)
            rows += answered
    matters.sort(key=lambda matter: (not matter.loud, matter.day))
    return tuple(matters), rows, damaged


@dataclass(frozen=True, slots=True)
class _Plan:
    """One plan of which reminders are due."""

    row: PlanRow
    wanted: Wishes
    now: datetime

    async def matters(
        self, change: Change, due: Sequence[ReminderRow]
    ) -> list[tuple[Matter, tuple[ReminderRow, ...]]]:
        """What there is to say of it; several reminders of one instalment are one matter."""
        if self.row.kind == deadlines.KIND:
            deadline = await deadlines.read(change, self.row)
            return [(Matter(self.row, deadline, late=self._late(due)), tuple(due))]
        kept = await plans.read(change, self.row)
        named: defaultdict[str | None, list[ReminderRow]] = defaultdict(list)
        for one in due:
            named[row_of(one.key)].append(one)
        found: list[tuple[Matter, tuple[ReminderRow, ...]]] = []
        for identity, rows in named.items():
            row = None if identity is None else kept.state.row(identity)
            settled = identity is None and kept.state.status is PlanStatus.SETTLED
            if settled or (row is not None and row.open and _runs(kept.state)):
                matter = Matter(self.row, kept, row, self._late(rows))
                found.append((matter, tuple(rows)))
        return found

    def _late(self, rows: Sequence[ReminderRow]) -> datetime | None:
        """When the latest of them should have been said, if it is late."""
        latest = max(rows, key=lambda row: row.due_at)
        return late_since(latest, self.wanted, self.now)


def _runs(state: PlanState) -> bool:
    return state.status is PlanStatus.RUNNING


def late_since(row: ReminderRow, wanted: Wishes, now: datetime) -> datetime | None:
    """When it should have been said, None if that is now; quiet hours are no lateness."""
    expected = wanted.quiet_end(row.due_at) or row.due_at
    return expected if now - expected > LATE else None
