"""The page's port as a calendar: a private address for a phone, and a file for the session."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.console.answers import NO_STORE, Refusal
from bot.console.door import ADDRESS, DOOR
from handlers import feeds
from handlers.ports import Clock
from handlers.texts.texts import Texts
from storage.records import PersonId
from storage.store import Store, View

TYPE = "text/calendar; charset=utf-8"
NAME = "wenzhu.ics"


class Calendars:
    """Serves what is due as a calendar."""

    def __init__(self, store: Store, clock: Clock, texts: Texts) -> None:
        self._store = store
        self._clock = clock
        self._texts = texts

    async def feed(self, request: Request) -> Response:
        """GET /calendar/{secret}.ics: needs no session, the address is the secret."""
        secret = request.path_params["secret"]
        async with self._store.snapshot() as view:
            person = await feeds.holder(view, secret, self._clock.now())
            if person is None:
                raise Refusal(404, "not_found")
            return await self._calendar(view, person)

    async def file(self, _: Request) -> Response:
        """GET /api/calendar.ics: the local person's own, to be saved."""
        async with self._store.snapshot() as view:
            known = await view.identity(DOOR, ADDRESS)
            if known is None:
                raise Refusal(404, "not_found")
            answer = await self._calendar(view, known[0])
        answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
        return answer

    async def _calendar(self, view: View, person: PersonId) -> Response:
        body = feeds.calendar(self._texts, await feeds.items(view, person))
        return Response(body, media_type=TYPE, headers=NO_STORE)
