"""Who writes next: deliveries before everything else, but never for ever.

A delivery is not acknowledged before it is written, and a platform waits; what follows from it can
wait its turn. With one queue for both, every group of deliveries would stand behind all the work
that earlier ones have made.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator

PATIENCE = 8
"""Deliveries' turns in a row before one of the others; each of theirs writes many messages."""

Waiting = deque["asyncio.Future[None]"]


class Turnstile:
    """Lets one in at a time, each queue in order of arrival."""

    def __init__(self) -> None:
        self._taken = False
        self._deliveries: Waiting = deque()
        self._others: Waiting = deque()
        self._in_a_row = 0

    @contextlib.asynccontextmanager
    async def turn(self, *, delivery: bool = False) -> AsyncIterator[None]:
        """Wait for a turn and hold it."""
        await self._enter(self._deliveries if delivery else self._others)
        self._in_a_row = self._in_a_row + 1 if delivery else 0
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, queue: Waiting) -> None:
        if not self._taken:
            self._taken = True
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._leave()  # the turn had just been handed to whoever gives up here
            raise

    def _leave(self) -> None:
        first, second = self._deliveries, self._others
        if self._in_a_row >= PATIENCE:
            first, second = second, first
        for queue in (first, second):
            while queue:
                place = queue.popleft()
                if not place.done():
                    place.set_result(None)
                    return
        self._taken = False
