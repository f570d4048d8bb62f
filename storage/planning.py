"""Plans and reminders as the upper floors reach them: through a view, or inside a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from storage import erase, plans, reminders, summaries
from storage.planned import PlanEvent, PlanId, PlanRow, ReminderRow
from storage.records import LedgerId, PersonId
from storage.session import Session
from storage.summaries import Summaries


class PlansView:
    """Reading plans."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, plan: PlanId) -> PlanRow | None:
        """The plan, None when it is gone."""
        return plans.by_id(self._session, plan)

    def summaries(self, named: Collection[PlanId]) -> Summaries:
        """Several plans with what their events come to, found at once."""
        return Summaries(self._session, named)

    def numbered(self, person: PersonId, number: int) -> PlanRow | None:
        """The plan that the person calls by this number."""
        return plans.by_number(self._session, person, number)

    def by_event(self, key: str) -> PlanRow | None:
        """The plan to which the event with that key happened."""
        return plans.by_key(self._session, key)

    def of_person(self, person: PersonId, *, only_open: bool = False) -> tuple[PlanRow, ...]:
        """A person's plans in order of their numbers."""
        return plans.of_person(self._session, person, only_open=only_open)

    async def events(self, plan: PlanId) -> tuple[PlanEvent, ...]:
        """Everything that happened to a plan; Tampered or Missing when one is damaged."""
        return await plans.events(self._session, plan)

    def reminders(self, plan: PlanId) -> tuple[ReminderRow, ...]:
        """All reminders of a plan, in order of time."""
        return reminders.of_plan(self._session, plan)

    def due(self, now: datetime, limit: int) -> tuple[ReminderRow, ...]:
        """Reminders to be said now, all that are due to whoever is in it, in order of time."""
        return reminders.due(self._session, now, limit)

    def due_to(self, persons: Collection[PersonId], now: datetime) -> tuple[ReminderRow, ...]:
        """All reminders that are due to some persons, in order of time."""
        return reminders.due_to(self._session, persons, now)

    def next_at(self) -> datetime | None:
        """When the next reminder may be said, None when none waits."""
        return reminders.next_at(self._session)

    def late(self, now: datetime) -> int:
        """How many reminders are due and have not been said."""
        return reminders.late(self._session, now)


class PlansChange(PlansView):
    """Writing plans, inside the one write transaction."""

    __slots__ = ()

    async def add(
        self, ledger: LedgerId, kind: str, *, key: str, body: bytes, at: datetime
    ) -> tuple[PlanRow, bool]:
        """Begin a plan with its first event; the one there is, and False, when the key was used."""
        return await plans.add(self._session, ledger, kind, key=key, body=body, at=at)

    async def append(self, plan: PlanId, key: str, body: bytes, at: datetime) -> bool:
        """Say that something happened to a plan; False when that key was used."""
        return await plans.append(self._session, plan, key, body, at)

    async def summarise(self, plan: PlanId, body: bytes) -> None:
        """Keep what all events of a plan come to; with the next event it is forgotten."""
        await summaries.write(self._session, plan, body)

    def mark(self, plan: PlanId, *, is_open: bool) -> None:
        """Say whether a plan may still have something to remind of."""
        plans.mark(self._session, plan, is_open=is_open)

    def settle(self, plan: PlanRow, wanted: Mapping[str, datetime]) -> None:
        """Have exactly these reminders wait for a plan; whatever was said stays said."""
        reminders.settle(self._session, plan, wanted)

    def said(self, rows: Iterable[tuple[ReminderRow, str]], at: datetime) -> None:
        """Each was spoken of in the reply whose key stands with it."""
        reminders.said(self._session, rows, at)

    def dropped(self, rows: Iterable[ReminderRow], at: datetime) -> None:
        """There is nothing to say any more."""
        reminders.dropped(self._session, rows, at)

    def put_off(self, rows: Iterable[tuple[ReminderRow, datetime]]) -> None:
        """None may be said before the instant with it; when it was due stays known."""
        reminders.put_off(self._session, rows)

    async def erase(self, plan: PlanId) -> None:
        """Destroy a plan with its events, its reminders and every reply that spoke of it."""
        await erase.plan(self._session, plan)
