"""Builders with a default for everything, so that a test names only what matters."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from storage.records import (
    Delivery,
    Draft,
    InboxRow,
    ItemId,
    Kept,
    Kind,
    SealedPart,
    Seq,
    Source,
)
from storage.store import Change, Store

NOW = datetime(2026, 11, 23, 6, 40, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
_ids = itertools.count(1)


def a_delivery(
    payload: bytes = b"payload",
    *,
    door: str = "local",
    delivery_id: str | None = None,
    address: str = "borrower",
    received_at: datetime = NOW,
    item: ItemId | None = None,
    uploads: Sequence[SealedPart] = (),
    replies: Sequence[Draft] = (),
) -> Delivery:
    return Delivery(
        door=door,
        delivery_id=delivery_id or f"d{next(_ids)}",
        address=address,
        payload=payload,
        received_at=received_at,
        item=item,
        uploads=tuple(uploads),
        replies=tuple(replies),
    )


async def a_keep(
    change: Change,
    row: InboxRow,
    *,
    message: str = "",
    edit: str = "",
    content: bytes = b"content",
    body: bytes = b"body",
    at: datetime = NOW,
    kind: Kind = Kind.ORIGINAL,
    refers: Seq | None = None,
) -> Kept:
    source = Source(row.door, "chat", message or f"m{row.id}", edit)
    return await change.keep(
        row,
        source=source,
        content=content,
        body=body,
        at=at,
        media=row.uploads,
        kind=kind,
        refers=refers,
    )


async def an_upload(store: Store, content: bytes, *, address: str = "borrower") -> SealedUpload:
    async with store.uploading("local", address) as upload:
        await upload.begin()
        for start in range(0, len(content), 300_000):
            await upload.write(content[start : start + 300_000])
        return SealedUpload(upload.item, await upload.finish())


class SealedUpload:
    def __init__(self, item: ItemId, part: SealedPart) -> None:
        self.item = item
        self.part = part


async def kept(
    store: Store,
    payload: bytes = b"payload",
    *,
    picture: bytes | None = None,
    address: str = "borrower",
    message: str = "",
    at: datetime = NOW,
) -> tuple[InboxRow, Kept]:
    """One original all the way: delivered, kept, noted, answered, queued for reading."""
    if picture is None:
        row = await store.deliver(a_delivery(payload, address=address))
    else:
        upload = await an_upload(store, picture, address=address)
        row = await store.deliver(
            a_delivery(payload, address=address, item=upload.item, uploads=[upload.part])
        )
    later = at + (LATER - NOW)
    async with store.transaction() as change:
        result = await a_keep(change, row, message=message, content=payload, at=at)
        seq = result.entry.seq
        await change.note(row.ledger, seq, "verdict", b"note of " + payload, later)
        reply = Draft(f"receipt:{row.ledger}:{seq}", b"reply to " + payload)
        await change.say(row.ledger, row.item, reply, later)
        await change.add_step(row.ledger, seq, later)
        await change.inbox_done(row)
    return row, result
