"""Parts that are destroyed although their entry stays, and the note in the chain that says so.

A note with the label "retired" refers to the entry whose parts were destroyed: of an original or
an edit its media, of a note all of it. Key, digests and every other part stay, so it is told
apart from erasure; without such a note a part that is gone is damage.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import and_, delete, exists, select

from storage import chain, instants, outbox, parts, schema
from storage.evidence import OWNERS
from storage.records import (
    FIRST_MEDIA,
    THUMBNAIL,
    Entry,
    ItemId,
    Kind,
    Sha256,
    Slot,
    StepState,
)
from storage.session import Session

RETIRED: Final = "retired"


def covers(kind: Kind, slot: str) -> bool:
    """Whether retiring an entry of this kind destroys this one of its parts."""
    return kind not in OWNERS or (slot.isdecimal() and int(slot) >= FIRST_MEDIA)


async def destroy(session: Session, entry: Entry) -> None:
    """Remove the parts; the note that says so is written by the caller, in the same change."""
    table = schema.parts
    slots = {str(slot) for slot in entry.slots if covers(entry.kind, slot)}
    if entry.kind in OWNERS:
        slots.add(THUMBNAIL)
    mine = and_(table.c.item == entry.item, table.c.slot.in_(slots))
    blobs = await session.rows(select(table.c.cipher).where(mine, table.c.sealed.is_(None)))
    session.doomed.extend(Sha256(row.cipher) for row in blobs)
    session.destroyed.append(entry.item)
    await session.write(delete(table).where(mine))


async def is_retired(session: Session, item: ItemId, slot: Slot) -> bool:
    """Whether a part that is not there was destroyed on purpose."""
    entries = schema.entries.c
    notes = await chain.many(session, entries.item == item, entries.label == RETIRED)
    for note in notes:
        about = await chain.at(session, note.ledger, chain.reference(note))
        if slot in about.slots and covers(about.kind, slot):
            return True
    return False


async def with_media(session: Session, before: datetime, limit: int) -> tuple[Entry, ...]:
    """Entries older than that whose media are still there and need not be read any more."""
    entries, table, steps = schema.entries.c, schema.parts.c, schema.steps.c
    there = exists().where(
        table.item == entries.item,
        table.slot.not_in([parts.INBOX, THUMBNAIL, "0", "1"]),
        table.slot.not_like("%.%"),
        table.slot.not_like("out:%"),
    )
    unread = exists().where(steps.item == entries.item, steps.state == StepState.WAITING.value)
    return await chain.many(
        session,
        entries.kind.in_([kind.value for kind in OWNERS]),
        entries.at < instants.write(before),
        there,
        ~unread,
        limit=limit,
    )


async def unsay_all(session: Session, key: str) -> None:
    """The same for a reply and the copies of it that other doors were given."""
    for row in await session.rows(select(schema.outbox.c.key).where(outbox.copies(key))):
        await unsay(session, row.key)


async def unsay(session: Session, key: str) -> None:
    """Remove a reply as if it had never been said; one that is gone already is no error."""
    replies, table = schema.outbox, schema.parts
    row = await session.row(select(replies.c.item).where(replies.c.key == key))
    if row is None:
        return
    part: Collection[str] = (parts.outbox_slot(key),)
    mine = and_(table.c.item == row.item, table.c.slot.in_(part))
    blobs = await session.rows(select(table.c.cipher).where(mine, table.c.sealed.is_(None)))
    session.doomed.extend(Sha256(blob.cipher) for blob in blobs)
    session.destroyed.append(ItemId(row.item))
    await session.write(delete(table).where(mine))
    await session.write(delete(replies).where(replies.c.key == key))
