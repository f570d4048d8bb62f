"""Server-sent events: each says "look again" and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.bell import INBOX, Bell, ledger_topic, rung
from bot.console.answers import NO_STORE
from bot.console.door import ADDRESS, DOOR
from storage.records import LedgerId
from storage.store import Store

PATIENCE = 20.0
"""Seconds after which a page is told to look even if nothing rang (another process may write)."""
GATHER = 0.05
"""Seconds in which several rings become one: keeping, answering and delivering each ring."""
NEWS = b"retry: 2000\nevent: news\ndata: \n\n"


class News:
    """The open pages of the local person."""

    def __init__(self, store: Store, bell: Bell) -> None:
        self._store = store
        self._bell = bell
        self._waiting: set[asyncio.Event] = set()
        self._closed = False

    def close(self) -> None:
        """End every open stream, so that the server can stop."""
        self._closed = True
        for event in self._waiting:
            event.set()

    async def stream(self, _: Request) -> Response:
        """GET /api/news: rings when something changed."""
        headers = {**NO_STORE, "X-Accel-Buffering": "no"}
        return StreamingResponse(self._rings(), headers=headers, media_type="text/event-stream")

    async def _rings(self) -> AsyncIterator[bytes]:
        """Listening begins before looking, so that nothing falls between the two.

        The ledger can change under an open page: it comes with the first message, and after
        everything was deleted a new one begins.
        """
        ledger: LedgerId | None = None
        while not self._closed:
            with self._listening(ledger) as event:
                current = await self._ledger()
                while current == ledger and not self._closed:
                    await rung(event, PATIENCE)
                    await asyncio.sleep(GATHER)
                    event.clear()
                    yield NEWS
                    current = await self._ledger()
            ledger = current
            yield NEWS

    @contextlib.contextmanager
    def _listening(self, ledger: LedgerId | None) -> Iterator[asyncio.Event]:
        topic = INBOX if ledger is None else ledger_topic(ledger)
        with self._bell.listen(topic) as event:
            self._waiting.add(event)
            try:
                yield event
            finally:
                self._waiting.discard(event)

    async def _ledger(self) -> LedgerId | None:
        async with self._store.snapshot() as view:
            known = await view.identity(DOOR, ADDRESS)
        return None if known is None else known[1]
