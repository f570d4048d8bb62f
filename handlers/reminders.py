"""Saying what is due: one change for some persons, one reply to each.

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

from handlers import deadlines, keys, plans
from handlers.deadlines import Deadline
from handlers.desk import Desk
from handlers.gathered import Answered, Gathered, Spoken
from handlers.phrases import Phrases
from handlers.ports import Reach
from handlers.reach import EMAIL, Way, chosen, ways
from handlers.reminding import Matter, reminder
from handlers.repayment import summary
from handlers.repayment.due import is_later, row_of
from handlers.repayment.states import PlanStatus
from handlers.repayment.summary import Summary
from handlers.replies import to_bytes
from handlers.wishes import Wishes
from storage.errors import Missing, Tampered
from storage.planned import PlanRow, ReminderRow
from storage.records import Draft, LedgerId, PersonId, Saying
from storage.store import Change

LATE: Final = timedelta(minutes=10)
"""From so much on a reminder says that it comes late."""
ASKED_FOR: Final = timedelta(hours=1)
"""How long after an hour he named himself it is said although quiet hours have begun."""
UNREACHED: Final = timedelta(hours=6)
"""How long to wait where nothing can be said anywhere."""


async def speak(
    change: Change,
    desk: Desk,
    reach: Reach,
    due: Collection[ReminderRow],
    now: datetime,
    *,
    blocked: Collection[LedgerId] = (),
) -> Spoken:
    """Say what is due.

    Args:
        due: in order of time, read in the same change; all of whoever is in it.
        blocked: ledgers on which nobody is reached at present.
    """
    gathered = await Gathered.of(change, due)
    answered = Answered()
    phrases = Phrases(desk.texts, desk.holidays)
    turn = _Turn(change, phrases, reach, gathered, answered, now, blocked)
    for person in gathered.due:
        await turn.take(person)
    return await answered.write(change, now)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Everybody to whom something is due, one after the other."""

    change: Change
    phrases: Phrases
    reach: Reach
    gathered: Gathered
    answered: Answered
    now: datetime
    blocked: Collection[LedgerId]

    async def take(self, person: PersonId) -> None:
        """Decide what one person hears, and where."""
        due = self.gathered.due[person]
        wanted = self.gathered.wishes[person]
        quiet_end = wanted.quiet_end(self.now)
        if quiet_end is not None:
            asked_for = [row for row in due if self._asked_for(row)]
            self._put_off([row for row in due if row not in asked_for], quiet_end)
            due = asked_for
        matters, rows = await self._matters(due, wanted)
        if not matters:
            return
        used = self._ways(matters[0].plan, wanted)
        if not used:
            self._put_off(rows, self.now + UNREACHED)
            return
        self._say(matters, rows, wanted, used)

    def _asked_for(self, row: ReminderRow) -> bool:
        """Whether he named that hour himself: it is kept even where quiet hours cover it."""
        return is_later(row.key) and self.now - row.due_at <= ASKED_FOR

    def _put_off(self, rows: Sequence[ReminderRow], until: datetime) -> None:
        self.answered.put_off += [(row, until) for row in rows]

    def _say(
        self,
        matters: Sequence[Matter],
        rows: Sequence[ReminderRow],
        wanted: Wishes,
        used: Sequence[Way],
    ) -> None:
        """One reply, a copy of it for each door."""
        body = to_bytes(reminder(self.phrases, matters, wanted, self.now))
        first = min(rows, key=lambda row: row.id)
        key, loud = keys.reminder(first.plan, first.key), matters[0].loud
        self.answered.sayings += [
            Saying(
                way.ledger,
                matters[0].plan.plan,
                Draft(keys.copied(key, number), body, urgent=loud),
            )
            for number, way in enumerate(used)
        ]
        self.answered.said += [(row, key) for row in rows]
        self.answered.late += sum(late_since(row, wanted, self.now) is not None for row in rows)

    def _ways(self, plan: PlanRow, wanted: Wishes) -> tuple[Way, ...]:
        """Where it is said; a deadline is said everywhere."""
        doors = self.gathered.doors[plan.person]
        found = ways(
            self.reach,
            [one for one in doors if wanted.mail or one[1] != EMAIL],
            home=plan.ledger,
            first=wanted.door,
            at=self.now,
            blocked=self.blocked,
        )
        return chosen(found, loud=plan.kind == deadlines.KIND)

    async def _matters(
        self, due: Sequence[ReminderRow], wanted: Wishes
    ) -> tuple[list[Matter], list[ReminderRow]]:
        """What is worth saying, the loud first, and the rows it answers; the others are dropped.

        A plan that cannot be read rests: verify names it, and the person's others must be heard.
        """
        matters: list[Matter] = []
        rows: list[ReminderRow] = []
        by_plan = sorted(due, key=lambda row: row.plan)
        for plan, grouped in groupby(by_plan, key=lambda row: row.plan):
            kept, of_plan = self.gathered.plans.plan(plan), tuple(grouped)
            if kept is None:
                self.answered.dropped += of_plan
                continue
            try:
                thing = await self._thing(kept)
            except (Missing, Tampered):
                self._put_off(of_plan, self.now + UNREACHED)
                continue
            found = self._of_plan(kept, thing, of_plan, wanted)
            matters += [matter for matter, _ in found]
            answered = [row for _, some in found for row in some]
            rows += answered
            self.answered.dropped += [row for row in of_plan if row not in answered]
        matters.sort(key=lambda matter: (not matter.loud, matter.day))
        return matters, rows

    def _of_plan(
        self, plan: PlanRow, thing: Summary | Deadline, due: Sequence[ReminderRow], wanted: Wishes
    ) -> list[tuple[Matter, Sequence[ReminderRow]]]:
        """What there is to say of it; several reminders of one instalment are one matter."""
        if isinstance(thing, Deadline):
            return [(Matter(plan, thing, late=self._late(due, wanted)), due)]
        named: defaultdict[str | None, list[ReminderRow]] = defaultdict(list)
        for one in due:
            named[row_of(one.key)].append(one)
        found: list[tuple[Matter, Sequence[ReminderRow]]] = []
        for identity, rows in named.items():
            row = None if identity is None else thing.row(identity)
            settled = identity is None and thing.status is PlanStatus.SETTLED
            if settled or (row is not None and thing.status is PlanStatus.RUNNING):
                found.append((Matter(plan, thing, row, self._late(rows, wanted)), rows))
        return found

    def _late(self, rows: Sequence[ReminderRow], wanted: Wishes) -> datetime | None:
        """When the latest of them should have been said, if it is late."""
        return late_since(max(rows, key=lambda row: row.due_at), wanted, self.now)

    async def _thing(self, row: PlanRow) -> Summary | Deadline:
        """What is spoken of, as it stands; a plan without a summary has one from now on."""
        if row.kind == deadlines.KIND:
            return deadlines.told(await self.change.plans.events(row.plan))
        known = summary.from_bytes(await self.gathered.plans.of(row.plan))
        if known is not None:
            return known
        fresh = summary.summary((await plans.read(self.change, row)).state)
        self.answered.summaries.append((row.plan, summary.to_bytes(fresh)))
        return fresh


def late_since(row: ReminderRow, wanted: Wishes, now: datetime) -> datetime | None:
    """When it should have been said, None if that is now; quiet hours are no lateness."""
    if now - row.due_at <= LATE:
        return None  # nearly always; quiet hours can only make it less late
    quiet_end = None if is_later(row.key) else wanted.quiet_end(row.due_at)
    expected = quiet_end or row.due_at
    return expected if now - expected > LATE else None
