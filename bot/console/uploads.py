"""Files stream in chunk by chunk and are sealed as they come; nothing clear touches the disk."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.bell import Bell, ledger_topic
from bot.console.answers import Refusal, delivery_id, said
from bot.console.door import ADDRESS, DOOR, file_payload
from bot.reading.kinds import HEAD_BYTES, sniff
from bot.reception import Reception
from storage.records import SealedPart
from storage.store import Store, Upload

NAME_LIMIT = 255
CAPTION_LIMIT = 4000
GROUP_LIMIT = 64
MEGABYTE = 1_000_000


class Uploads:
    """Takes one file per request.

    Args:
        limit: largest file taken, in bytes.
    """

    def __init__(self, store: Store, reception: Reception, bell: Bell, limit: int) -> None:
        self._store = store
        self._reception = reception
        self._bell = bell
        self._limit = limit

    async def take(self, request: Request) -> Response:
        """POST /api/files/{id}?name=&group=&caption= with the bytes as the body.

        Leaving early (cut connection, too large, disk full) leaves nothing but ciphertext that
        nobody has the key of, and nothing is in the inbox.
        """
        upload_id = delivery_id(request.path_params["id"])
        name = request.query_params.get("name", "")[:NAME_LIMIT]
        caption = request.query_params.get("caption", "")[:CAPTION_LIMIT]
        group = request.query_params.get("group", "")[:GROUP_LIMIT] or None
        self._refuse_announced(request.headers.get("content-length"))
        async with self._store.uploading(DOOR, ADDRESS) as upload:
            head, part = await self._stream(request, upload)
            kind, mime = sniff(head, name)
            row = await self._reception.receive(
                door=DOOR,
                delivery_id=upload_id,
                address=ADDRESS,
                payload=file_payload(
                    name=name, mime=mime, media_kind=kind, group=group, caption=caption
                ),
                text=caption,
                item=upload.item,
                uploads=(part,),
            )
        self._bell.ring(ledger_topic(row.ledger))
        return said({"id": upload_id, "new": row.new})

    def _refuse_announced(self, length: str | None) -> None:
        if length is None:
            return
        if not length.isdecimal():
            raise Refusal(400, "bad_request")
        if int(length) > self._limit:
            raise self._too_large()
        if int(length) == 0:
            raise Refusal(400, "empty_file")

    async def _stream(self, request: Request, upload: Upload) -> tuple[bytes, SealedPart]:
        """Seal what comes; the first bytes are kept in hand to see what kind of file it is."""
        head, size = b"", 0
        await upload.begin()
        async for chunk in request.stream():
            size += len(chunk)
            if size > self._limit:
                raise self._too_large()
            if len(head) < HEAD_BYTES:
                head = (head + chunk)[:HEAD_BYTES]
            if chunk:
                await upload.write(chunk)
        if size == 0:
            raise Refusal(400, "empty_file")
        return head, await upload.finish()

    def _too_large(self) -> Refusal:
        return Refusal(413, "too_large", limit=str(self._limit // MEGABYTE))
