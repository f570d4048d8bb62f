"""Group commit: deliveries that come at the same time share one transaction."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from storage import inbox
from storage.blobs import Blobs
from storage.errors import Refused, Stop, TryAgain, Unusable
from storage.inbox import Prepared
from storage.inside import refuse_inside_transaction
from storage.keys import ItemKey, Keyring
from storage.records import Delivery, InboxRow, ItemId

BATCH: Final = 256
UPLOADS: Final = 4096

Write = Callable[[Sequence[Prepared]], Awaitable[list[InboxRow]]]
_Waiting = tuple[Prepared, "asyncio.Future[InboxRow]"]


class Deliveries:
    """Takes deliveries, seals them at once and writes what has gathered together."""

    def __init__(self, keyring: Keyring, blobs: Blobs, write: Write) -> None:
        self._keyring = keyring
        self._blobs = blobs
        self._write = write
        self._queue: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._uploaded: dict[ItemId, ItemKey] = {}
        self._task = asyncio.create_task(self._run(), name="storage deliveries")

    def uploaded(self, key: ItemKey) -> None:
        """Remember the key of uploads until their delivery comes; the oldest are forgotten."""
        self._uploaded[key.item] = key
        while len(self._uploaded) > UPLOADS:
            del self._uploaded[next(iter(self._uploaded))]

    async def deliver(self, delivery: Delivery) -> InboxRow:
        """Durable when this returns.

        Raises:
            Missing: it is new and names uploads that are not there.
            Refused: it names uploads without their item.
        """
        refuse_inside_transaction()
        if self._closing:
            raise Unusable("closed")
        item = delivery.item if delivery.uploads else None
        if delivery.uploads and item is None:
            raise Refused("uploads")
        key = None if item is None else self._uploaded.get(item)
        prepared = await inbox.prepare(self._keyring, self._blobs, delivery, key)
        row = await self._enqueue(prepared)
        if item is not None:
            self._uploaded.pop(item, None)
            if row.item != item:
                await self._blobs.remove([part.cipher for part in delivery.uploads])
        return row

    async def close(self) -> None:
        """Write what is waiting, then stop."""
        self._closing = True
        self._wake.set()
        await self._task

    async def _enqueue(self, prepared: Prepared) -> InboxRow:
        answer: asyncio.Future[InboxRow] = asyncio.get_running_loop().create_future()
        self._queue.append((prepared, answer))
        self._wake.set()
        return await answer

    async def _run(self) -> None:
        while self._queue or not self._closing:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                taken = min(len(self._queue), BATCH)
                await self._flush([self._queue.popleft() for _ in range(taken)])

    async def _flush(self, batch: Sequence[_Waiting]) -> None:
        """Write a batch; when one spoils it, each alone, so that the bad one fails alone."""
        try:
            rows = await self._write([prepared for prepared, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to whoever waits, never swallowed
            if len(batch) == 1 or isinstance(error, (TryAgain, Stop)):
                _refuse(batch, error)
                return
        else:
            for (_, answer), row in zip(batch, rows, strict=True):
                if not answer.done():
                    answer.set_result(row)
            return
        for one in batch:
            await self._flush([one])


def _refuse(batch: Sequence[_Waiting], error: Exception) -> None:
    for _, answer in batch:
        if not answer.done():
            answer.set_exception(error)
