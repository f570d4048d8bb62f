"""The HTTP interface the page's script uses: say, press, history, pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.bell import Bell, ledger_topic
from bot.console.answers import NO_STORE, Refusal, delivery_id, json_body, said, string_of, whole_of
from bot.console.door import ADDRESS, DOOR, button_payload, text_payload
from bot.console.timeline import Cursor, timeline
from bot.pictures import drawn
from bot.reception import Reception
from handlers.messages import Reply
from handlers.ports import Clock
from storage.records import InboxRow
from storage.store import Store

PAGE = 60
MOST = 300
"""The longest stretch of conversation given in one answer."""
ACTION_BYTES = 64
LABEL_LIMIT = 40


class Api:
    """What a person does on the page, and what the page shows."""

    def __init__(
        self,
        store: Store,
        reception: Reception,
        bell: Bell,
        clock: Clock,
        reply: Callable[[bytes], Reply],
    ) -> None:
        """Serve one store; `reply` reads a reply out of the outbox, as it may be shown."""
        self._store = store
        self._reply = reply
        self._reception = reception
        self._bell = bell
        self._clock = clock

    async def say(self, request: Request) -> Response:
        """POST /api/say {"id","text"}: answered only when it lies durably in the inbox."""
        shape = await json_body(request)
        said_id, text = delivery_id(shape.get("id")), string_of(shape, "text")
        if not text.strip():
            raise Refusal(400, "no_text")
        return await self._received(said_id, text_payload(text), text)

    async def press(self, request: Request) -> Response:
        """POST /api/press {"id","action","label"?}: a button of a reply was pressed."""
        shape = await json_body(request)
        pressed_id, action = delivery_id(shape.get("id")), string_of(shape, "action")
        if not action or len(action.encode()) > ACTION_BYTES:
            raise Refusal(400, "bad_request")
        label = string_of(shape, "label")[:LABEL_LIMIT]
        return await self._received(pressed_id, button_payload(action, label), "")

    async def _received(self, its_id: str, payload: bytes, text: str) -> Response:
        row: InboxRow = await self._reception.receive(
            door=DOOR, delivery_id=its_id, address=ADDRESS, payload=payload, text=text
        )
        self._bell.ring(ledger_topic(row.ledger))
        return said({"id": its_id, "new": row.new})

    async def history(self, request: Request) -> Response:
        """GET /api/history?before=&limit=: the conversation, oldest first."""
        limit = min(whole_of(request, "limit") or PAGE, MOST)
        try:
            before = Cursor.read(request.query_params.get("before", "-"))
        except ValueError:
            raise Refusal(400, "bad_request") from None
        async with self._store.snapshot() as view:
            known = await view.identity(DOOR, ADDRESS)
            if known is None:
                return said({"book": None, "messages": [], "older": None})
            shown = await timeline(
                view,
                known[1],
                reply=self._reply,
                limit=limit,
                before=before,
                now=self._clock.now(),
            )
        answer: dict[str, Any] = {
            "book": known[1],
            "messages": shown.messages,
            "older": shown.older,
        }
        return said(answer)

    async def picture(self, request: Request) -> Response:
        """GET /api/pictures/{key}: the picture of a reply, drawn anew."""
        async with self._store.snapshot() as view:
            known = await view.identity(DOOR, ADDRESS)
            row = await view.outbox_by_key(request.path_params["key"])
        if known is None or row is None or row.ledger != known[1] or not row.body:
            raise Refusal(404, "not_found")
        shown = self._reply(row.body).picture
        content = None if shown is None else await drawn(shown)
        if content is None:
            raise Refusal(404, "not_found")
        return Response(content, headers=NO_STORE, media_type="image/png")
