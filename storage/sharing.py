"""Changes that come at the same time share one commit, and none spoils another's.

A commit waits for the disk; what has gathered while the last one waited shares the next. Each
change stands behind a savepoint of its own: one that fails is undone alone.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar

from storage.change import Change
from storage.inside import refuse_inside_transaction

BATCH: Final = 16

T = TypeVar("T")
Work = Callable[[Change], Awaitable[Any]]
Outcome = tuple[Any, Exception | None]
Write = Callable[[Sequence[Work]], Awaitable[list[Outcome]]]


class Sharing:
    """Takes changes, and writes what has gathered together."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._queue: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._task: asyncio.Task[None] | None = None

    async def change(self, work: Callable[[Change], Awaitable[T]]) -> T:
        """Committed when this returns; whoever is cancelled meanwhile does not know."""
        refuse_inside_transaction()
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append((work, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="storage sharing")
        return await answer

    async def close(self) -> None:
        """Write what is waiting."""
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        try:
            while self._queue:
                taken = min(len(self._queue), BATCH)
                await self._flush([self._queue.popleft() for _ in range(taken)])
        finally:
            self._task = None

    async def _flush(self, batch: Sequence[tuple[Work, asyncio.Future[Any]]]) -> None:
        try:
            outcomes = await self._write([work for work, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to whoever waits, never swallowed
            outcomes = [(None, error)] * len(batch)
        for (_, answer), (result, failure) in zip(batch, outcomes, strict=True):
            if answer.done():
                continue
            if failure is None:
                answer.set_result(result)
            else:
                answer.set_exception(failure)
