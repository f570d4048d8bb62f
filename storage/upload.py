"""Uploads: sealed chunk by chunk while they stream in, so that nothing clear touches the disk."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from storage.blobs import Blobs, BlobWriter
from storage.errors import Conflict
from storage.inside import refuse_inside_transaction
from storage.keys import ItemKey
from storage.records import FIRST_MEDIA, ItemId, SealedPart, Sha256, Slot
from storage.sealing import Sealer


@dataclass(slots=True)
class _Medium:
    """One medium while it streams in."""

    slot: Slot
    sealer: Sealer
    writer: BlobWriter
    mac: hmac.HMAC
    plain: Any = field(default_factory=hashlib.sha256)
    size: int = 0

    def seal(self, chunk: bytes) -> bytes:
        """Seal a chunk, and take it into both digests."""
        self.mac.update(chunk)
        self.plain.update(chunk)
        self.size += len(chunk)
        return self.sealer.update(chunk)


class Upload:
    """The media of one delivery to come; ``item`` is what the delivery must name.

    A medium that is not finished leaves nothing but a temporary file of ciphertext, removed
    here or at the next start; so does a finished one that no delivery ever names, for its key
    exists only in memory until then.
    """

    def __init__(self, key: ItemKey, blobs: Blobs, finished: Callable[[ItemKey], None]) -> None:
        self.item: ItemId = key.item
        self._key = key
        self._blobs = blobs
        self._finished = finished
        self._medium: _Medium | None = None
        self._slots: set[Slot] = set()

    async def __aenter__(self) -> Self:
        """Nothing is opened before ``begin``."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing of an unfinished medium behind."""
        medium, self._medium = self._medium, None
        if medium is not None:
            await medium.writer.abandon()

    async def begin(self, slot_number: int = FIRST_MEDIA) -> None:
        """Begin a medium.

        Raises:
            DiskLow: there is too little room to begin.
            Conflict: one is under way, or the slot is used or not one for media.
        """
        refuse_inside_transaction()
        slot = Slot(str(slot_number))
        if self._medium is not None or slot in self._slots or slot_number < FIRST_MEDIA:
            raise Conflict
        self._blobs.room(0)
        writer = await self._blobs.writer()
        sealer = Sealer(self._key.key, self.item, slot)
        mac = hmac.new(self._key.part_salt(slot), digestmod="sha256")
        self._medium = _Medium(slot, sealer, writer, mac)
        await writer.write(sealer.header)

    async def write(self, chunk: bytes) -> None:
        """More of the medium.

        Raises:
            DiskLow: there is too little room for it; leave the context.
        """
        medium = self._current()
        self._blobs.room(len(chunk))
        await medium.writer.write(await asyncio.to_thread(medium.seal, chunk))

    async def finish(self) -> SealedPart:
        """Put the medium in place: durable, read back."""
        medium = self._current()
        await medium.writer.write(medium.sealer.finish())
        cipher = await medium.writer.finish()
        self._medium = None
        self._slots.add(medium.slot)
        self._finished(self._key)
        return SealedPart(
            slot=medium.slot,
            cipher=cipher,
            mac=medium.mac.hexdigest(),
            plain=Sha256(medium.plain.hexdigest()),
            size=medium.size,
        )

    def _current(self) -> _Medium:
        if self._medium is None:
            raise Conflict
        return self._medium
