"""The shapes of plans, their events and their reminders, as storage keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from storage.records import ItemId, LedgerId, PersonId

PlanId = NewType("PlanId", ItemId)
"""A plan is an item: it has a key of its own, and is erased by destroying it."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan, without a word of what is in it.

    Attributes:
        ledger: where it was made; it speaks there first.
        kind: what the upper floor takes it for.
        number: from 1 for each person.
        open: it may still have something to remind of.
    """

    plan: PlanId
    person: PersonId
    ledger: LedgerId
    kind: str
    number: int
    open: bool


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One thing that happened to a plan.

    Attributes:
        seq: from 0, without gaps.
        key: unique among all events, so that the same thing happens once.
        body: opened; storage does not look inside.
    """

    seq: int
    key: str
    at: datetime
    body: bytes


class ReminderState(StrEnum):
    """How far a reminder has come."""

    WAITING = "waiting"
    SAID = "said"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """An instant at which to speak of a plan.

    Attributes:
        key: which of the plan's reminders; the same one is never said twice.
        due_at: when it should be said.
        not_before: when it may be said, later than ``due_at`` once it was put off.
        said: the key of the reply that spoke of it.
        marked_at: when it was said or dropped.
    """

    id: int
    plan: PlanId
    person: PersonId
    key: str
    due_at: datetime
    not_before: datetime
    state: ReminderState
    said: str | None = None
    marked_at: datetime | None = None
