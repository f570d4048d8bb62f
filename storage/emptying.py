"""A delivery that is not kept: what came with it is destroyed, only the fact that it came stays.

The row must stay, so that the same delivery is not taken for a new one, and what was answered
must stay readable until it is sent. So both are sealed anew under a fresh key; the old one, and
with it everything that was sent, is gone like an erased item.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select, update

from storage import inbox, parts, schema
from storage.errors import Conflict
from storage.keys import ItemKey
from storage.records import PAYLOAD, InboxRow, SealedPart, Sha256, Slot
from storage.session import Session

_SAID: Final = "out:"


async def empty(session: Session, row: InboxRow, media: Sequence[SealedPart]) -> None:
    """Destroy payload and uploads of a delivery.

    Args:
        media: what was fetched for it and is named nowhere yet.

    Raises:
        Conflict: it has become evidence.
        Erased: it is gone already.
    """
    entries, table, items = schema.entries.c, schema.parts, schema.items
    if await session.row(select(entries.seq).where(entries.item == row.item)) is not None:
        raise Conflict
    slots = await parts.ciphers(session, row.item)
    said = {
        slot: await parts.whole(session, row.item, slot) for slot in slots if slot.startswith(_SAID)
    }
    blobs = await session.rows(
        select(table.c.cipher).where(table.c.item == row.item, table.c.sealed.is_(None))
    )
    session.doomed.extend(Sha256(blob.cipher) for blob in blobs)
    session.doomed.extend(part.cipher for part in media)
    session.destroyed.append(row.item)
    await session.write(delete(table).where(table.c.item == row.item))
    person = session.person_key(row.person)
    fresh = ItemKey.new(row.item)
    await session.write(
        update(items)
        .where(items.c.item == row.item)
        .values(wrapped=person.wrap_item(row.ledger, fresh))
    )
    session.item_keys[row.item] = fresh
    kept: dict[Slot, bytes] = {
        PAYLOAD: b"",
        parts.INBOX: inbox.envelope(row.delivery_id, ()),
        **said,
    }
    for slot, plain in kept.items():
        await parts.add(session, row.item, slot, plain)
