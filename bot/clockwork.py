"""The clock's hand: looks every fifteen seconds, and at the next due instant, what is to be said.

What is due stands in the database; nothing of it lives here. APScheduler only ticks, without a
job store: a tick that is missed, late or doubled changes nothing, because each takes the due rows
and writes the outbox in one transaction (`handlers.reminders`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.bell import OUTBOX, Bell
from bot.metrics import Metrics
from bot.queues import trying_again
from handlers.desk import Desk
from handlers.gathered import Spoken
from handlers.ports import Clock, Reach
from handlers.reminders import speak
from storage.errors import TryAgain
from storage.planned import ReminderRow
from storage.records import LedgerId, PersonId
from storage.store import Change, Store, View

EVERY: Final = timedelta(seconds=15)
BATCH: Final = 128
"""Reminders said in one change: what a change costs is paid once, and a delivery waits for one."""
STUMBLED: Final = timedelta(minutes=10)
"""How long a person's reminders rest when saying them failed, so that others have their turn."""

Due = Callable[[View], Sequence[ReminderRow]]
"""Reads what is due, in the change in which it is said."""

log = structlog.get_logger()


class Clockwork:
    """Ticks until cancelled."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        reach: Reach,
        bell: Bell,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._store = store
        self._desk = desk
        self._reach = reach
        self._bell = bell
        self._clock = clock
        self._metrics = metrics
        self._ticking = asyncio.Lock()

    async def run(self) -> None:
        """Tick at once, for what came due while nobody was running, then again and again."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        once: dict[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}

        async def ticked() -> None:
            with trying_again("reminders"):
                await self.tick()
                soon = await self._next(self._clock.now() + EVERY)
                if soon is not None:
                    scheduler.add_job(
                        ticked, "date", run_date=soon, id="due", replace_existing=True, **once
                    )

        scheduler.add_job(
            ticked,
            "interval",
            seconds=EVERY.total_seconds(),
            next_run_time=self._clock.now(),
            id="every",
            **once,
        )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self) -> Spoken:
        """Say everything that is due; what was said by all that are looked at now."""
        async with self._ticking:
            total = Spoken()
            while True:
                now = self._clock.now()
                async with self._store.snapshot() as view:
                    at = view.plans.next_at()
                    if at is None or at > now:
                        return total
                    blocked = view.outbox_blocked()
                total += await self._speak(now, blocked)
                self._bell.ring(OUTBOX)

    async def _speak(self, now: datetime, blocked: frozenset[LedgerId]) -> Spoken:
        """To many in one change; where that fails to each alone, and who fails rests."""
        try:
            return await self._said(lambda view: view.plans.due(now, BATCH), now, blocked)
        except TryAgain:
            raise
        except Exception as error:  # noqa: BLE001 - one person must not silence the others
            log.warning("reminders_apart", reason=type(error).__name__)
            return await self._one_by_one(now, blocked)

    async def _one_by_one(self, now: datetime, blocked: frozenset[LedgerId]) -> Spoken:
        total = Spoken()
        async with self._store.snapshot() as view:
            persons = dict.fromkeys(row.person for row in view.plans.due(now, BATCH))
        for person in persons:
            due = partial(_due_to, person, now)
            try:
                total += await self._said(due, now, blocked)
            except TryAgain:
                raise
            except Exception as error:  # noqa: BLE001 - nor the next one
                log.warning("reminder_failed", reason=type(error).__name__)
                async with self._store.transaction() as change:
                    change.plans.put_off([(row, now + STUMBLED) for row in due(change)])
        return total

    async def _said(self, due: Due, now: datetime, blocked: frozenset[LedgerId]) -> Spoken:
        async def saying(change: Change) -> Spoken:
            return await speak(change, self._desk, self._reach, due(change), now, blocked=blocked)

        spoken = await self._store.together(saying)
        self._metrics.reminded(said=spoken.said, late=spoken.late)
        return spoken

    async def _next(self, before: datetime) -> datetime | None:
        """When the next one may be said, if that is before the next regular tick."""
        async with self._store.snapshot() as view:
            at = view.plans.next_at()
        return at if at is not None and at < before else None


def _due_to(person: PersonId, now: datetime, view: View) -> Sequence[ReminderRow]:
    return view.plans.due_to([person], now)
