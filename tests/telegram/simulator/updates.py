"""Updates waiting for the bot, and the one poll that may wait for them."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.telegram.simulator.refusals import ControlMistake, Refusal, conflict
from tests.telegram.simulator.shapes import Json

FIRST_ID = 100_001
BY_DEFAULT_LEFT_OUT = {"chat_member", "message_reaction", "message_reaction_count"}
OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


def kind_of(update: Json) -> str:
    return next((name for name in update if name != "update_id"), "")


@dataclass(slots=True)
class Waiting:
    """One delivery of an update; a duplicate is a second delivery of the same one."""

    serial: int
    update: Json
    lane: int
    created: float
    forced: bool = False
    """Deliver it at least once, even when its number lies below the offset."""
    served: list[float] = field(default_factory=list)
    done: float | None = None

    @property
    def number(self) -> int:
        found: int = self.update["update_id"]
        return found


@dataclass(slots=True)
class Updates:
    """The queue of one bot."""

    allowed: frozenset[str] | None = None
    waiting: dict[int, Waiting] = field(default_factory=dict)
    """In the order of delivery, by serial."""
    held: dict[int, Waiting] = field(default_factory=dict)
    """Built, but not delivered before the test says so; by update number."""
    every: list[Waiting] = field(default_factory=list)
    listener: Callable[[Waiting], None] | None = None
    """The webhook, when one is set."""
    _next: int = FIRST_ID
    _serials: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _poll: asyncio.Future[None] | None = None

    def wanted(self, update: Json) -> bool:
        kind = kind_of(update)
        return kind in self.allowed if self.allowed else kind not in BY_DEFAULT_LEFT_OUT

    def number(self) -> int:
        number = self._next
        self._next += 1
        return number

    def add(self, update: Json, lane: int, *, hold: bool = False, always: bool = False) -> Waiting:
        """Queue an update; kinds the bot did not ask for are never made, like in the real one."""
        self._next = max(self._next, update["update_id"] + 1)
        one = self._entered(update, lane)
        if not always and not self.wanted(update):
            one.done = one.created
        elif hold:
            self.held[one.number] = one
        else:
            self._deliver(one)
        return one

    def release(self, numbers: Iterable[int]) -> None:
        """Deliver held updates in just this order."""
        for number in numbers:
            one = self.held.pop(number, None)
            if one is None:
                raise ControlMistake(f"update {number} is not held")
            one.forced = True
            self._deliver(one)

    def again(self, number: int) -> None:
        """Deliver an update once more, whatever became of it."""
        known = next((one for one in self.every if one.number == number), None)
        if known is None:
            raise ControlMistake(f"update {number} is unknown")
        copy = self._entered(known.update, known.lane)
        copy.forced = True
        self._deliver(copy)

    def remove(self, one: Waiting) -> None:
        if self.waiting.pop(one.serial, None) is not None:
            one.done = time.time()

    def drop_all(self) -> None:
        for one in list(self.waiting.values()):
            self.remove(one)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies below the offset; give what waits, or wait for it."""
        self.evict(OTHER_POLL)
        self._confirm(offset)
        deadline = time.monotonic() + seconds
        while True:
            batch = self._ready(offset, limit)
            remaining = deadline - time.monotonic()
            if batch or remaining <= 0:
                return batch
            ticket: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._poll = ticket
            try:
                async with asyncio.timeout(remaining):
                    await ticket
            except TimeoutError:
                return []
            finally:
                if self._poll is ticket:
                    self._poll = None

    def evict(self, why: str) -> None:
        """End the poll that waits now."""
        if self._poll is not None and not self._poll.done():
            refusal: Refusal = conflict(why)
            self._poll.set_exception(refusal)
        self._poll = None

    def _entered(self, update: Json, lane: int) -> Waiting:
        one = Waiting(next(self._serials), update, lane, time.time())
        self.every.append(one)
        return one

    def _deliver(self, one: Waiting) -> None:
        self.waiting[one.serial] = one
        if self.listener is not None:
            self.listener(one)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            for one in list(self.waiting.values())[:offset]:
                self.remove(one)
            return
        for one in list(self.waiting.values()):
            if one.number < offset and (one.served or not one.forced):
                self.remove(one)

    def _ready(self, offset: int, limit: int) -> list[Json]:
        now = time.time()
        due = [one for one in self.waiting.values() if one.number >= offset or one.forced]
        for one in due[:limit]:
            one.served.append(now)
        return [one.update for one in due[:limit]]
