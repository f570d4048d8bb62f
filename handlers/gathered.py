"""What is due to several persons: read at once, answered person by person, written at once.

A statement costs the database ten times what a further row in it does, and a tick may find
hundreds of persons. Everything here happens inside one change, so it is one consistent state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from handlers import wishes
from handlers.wishes import Wishes
from storage.errors import Conflict
from storage.planned import PlanId, ReminderRow
from storage.records import LedgerId, PersonId, Saying
from storage.store import Change, View
from storage.summaries import Summaries


@dataclass(frozen=True, slots=True)
class Spoken:
    """What became of due reminders.

    Attributes:
        said: how many were spoken of.
        late: how many of these came late.
        dropped: how many had nothing to say any more.
        put_off: how many wait: for the end of quiet hours, for a door, for a plan to be mended.
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


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is due to several persons now, with what is needed to say it.

    Attributes:
        due: in order of time; whoever has nothing due is not in it.
        doors: where each can be spoken to.
        plans: those that are spoken of and not gone.
    """

    due: Mapping[PersonId, Sequence[ReminderRow]]
    wishes: Mapping[PersonId, Wishes]
    doors: Mapping[PersonId, Sequence[tuple[LedgerId, str]]]
    plans: Summaries

    @classmethod
    async def of(cls, view: View, rows: Collection[ReminderRow]) -> Self:
        """Look for it.

        Args:
            rows: what is due, in order of time.

        Raises:
            Tampered, Missing: somebody's wishes are damaged or lost.
        """
        due: defaultdict[PersonId, list[ReminderRow]] = defaultdict(list)
        for row in rows:
            due[row.person].append(row)
        spoken_of = {row.plan for row in rows}
        return cls(
            due=due,
            wishes=await wishes.of_several(view, due),
            doors=view.doors_of(due),
            plans=view.plans.summaries(spoken_of),
        )


@dataclass(slots=True)
class Answered:
    """What is to be written of it."""

    sayings: list[Saying] = field(default_factory=list)
    said: list[tuple[ReminderRow, str]] = field(default_factory=list)
    late: int = 0
    dropped: list[ReminderRow] = field(default_factory=list)
    put_off: list[tuple[ReminderRow, datetime]] = field(default_factory=list)
    summaries: list[tuple[PlanId, bytes]] = field(default_factory=list)

    async def write(self, change: Change, now: datetime) -> Spoken:
        """Mark the rows and queue the replies, in the change in which they were read.

        Raises:
            Conflict: a reply of that name was there before; nothing may count as said that is not.
        """
        if await change.say_all(self.sayings, now) != len(self.sayings):
            raise Conflict
        change.plans.said(self.said, now)
        change.plans.dropped(self.dropped, now)
        change.plans.put_off(self.put_off)
        for plan, body in self.summaries:
            await change.plans.summarise(plan, body)
        return Spoken(len(self.said), self.late, len(self.dropped), len(self.put_off))
