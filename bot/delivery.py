"""From the outbox to the doors, at least once.

A row is marked "sending" before it is handed over and "sent" afterwards. When the process
dies in between, nobody knows; such rows are tried once more at the next start and then held
(`Store.recover`), so a second copy can exist only at that point, and is counted there.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.bell import OUTBOX, Bell, rung
from bot.doors import Door
from bot.errors import DeliveryFailed, TryLater, Unreachable, WindowClosed
from handlers.ports import Clock
from handlers.replies import from_bytes
from storage.records import LedgerId, OutboxRow, OutboxState
from storage.store import Change, Store

BATCH = 100
PATIENCE = 2.0
"""Seconds between looks at the outbox when nothing rings."""
LONGEST_PAUSE = timedelta(minutes=10)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one attempt to hand a reply over."""

    state: OutboxState
    reason: str | None = None
    after: timedelta | None = None


class Deliverer:
    """Hands replies to doors in order for each ledger, many ledgers at once."""

    def __init__(
        self, *, store: Store, doors: Mapping[str, Door], bell: Bell, clock: Clock
    ) -> None:
        self._store = store
        self._doors = doors
        self._bell = bell
        self._clock = clock
        self._round = asyncio.Lock()

    async def run(self) -> None:
        """Deliver what is due, until cancelled."""
        with self._bell.listen(OUTBOX) as bell:
            while True:
                if not await self.deliver_due():
                    await rung(bell, PATIENCE)

    async def deliver_due(self) -> int:
        """One round: claim what is due, hand it over, mark it. Returns how many were claimed."""
        async with self._round:
            return await self._deliver_due()

    async def _deliver_due(self) -> int:
        async with self._store.snapshot() as view:
            due = await view.outbox_due(self._clock.now(), BATCH)
        mine = [row for row in due if row.door in self._doors]
        if not mine:
            return 0
        now = self._clock.now()
        async with self._store.transaction() as change:
            for row in mine:
                await change.outbox_mark(row, OutboxState.SENDING, at=now)
        lanes: defaultdict[LedgerId, list[OutboxRow]] = defaultdict(list)
        for row in mine:
            lanes[row.ledger].append(row)
        results = await asyncio.gather(*(self._walk(rows) for rows in lanes.values()))
        async with self._store.transaction() as change:
            for row, result in (pair for lane in results for pair in lane):
                await self._mark(change, row, result)
        return len(mine)

    async def _walk(self, rows: list[OutboxRow]) -> list[tuple[OutboxRow, Result]]:
        """One ledger's replies in order; after a failure the rest wait with it."""
        done: list[tuple[OutboxRow, Result]] = []
        for row in rows:
            failed = next((r for _, r in done if r.state is OutboxState.QUEUED), None)
            done.append((row, failed or await self._hand_over(row)))
        return done

    async def _hand_over(self, row: OutboxRow) -> Result:
        door = self._doors[row.door]
        try:
            async with self._store.snapshot() as view:
                _, address = await view.address(row.ledger)
            await door.deliver(address, row, from_bytes(row.body))
        except TryLater as error:
            return Result(OutboxState.QUEUED, error.reason, error.after)
        except WindowClosed as error:
            return Result(OutboxState.HELD, error.reason)
        except Unreachable as error:
            return Result(OutboxState.BLOCKED, error.reason)
        except DeliveryFailed as error:
            return Result(OutboxState.QUEUED, error.reason, _pause(row.attempts))
        except Exception as error:  # an unforeseen failure waits; it never stops the others
            reason = type(error).__name__
            log.warning("delivery_failed", outbox=row.id, reason=reason)
            return Result(OutboxState.QUEUED, reason, _pause(row.attempts))
        return Result(OutboxState.SENT)

    async def _mark(self, change: Change, row: OutboxRow, result: Result) -> None:
        now = self._clock.now()
        not_before = None if result.after is None else now + result.after
        await change.outbox_mark(
            row, result.state, reason=result.reason, not_before=not_before, at=now
        )


def _pause(attempts: int) -> timedelta:
    doublings = min(attempts, 12)
    return min(timedelta(seconds=2 << doublings), LONGEST_PAUSE)
