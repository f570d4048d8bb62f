"""From the inbox to the outbox: two stages, each in its own queue.

Stage one keeps, in order for each person and for many persons at once. Stage two reads and
judges behind it. A message that cannot be handled ends in a state with a reason, tells its
person, and never stands in another one's way.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.bell import INBOX, OUTBOX, STEPS, Bell, ledger_topic, rung
from bot.doors import Door, FetchingDoor
from bot.errors import Unreadable
from bot.lanes import Lane, Waiting, opened
from bot.metrics import Metrics
from bot.precedence import Precedence
from bot.queues import trying_again
from bot.reception import LONG
from handlers import account, advice, examine, guards, keys, quotas
from handlers.desk import Desk
from handlers.messages import Incoming
from handlers.ports import Clock, Reader
from handlers.reach import EMAIL
from handlers.replies import to_bytes
from handlers.route import Decision, route
from storage.errors import Erased, StorageError, TryAgain
from storage.records import Delivery, Draft, InboxRow, LedgerId, Step
from storage.store import Change, Store

ATTEMPTS = 5
"""How often a delivery or a reading is tried before it ends in a state with a reason."""
BATCH = 50
PATIENCE = 2.0
"""Seconds between looks at the queues when nothing rings (another process may have written)."""
OPENED = 32_000_000
"""Bytes of waiting deliveries held in memory; the rest is read again when its turn comes."""
HANDS = 8
"""Deliveries kept at once; they share commits. Fetching media waits apart."""
STEPS_AT_ONCE = 64
"""Texts must not wait behind pictures; the reader itself takes one medium at a time."""
TURNS = 4
"""Turns of the loop between two judgements: answers under way come before the next message."""
YIELDING = 2.0
"""Seconds that reading leaves the machine to keeping, while there is something to be kept."""
BACKOFF = timedelta(seconds=2)

log = structlog.get_logger()


class Worker:
    """Runs both stages until cancelled; `alive` says whether it still looks at its queues."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        doors: Mapping[str, Door],
        reader: Reader,
        bell: Bell,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._store = store
        self._desk = desk
        self._doors = doors
        self._reader = reader
        self._bell = bell
        self._clock = clock
        self._metrics = metrics
        self._lanes: dict[LedgerId, Lane] = {}
        self._opened = 0
        self._busy_steps: set[int] = set()
        self._crowded = False
        self._hands = asyncio.Semaphore(HANDS)
        self._judging = asyncio.Lock()
        self._calm = asyncio.Event()
        self._calm.set()
        self._precedence = Precedence()
        self.alive = False

    async def run(self) -> None:
        """Both stages, until cancelled; work in hand is finished by `drain`."""
        self.alive = True
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_forever())
                tasks.create_task(self._examine_forever())
        finally:
            self.alive = False
            await self._stop_lanes()

    async def _stop_lanes(self) -> None:
        walks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        for walk in walks:
            walk.cancel()
        await asyncio.gather(*walks, return_exceptions=True)

    async def finish(self) -> None:
        """Wait until every delivery in hand is kept."""
        while tasks := [lane.task for lane in self._lanes.values() if lane.task is not None]:
            await asyncio.wait(tasks)

    # Stage one

    async def _keep_forever(self) -> None:
        after = 0
        with self._bell.listen(INBOX) as bell:
            while True:
                bell.clear()
                found: list[Waiting] = []
                with trying_again("inbox"):
                    async with self._store.snapshot() as view:
                        rows = await view.inbox_waiting(BATCH, after)
                        found = [Waiting(row, await opened(view, row)) for row in rows]
                for waiting in found:
                    if waiting.row.door in self._doors:
                        self._into_lane(self._bounded(waiting))
                    after = waiting.row.id
                if len(found) < BATCH:
                    await rung(bell, PATIENCE)

    def _bounded(self, waiting: Waiting) -> Waiting:
        """Keep what was delivered in memory as long as there is little of it."""
        size = len(waiting.payload or b"")
        if self._opened + size > OPENED:
            return replace(waiting, payload=None)
        self._opened += size
        return waiting

    def _into_lane(self, waiting: Waiting) -> None:
        self._calm.clear()
        lane = self._lanes.setdefault(waiting.row.ledger, Lane())
        lane.rows.put_nowait(waiting)
        if lane.task is None:
            self._precedence.begin(waiting.row.ledger)
            lane.task = asyncio.create_task(self._walk(waiting.row.ledger, lane))

    async def _walk(self, ledger: LedgerId, lane: Lane) -> None:
        """One person's deliveries, one after the other; the lane goes away when empty."""
        try:
            while not lane.rows.empty():
                waiting = lane.rows.get_nowait()
                await self._settle(waiting)
                self._precedence.heard(ledger)
                self._opened -= len(waiting.payload or b"")
        finally:
            self._precedence.heard(ledger)
            lane.task = None
            del self._lanes[ledger]
            if not self._lanes:
                self._calm.set()

    async def _settle(self, waiting: Waiting) -> None:
        """Keep the delivery or give it up, so that the next one may have its turn.

        What could be neither for a passing reason is tried again until it can. For any other
        reason it waits in the inbox for the next start and blocks nobody.
        """
        again = True
        while again:
            try:
                await self.keep(waiting.row, waiting.payload)
                again = False
            except TryAgain as error:
                log.warning("give_up_put_off", inbox=waiting.row.id, reason=error.code)
                await asyncio.sleep(PATIENCE)
            except Exception:
                log.exception("give_up_failed", inbox=waiting.row.id)
                again = False

    async def keep(self, row: InboxRow, payload: bytes | None = None) -> None:
        """Stage one for one delivery: try, try again, and in the end say what was not kept.

        Args:
            payload: what was delivered, when it has been opened already.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await self._keep_once(row, payload)
            except Exception as error:  # a poison message must not stop anybody else
                reason = _reason(error)
                log.warning("keep_failed", inbox=row.id, attempt=attempt, reason=reason)
                if attempt == ATTEMPTS or isinstance(error, Unreadable):
                    await self._give_up(row, reason)
                    return
                await asyncio.sleep(0.1 * 4**attempt / 4)
            else:
                return

    async def _keep_once(self, row: InboxRow, payload: bytes | None) -> None:
        started = self._clock.now()
        addresses: list[tuple[str, str]] = []
        door = self._doors[row.door]
        if payload is None:
            async with self._store.snapshot() as view:
                payload = await view.payload(row)
        incoming = await self._incoming(door, row, payload)
        async with self._hands:
            decision = await self._decided(incoming)

            async def carry_out(change: Change) -> bool:
                nonlocal addresses
                if not await change.inbox_waits(row):
                    return False
                if decision.way.ends:
                    addresses = await _all_addresses(change, row)
                await decision.carry_out(self._desk, change, row, door.translate)
                return True

            if not await self._store.together(carry_out):
                return
        for place, (name, address) in enumerate(addresses):
            await self._say_goodbye(name, address, elsewhere=place > 0)
        self._bell.ring(STEPS)
        self._bell.ring(OUTBOX)
        self._bell.ring(ledger_topic(row.ledger))
        self._count(row, decision)
        self._log_kept(row, decision, started_ms=(self._clock.now() - started) / _MS)

    async def _incoming(self, door: Door, row: InboxRow, payload: bytes) -> Incoming:
        if not isinstance(door, FetchingDoor):
            return door.translate(row, payload)
        rules = self._desk.rules
        async with self._store.snapshot() as view:  # what is not kept need not even be fetched
            admitted = await guards.admits(view, rules, row)
            used_up = admitted and await quotas.is_used_up(view, rules, row)
        if used_up:
            return door.spare(row, payload)
        if admitted:
            if door.has_file(payload):
                await self._precedence.give(row.ledger)
            return await door.fetch(row, payload, self._store.attaching)
        return door.translate(row, payload)

    def _count(self, row: InboxRow, decision: Decision) -> None:
        self._metrics.came(row.door, decision.way.name)
        seen = decision.seen
        if seen.judgement is not None and not seen.incoming.media:  # else counted once it is read
            self._metrics.judged(seen.judgement.verdict)

    async def _decided(self, incoming: Incoming) -> Decision:
        """The route; a long text is judged off the event loop, which others wait for.

        One at a time: between two of them the loop comes round to whatever else is ready.
        """
        if len(incoming.text) <= LONG:
            async with self._judging:
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                return route(self._desk, incoming)
        return await asyncio.to_thread(route, self._desk, incoming)

    def _log_kept(self, row: InboxRow, decision: Decision, started_ms: float) -> None:
        log.info(
            "incoming",
            inbox=row.id,
            door=row.door,
            ledger=row.ledger[:8],
            way=decision.way.name,
            media=len(decision.seen.incoming.media),
            first=row.first,
            ms=round(started_ms, 1),
        )

    async def _say_goodbye(self, door: str, address: str, *, elsewhere: bool) -> None:
        """Everything is gone; the one thing left to say goes to a fresh, empty ledger."""
        farewell = keys.farewell(secrets.token_hex(8))
        body = to_bytes(account.deleted_all(self._desk.texts, elsewhere=elsewhere))
        row = await self._store.deliver(
            Delivery(
                door=door,
                delivery_id=farewell,
                address=address,
                payload=b"{}",
                received_at=self._clock.now(),
                replies=(Draft(key=farewell, body=body),),
                settled=True,
            )
        )
        self._bell.ring(ledger_topic(row.ledger))

    async def _give_up(self, row: InboxRow, reason: str) -> None:
        reply = advice.not_kept(self._desk.texts, reason=reason)
        with contextlib.suppress(Erased):
            async with self._store.transaction() as change:
                if not await change.inbox_waits(row):
                    return
                draft = Draft(key=keys.answer(row.id), body=to_bytes(reply))
                await change.say(row.ledger, row.item, draft, self._clock.now())
                await change.inbox_failed(row, reason)
        self._metrics.not_kept(row.door, reason)
        self._bell.ring(OUTBOX)
        self._bell.ring(ledger_topic(row.ledger))

    # Stage two

    async def _examine_forever(self) -> None:
        with self._bell.listen(STEPS) as bell:
            async with asyncio.TaskGroup() as tasks:
                while True:
                    bell.clear()
                    with trying_again("steps"):
                        async with self._store.snapshot() as view:
                            steps = await view.steps_due(self._clock.now(), BATCH)
                        fresh = [step for step in steps if step.id not in self._busy_steps]
                        room = STEPS_AT_ONCE - len(self._busy_steps)
                        self._crowded = len(fresh) > room
                        for step in fresh[:room]:
                            self._busy_steps.add(step.id)
                            tasks.create_task(self._examine(step))
                    await rung(bell, PATIENCE)

    async def _examine(self, step: Step) -> None:
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._calm.wait(), YIELDING)
            await self.examine(step)
        finally:
            self._busy_steps.discard(step.id)
            if self._crowded:
                self._bell.ring(STEPS)

    async def examine(self, step: Step) -> None:
        """Stage two for one original: read, judge, conclude; or end with a reason."""
        started = self._clock.now()
        try:
            if await quotas.puts_off(self._desk, self._store, step, started):
                self._bell.ring(OUTBOX)
                self._bell.ring(ledger_topic(step.ledger))
                return
            examined = await examine.examine(self._desk, self._store, self._reader, step)
            async with self._store.transaction() as change:
                await examine.conclude(self._desk, change, step, examined, self._clock.now())
        except Erased:
            return
        except Exception as error:  # a poison picture must not stop anybody else
            await self._examine_failed(step, _reason(error))
            return
        self._bell.ring(OUTBOX)
        self._bell.ring(ledger_topic(step.ledger))
        verdict = None if examined.judgement is None else examined.judgement.verdict
        if verdict is not None:
            self._metrics.judged(verdict)
        log.info(
            "judged",
            ledger=step.ledger[:8],
            seq=step.seq,
            outcome=None if verdict is None else verdict.outcome.value,
            severity=None if verdict is None else verdict.severity.value,
            unread=examined.failed,
            ms=round((self._clock.now() - started) / _MS, 1),
        )

    async def _examine_failed(self, step: Step, reason: str) -> None:
        self._metrics.unjudged(reason)
        log.warning("examine_failed", seq=step.seq, attempt=step.attempts + 1, reason=reason)
        now = self._clock.now()
        with contextlib.suppress(StorageError):
            async with self._store.transaction() as change:
                if step.attempts + 1 >= ATTEMPTS:
                    await examine.give_up(self._desk, change, step, reason, now)
                else:
                    later = now + BACKOFF * 2**step.attempts
                    await change.step_mark(
                        step, step.state, reason=reason, not_before=later, attempt=True
                    )
        self._bell.ring(OUTBOX)
        self._bell.ring(ledger_topic(step.ledger))


_MS = timedelta(milliseconds=1)


def _reason(error: Exception) -> str:
    """A short code for rows and logs: the class's name says enough and quotes nobody."""
    return type(error).__name__


async def _all_addresses(change: Change, row: InboxRow) -> list[tuple[str, str]]:
    """Where he is told that everything is gone: first where he asked for it, never by letter."""
    doors = sorted(change.doors(row.person), key=lambda one: one[0] != row.ledger)
    return [await change.address(ledger) for ledger, door in doors if door != EMAIL]
