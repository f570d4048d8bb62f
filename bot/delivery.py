"""From the outbox to the doors, at least once.

A row is marked "sending" just before it is handed over and "sent" right afterwards, a few of them
at a time. When the process dies in between, nobody knows; such rows are tried once more at the next
start and held when that start dies too (`Store.recover`). They are let go when a process has
lived long enough to be trusted. So a second copy can exist only there, and is counted there.

Replies to one person go out in order. Among persons whoever has heard nothing for longest is next,
so that everybody has a first answer before anybody has a second.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.bell import OUTBOX, Bell, rung
from bot.doors import Door, PacedDoor
from bot.errors import DeliveryFailed, TryLater, Undeliverable, Unreachable, WindowClosed
from bot.metrics import Metrics
from bot.queues import trying_again
from handlers.bounced import pass_on
from handlers.messages import Reply
from handlers.ports import Clock, Reach
from storage.errors import Conflict, Erased
from storage.records import Due, LedgerId, OutboxRow, OutboxState
from storage.store import Change, Store

BATCH = 200
HANDS = 8
"""Replies in flight at once: what a crash can put in doubt, and enough for thirty a second."""
ADDRESSES = 4096
"""Addresses remembered; opening one costs three key operations."""
STABLE = timedelta(seconds=20)
"""A process that lived this long lets go of replies held in doubt."""
PATIENCE = 2.0
"""Seconds between looks at the outbox when nothing rings."""
LEAST_PATIENCE = 0.05
LONGEST_PAUSE = timedelta(minutes=10)
REMEMBERED = timedelta(minutes=1)
"""How long it is known who was spoken to; whoever heard nothing for longer comes first."""
SILENCE = datetime.min.replace(tzinfo=UTC)

FINAL = (
    (WindowClosed, OutboxState.HELD),
    (Unreachable, OutboxState.BLOCKED),
    (Undeliverable, OutboxState.EXPIRED),
)
"""Failures that trying again by itself would not mend."""
_GIVEN_BACK = frozenset(state for _, state in FINAL)

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
        self,
        *,
        store: Store,
        doors: Mapping[str, Door],
        reach: Reach,
        reply: Callable[[bytes], Reply],
        bell: Bell,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        """Deliver out of a store.

        Args:
            reach: where a reminder may still be said that a door gave back.
            reply: reads a reply out of the outbox, as it may be shown.
        """
        self._store = store
        self._reach = reach
        self._reply = reply
        self._doors = doors
        self._bell = bell
        self._clock = clock
        self._metrics = metrics
        self._moving = asyncio.Lock()
        self._addresses: dict[LedgerId, str] = {}
        self._soonest = PATIENCE
        self._spoken: dict[LedgerId, datetime] = {}
        self._flying: dict[LedgerId, asyncio.Task[None]] = {}
        self._landed: list[tuple[OutboxRow, Result]] = []

    async def run(self) -> None:
        """Deliver what is due, until cancelled."""
        trusted_from = self._clock.now() + STABLE
        released = False
        try:
            with self._bell.listen(OUTBOX) as bell:
                while True:
                    if not released and self._clock.now() >= trusted_from:
                        with trying_again("outbox"):
                            await self._release()
                            released = True
                    bell.clear()
                    landed = taken = 0
                    with trying_again("outbox"):
                        landed, taken = await self._move()
                    if not landed and not taken:
                        await rung(bell, self._patience())
        finally:
            await self._drop()

    async def _drop(self) -> None:
        """Let go of what is in flight; it is in doubt now."""
        flying = list(self._flying.values())
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    def _patience(self) -> float:
        """Until the soonest reply that was put off, but never long."""
        patience, self._soonest = min(self._soonest, PATIENCE), PATIENCE
        return max(patience, LEAST_PATIENCE)

    async def _release(self) -> None:
        async with self._store.transaction() as change:
            count = await change.outbox_release(self._clock.now())
        if count:
            log.info("released", in_doubt=count)

    async def deliver_due(self) -> int:
        """Hand over all that is due, without waiting for what rests; how many that were."""
        handed = 0
        with self._bell.listen(OUTBOX) as bell:
            while True:
                bell.clear()
                landed, taken = await self._move()
                handed += landed
                if not self._flying and not landed and not taken:
                    return handed
                if not landed and not taken:
                    await rung(bell, PATIENCE)

    async def _move(self) -> tuple[int, int]:
        """Mark what has landed and take what goes next, in one transaction; how many of each."""
        async with self._moving:
            landed, self._landed = self._landed, []
            try:
                chosen = await self._chosen(landed)
                if not chosen and not landed:
                    return 0, 0
                now = self._clock.now()
                async with self._store.transaction() as change:
                    for row, result in landed:
                        await self._mark(change, row, result)
                    taken = [await change.outbox_take(due, now) for due in chosen]
            except BaseException:
                self._landed = [*landed, *self._landed]
                raise
            for row, _ in landed:
                del self._flying[row.ledger]
            for one in filter(None, taken):
                self._flying[one.ledger] = asyncio.create_task(self._fly(one))
            return len(landed), len(chosen)

    async def _chosen(self, landed: Sequence[tuple[OutboxRow, Result]]) -> Sequence[Due]:
        """Who is next. The next look is not later than the first is free of those who wait.

        Args:
            landed: what is marked in the same transaction; where it was sent, more may follow.
        """
        hands = HANDS - len(self._flying) + len(landed)
        if hands <= 0:
            return ()
        now = self._clock.now()
        self._spoken = {one: at for one, at in self._spoken.items() if at + REMEMBERED > now}
        async with self._store.snapshot() as view:
            due = [one for door in self._doors for one in view.outbox_due(door, now, BATCH)]
        due.sort(key=lambda one: (not one.urgent, self._spoken.get(one.ledger, SILENCE), one.id))
        room = {name: self._room(door) for name, door in self._doors.items()}
        sent = {row.ledger for row, result in landed if result.state is OutboxState.SENT}
        busy = self._flying.keys() - sent
        chosen: list[Due] = []
        for one in due:
            if len(chosen) == hands:
                break
            if one.ledger not in busy and room[one.door] and not self._rests(one, now):
                room[one.door] -= 1
                busy.add(one.ledger)
                chosen.append(one)
        return chosen

    def _room(self, door: Door) -> int:
        """How many replies a door takes now."""
        if not isinstance(door, PacedDoor):
            return HANDS
        room, wait = door.room()
        if not room:
            self._soonest = min(self._soonest, wait.total_seconds())
        return room

    def _rests(self, due: Due, now: datetime) -> bool:
        """Whether its person was spoken to a moment ago; what is urgent does not ask."""
        door, spoken = self._doors[due.door], self._spoken.get(due.ledger)
        if due.urgent or spoken is None or not isinstance(door, PacedDoor):
            return False
        rest = (spoken + door.rest - now).total_seconds()
        if rest > 0:
            self._soonest = min(self._soonest, rest)
        return rest > 0

    async def _fly(self, row: OutboxRow) -> None:
        """One reply on its way; marked with what lands at the same time."""
        result = await self._hand_over(row)
        self._landed.append((row, result))
        self._spoken[row.ledger] = self._clock.now()
        self._metrics.handed_over(row.door, result.state, result.reason)
        self._bell.ring(OUTBOX)

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
            where = await door.deliver(address, row, self._reply(row.body))
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
            if result.state in _GIVEN_BACK:
                await pass_on(change, self._reach, row.ledger, now)


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
