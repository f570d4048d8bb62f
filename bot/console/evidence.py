"""The evidence list, and the way out of every original: its bytes, unchanged, as a download."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.console.answers import NO_STORE, Refusal, said, whole, whole_of
from bot.console.door import ADDRESS, DOOR
from handlers.bodies import Original, original_in
from storage.errors import Erased, Missing, Tampered
from storage.records import BODY, THUMBNAIL, Entry, ItemId, LedgerId, Number, Seq, Slot
from storage.store import Store, View

PAGE = 60
IN_HAND = 1_000_000
"""Up to this size the bytes are opened before the answer begins, so that damage gets a sentence."""
BYTES = "application/octet-stream"
UNTRUSTED = {
    **NO_STORE,
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
"""A collector wrote these bytes: the browser must neither guess their type nor run them."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+')
"""Control and direction characters, path separators, and what some systems refuse in names."""
_PICTURES = ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"RIFF", "image/webp"))


class Evidence:
    """What the page's 证据 drawer shows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def listed(self, request: Request) -> Response:
        """GET /api/evidence?before=: the originals, newest first, erased ones as such."""
        before = whole_of(request, "before")
        async with self._store.snapshot() as view:
            known = await view.identity(DOOR, ADDRESS)
            if known is None:
                return said({"evidence": [], "older": None})
            after = None if before is None else Seq(before)
            entries = await view.originals(known[1], PAGE + 1, after)
            rows = [await _row(view, entry) for entry in entries[:PAGE]]
        older = entries[PAGE - 1].seq if len(entries) > PAGE else None
        return said({"evidence": rows, "older": older})

    async def original(self, request: Request) -> Response:
        """GET /api/originals/{number}: the bytes as they were sent, as a download."""
        async with self._store.snapshot() as view:
            entry = await _numbered(view, request)
            body = original_in(await view.part(entry.item, BODY))
        name = _file_name(entry, body)
        headers = {
            **UNTRUSTED,
            "Content-Disposition": (
                f"attachment; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
            ),
        }
        if not body.media:
            return Response(
                body.text.encode(), headers=headers, media_type="text/plain; charset=utf-8"
            )
        part = body.media[0].part
        if part.size <= IN_HAND:
            async with self._store.snapshot() as view:
                whole = await view.part(entry.item, part.slot)
            return Response(whole, headers=headers, media_type=BYTES)
        headers["Content-Length"] = str(part.size)
        return StreamingResponse(
            self._bytes(entry.item, part.slot),
            headers=headers,
            media_type=BYTES,
        )

    async def thumbnail(self, request: Request) -> Response:
        """GET /api/thumbnails/{number}: the small picture the worker made of it."""
        async with self._store.snapshot() as view:
            entry = await _numbered(view, request)
            try:
                picture = await view.part(entry.item, THUMBNAIL)
            except Missing:
                raise Refusal(404, "no_thumbnail") from None
        mime = next((mime for magic, mime in _PICTURES if picture.startswith(magic)), None)
        if mime is None:
            raise Refusal(404, "no_thumbnail")
        return Response(picture, headers=UNTRUSTED, media_type=mime)

    async def _bytes(self, item: ItemId, slot: Slot) -> AsyncIterator[bytes]:
        async with self._store.snapshot() as view:
            async for chunk in view.stream(item, slot):
                yield chunk


async def _numbered(view: View, request: Request) -> Entry:
    """The original of this number that is still there."""
    number = _number(request.path_params["number"])
    known = await view.identity(DOOR, ADDRESS)
    if known is None:
        raise Refusal(404, "not_found")
    return await _living(view, known[1], Number(number))


def _number(written: str) -> int:
    try:
        return whole(written)
    except ValueError:
        raise Refusal(404, "not_found") from None


async def _living(view: View, ledger: LedgerId, number: Number) -> Entry:
    entry = await view.entry_by_number(ledger, number)
    if entry is None:
        raise Refusal(404, "not_found")
    if entry.erased:
        raise Refusal(410, "erased")
    return entry


async def _row(view: View, entry: Entry) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "number": entry.number,
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "erased": True,
    }
    if entry.erased:
        return shown
    try:
        body = original_in(await view.part(entry.item, BODY))
    except Erased:
        return shown
    except (Tampered, Missing):
        return {**shown, **_DAMAGED}
    media = body.media[0] if body.media else None
    return {
        **shown,
        "erased": False,
        "kind": media.kind.value if media else "text",
        "name": media.name if media else "",
        "start": body.text[:60],
        "size": media.part.size if media else len(body.text.encode()),
        "thumbnail": await _has_thumbnail(view, entry.item),
    }


_DAMAGED = {
    "erased": False,
    "kind": "other",
    "name": "",
    "start": "",
    "size": 0,
    "thumbnail": False,
}
"""What the list still knows of an original whose bytes are damaged; taking it out says so."""


async def _has_thumbnail(view: View, item: ItemId) -> bool:
    try:
        await view.part(item, THUMBNAIL)
    except (Missing, Erased, Tampered):
        return False
    return True


def _file_name(entry: Entry, body: Original) -> str:
    """A name that says which evidence it is and cannot lead anywhere."""
    given = _UNSAFE.sub("_", body.media[0].name if body.media else "").strip(" ._")
    return f"E-{entry.number:04d}_{given[-120:] or ('original' if body.media else 'text.txt')}"


def _ascii(name: str) -> str:
    """The name for clients that read no UTF-8 in headers."""
    return "".join(char if char.isascii() else "_" for char in name)
