"""Server-sent events: each says "look again" and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.bell import INBOX, Bell, heard_topic, ledger_topic, notice_topic, rung
from bot.console.answers import NO_STORE, Refusal
from bot.console.door import ADDRESS, DOOR
from storage.records import LedgerId
from storage.store import Store

PATIENCE = 20.0
"""Seconds after which a page is told to look even if nothing rang (another process may write)."""
GATHER = 0.05
"""Seconds in which several rings become one: keeping, answering and delivering each ring."""
NEWS = b"retry: 2000\nevent: news\ndata: \n\n"


class Presence(StrEnum):
    """Whether somebody notices what is said on an open page.

    SEEN: it is before him. NOTICE: it calls him, wherever he looks. HIDDEN: it lies behind
    something else, and is silent.
    """

    SEEN = "seen"
    NOTICE = "notice"
    HIDDEN = "hidden"


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

    async def stream(self, request: Request) -> Response:
        """GET /api/news?presence=: rings when something changed."""
        try:
            presence = Presence(request.query_params.get("presence", Presence.SEEN))
        except ValueError:
            raise Refusal(400, "bad_request") from None
        headers = {**NO_STORE, "X-Accel-Buffering": "no"}
        return StreamingResponse(
            self._rings(presence), headers=headers, media_type="text/event-stream"
        )

    async def _rings(self, presence: Presence) -> AsyncIterator[bytes]:
        """Listening begins before looking, so that nothing falls between the two.

        The ledger can change under an open page: it comes with the first message, and after
        everything was deleted a new one begins.
        """
        ledger: LedgerId | None = None
        while not self._closed:
            with self._listening(ledger) as event, self._present(ledger, presence):
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

    @contextlib.contextmanager
    def _present(self, ledger: LedgerId | None, presence: Presence) -> Iterator[None]:
        """Let it be known who would notice what is said."""
        with contextlib.ExitStack() as known:
            if ledger is not None and presence is not Presence.HIDDEN:
                known.enter_context(self._bell.listen(heard_topic(ledger)))
            if ledger is not None and presence is Presence.NOTICE:
                known.enter_context(self._bell.listen(notice_topic(ledger)))
            yield

    async def _ledger(self) -> LedgerId | None:
        async with self._store.snapshot() as view:
            known = await view.identity(DOOR, ADDRESS)
        return None if known is None else known[1]
