"""A file from Telegram into the data folder: sealed piece by piece, tried again for a while."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

import structlog
from telegram.error import TelegramError

from bot.doors import Attach
from bot.errors import DeliveryFailed, TryLater, Undeliverable, Unreachable
from bot.reading.kinds import HEAD_BYTES, sniff
from bot.telegram.errors import translated
from bot.telegram.translating import Wanted
from bot.telegram.wire import Wire
from handlers.messages import Absent, Media, MediaKind
from storage.records import InboxRow

LIMIT = 20_000_000
"""What Telegram lets a bot download. It means 20 MB of some kind; the smaller is safe to say."""
MOST = 20 * 1024 * 1024
"""More than this is never sent by Telegram; a server that does is cut off."""
PATIENCE = 120.0
"""Seconds of trying before the person is told that the file could not be had."""
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches one file at a time for each delivery.

    Attributes:
        patience: seconds of trying in all.
    """

    wire: Wire
    patience: float = PATIENCE

    async def fetch(self, row: InboxRow, wanted: Wanted, attach: Attach) -> Media | Absent:
        """The medium, sealed under the delivery's key, or why there is none.

        Raises:
            storage.errors.StorageError: it cannot be kept now.
        """
        if wanted.size is not None and wanted.size > MOST:
            return Absent.TOO_LARGE
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.patience
        attempt = 0
        while True:
            try:
                return await self._once(row, wanted, attach)
            except TelegramError as error:
                trouble = translated(error)
            except DeliveryFailed as error:
                trouble = error
            log.warning("fetch_failed", inbox=row.id, attempt=attempt, reason=trouble.reason)
            pause = _pause(trouble, attempt)
            attempt += 1
            if isinstance(trouble, Undeliverable | Unreachable):
                too_large = trouble.reason == Absent.TOO_LARGE.value
                return Absent.TOO_LARGE if too_large else Absent.UNAVAILABLE
            if loop.time() + pause > deadline:
                return Absent.UNAVAILABLE
            await asyncio.sleep(pause)

    async def _once(self, row: InboxRow, wanted: Wanted, attach: Attach) -> Media:
        """Stream it in; leaving early leaves nothing but ciphertext without a name."""
        head, size = b"", 0
        file = self.wire.file(wanted.file_id)
        async with await attach(row) as upload, contextlib.aclosing(file) as pieces:
            await upload.begin()
            async for piece in pieces:
                size += len(piece)
                if size > MOST:
                    raise Undeliverable(Absent.TOO_LARGE.value)
                if len(head) < HEAD_BYTES:
                    head = (head + piece)[:HEAD_BYTES]
                await upload.write(piece)
            part = await upload.finish()
        kind, mime = sniff(head, wanted.name)
        if wanted.kind is MediaKind.VOICE and kind is MediaKind.VIDEO:
            kind = MediaKind.VOICE  # the same container holds both; Telegram knows which it is
        return Media(kind, wanted.name, mime, part, recompressed=wanted.recompressed)


def _pause(trouble: DeliveryFailed, attempt: int) -> float:
    if isinstance(trouble, TryLater):
        return trouble.after.total_seconds()
    return PAUSES[min(attempt, len(PAUSES) - 1)]
