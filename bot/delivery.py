"""From the outbox to the doors, at least once.

A row is marked "sending" just before it is handed over and "sent" right afterwards, in waves of
a few. When the process dies in between, nobody knows; such rows are tried once more at the next
start and held when that start dies too (`Store.recover`). They are let go when a process has
lived long enough to be trusted. So a second copy can exist only there, and is counted there.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

import structlog

from bot.bell import OUTBOX, Bell, rung
from bot.doors import Door, PacedDoor
from bot.errors import DeliveryFailed, TryLater, Undeliverable, Unreachable, WindowClosed
from bot.metrics import Metrics
from bot.queues import trying_again
from handlers.ports import Clock
from handlers.replies import from_bytes
from storage.errors import Conflict, Erased
from storage.records import LedgerId, OutboxRow, OutboxState
from storage.store import Change, Store

BATCH = 100
WAVE = 4
"""Replies in flight at once: what a crash can put in doubt."""
ADDRESSES = 4096
"""Addresses remembered; opening one costs three key operations."""
STABLE = timedelta(seconds=20)
"""A process that lived this long lets go of replies held in doubt."""
PATIENCE = 2.0
"""Seconds between looks at the outbox when nothing rings."""
LEAST_PATIENCE = 0.05
LONGEST_PAUSE = timedelta(minutes=10)

FINAL = (
    (WindowClosed, OutboxState.HELD),
    (Unreachable, OutboxState.BLOCKED),
    (Undeliverable, OutboxState.EXPIRED),
)
"""Failures that trying again by itself would not mend."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one attempt to hand a reply over.

    Attributes:
        where: where it stands on the platform now, for whoever edits it later.
    """

    state: OutboxState
    reason: str | None = None
    after: timedelta | None = None
    where: str | None = None


class Deliverer:
    """Hands replies to doors in order for each ledger, many ledgers at once."""

    def __init__(
        self, *, store: Store, doors: Mapping[str, Door], bell: Bell, clock: Clock, metrics: Metrics
    ) -> None:
        self._store = store
        self._doors = doors
        self._bell = bell
        self._clock = clock
        self._metrics = metrics
        self._round = asyncio.Lock()
        self._addresses: dict[LedgerId, str] = {}
        self._soonest = PATIENCE
        self._resting: dict[LedgerId, datetime] = {}

    async def run(self) -> None:
        """Deliver what is due, until cancelled."""
        trusted_from = self._clock.now() + STABLE
        released = False
        with self._bell.listen(OUTBOX) as bell:
            while True:
                if not released and self._clock.now() >= trusted_from:
                    with trying_again("outbox"):
                        await self._release()
                        released = True
                bell.clear()
                handed = 0
                with trying_again("outbox"):
                    handed = await self.deliver_due()
                if not handed:
                    await rung(bell, self._patience())

    def _patience(self) -> float:
        """Until the soonest reply that a door put off, but never long."""
        patience, self._soonest = min(self._soonest, PATIENCE), PATIENCE
        return max(patience, LEAST_PATIENCE)

    async def _release(self) -> None:
        async with self._store.transaction() as change:
            count = await change.outbox_release(self._clock.now())
        if count:
            log.info("released", in_doubt=count)

    async def deliver_due(self) -> int:
        """One round over what is due, in waves. Returns how many were handed over."""
        async with self._round:
            async with self._store.snapshot() as view:
                due = await view.outbox_due(self._clock.now(), BATCH, self._rest())
            lanes: defaultdict[LedgerId, deque[OutboxRow]] = defaultdict(deque)
            for row in due:
                if row.door in self._doors:
                    lanes[row.ledger].append(row)
            return await self._send(lanes)

    async def _send(self, lanes: Mapping[LedgerId, deque[OutboxRow]]) -> int:
        """Wave after wave: mark the last one and claim the next in one transaction, hand over.

        A ledger whose reply failed waits with all that follows.
        """
        handed = 0
        done: list[tuple[OutboxRow, Result]] = []
        while True:
            wave = [lane.popleft() for lane in islice(filter(None, lanes.values()), WAVE)]
            if not wave and not done:
                return handed
            async with self._store.transaction() as change:
                for row, result in done:
                    await self._mark(change, row, result)
                now = self._clock.now()
                claimed = [row for row in wave if await self._claim(change, row, now)]
            results = await asyncio.gather(*(self._hand_over(row) for row in claimed))
            done = list(zip(claimed, results, strict=True))
            handed += len(done)
            for row, result in done:
                self._metrics.handed_over(row.door, result.state, result.reason)
                if result.state is not OutboxState.SENT:
                    lanes[row.ledger].clear()

    def _tires(self, row: OutboxRow) -> bool:
        """Whether whoever got this one is left alone for a moment; what follows comes after."""
        door = self._doors[row.door]
        if not isinstance(door, PacedDoor):
            return False
        self._resting[row.ledger] = self._clock.now() + door.rest
        return True

    def _rest(self) -> Collection[LedgerId]:
        """Who is left alone now. The next look is not later than the first of them is free."""
        now = self._clock.now()
        self._resting = {one: until for one, until in self._resting.items() if until > now}
        for until in self._resting.values():
            self._soonest = min(self._soonest, (until - now).total_seconds())
        return self._resting.keys()

    async def _claim(self, change: Change, row: OutboxRow, now: datetime) -> bool:
        try:
            await change.outbox_mark(row, OutboxState.SENDING, at=now)
        except Conflict:  # erased meanwhile, or another process has it
            return False
        return True

    async def _hand_over(self, row: OutboxRow) -> Result:
        door = self._doors[row.door]
        if not row.body:  # nothing is left to say, and what follows must not wait for it
            log.error("reply_damaged", outbox=row.id)
            return Result(OutboxState.EXPIRED, "damaged")
        try:
            address = await self._address(row.ledger)
            if row.replaces is not None:
                async with self._store.snapshot() as view:
                    row = replace(row, earlier=await view.outbox_placed(row.replaces))
            where = await door.deliver(address, row, from_bytes(row.body))
        except DeliveryFailed as error:
            return _failed(error, row.attempts)
        except Exception as error:  # an unforeseen failure waits; it never stops the others
            reason = type(error).__name__
            log.warning("delivery_failed", outbox=row.id, reason=reason)
            return Result(OutboxState.QUEUED, reason, _pause(row.attempts))
        return Result(OutboxState.SENT, where=where)

    async def _address(self, ledger: LedgerId) -> str:
        """Where the ledger's person is; it never changes while the ledger lives."""
        known = self._addresses.get(ledger)
        if known is None:
            async with self._store.snapshot() as view:
                _, known = await view.address(ledger)
            if len(self._addresses) >= ADDRESSES:
                self._addresses.clear()
            self._addresses[ledger] = known
        return known

    async def _mark(self, change: Change, row: OutboxRow, result: Result) -> None:
        now = self._clock.now()
        not_before = None if result.after is None else now + result.after
        if result.after is not None:
            self._soonest = min(self._soonest, result.after.total_seconds())
        with contextlib.suppress(Conflict, Erased):  # erased while it was under way
            await change.outbox_mark(
                row, result.state, reason=result.reason, not_before=not_before, at=now
            )
            if result.where is not None:
                await change.outbox_place(row, result.where)


def _failed(error: DeliveryFailed, attempts: int) -> Result:
    """What a failure of this kind means for the reply."""
    if isinstance(error, TryLater):
        return Result(OutboxState.QUEUED, error.reason, error.after)
    for kind, state in FINAL:
        if isinstance(error, kind):
            return Result(state, error.reason)
    return Result(OutboxState.QUEUED, error.reason, _pause(attempts))


def _pause(attempts: int) -> timedelta:
    doublings = min(attempts, 12)
    return min(timedelta(seconds=2 << doublings), LONGEST_PAUSE)
