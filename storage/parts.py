"""Sealed parts of items: small ones in a table, large ones as blobs."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, insert, select

from storage import schema
from storage.blobs import Blobs
from storage.errors import Missing, Tampered
from storage.keys import ItemKey
from storage.ready import Ready
from storage.records import ItemId, SealedPart, Sha256, Slot
from storage.sealing import Opener, sealed_size
from storage.session import KEYED, Session

INLINE = 64 * 1024
INBOX = Slot("in")
"""What the inbox row must not say in the clear: the delivery id and the uploads."""

_SLOTS: Final = Ready(
    select(schema.parts.c.slot, schema.parts.c.cipher).where(
        schema.parts.c.item == bindparam("item")
    )
)
_PART: Final = Ready(
    select(schema.parts.c.cipher, schema.parts.c.sealed).where(
        schema.parts.c.item == bindparam("item"), schema.parts.c.slot == bindparam("slot")
    )
)
_ADD: Final = Ready(insert(schema.parts))


def outbox_slot(key: str) -> Slot:
    """Where the body of a reply lies."""
    return Slot(f"out:{key}")


def placed_slot(key: str) -> Slot:
    """Where it is kept how a reply is found again on its platform."""
    return Slot(f"placed:{key}")


def note_slot(seq: int) -> Slot:
    """Where the body of a note lies."""
    return Slot(f"{seq}.0")


async def prepare(blobs: Blobs, key: ItemKey, slot: Slot, plain: bytes) -> dict[str, Any]:
    """Seal bytes and give the row for them; large ones are in place when this returns."""
    sealed = key.seal(slot, plain)
    if len(plain) <= INLINE:
        return part_row(key.item, slot, Sha256(hashlib.sha256(sealed).hexdigest()), sealed)
    blobs.room(sealed_size(len(plain)))
    return part_row(key.item, slot, await blobs.put(sealed), None)


def part_row(item: ItemId, slot: Slot, cipher: Sha256, sealed: bytes | None) -> dict[str, Any]:
    """The row of one part."""
    return {"item": item, "slot": slot, "cipher": cipher, "sealed": sealed}


def with_part(table: Table, slot: ColumnElement[str] | Slot) -> Select[Any]:
    """Rows of a table with one sealed part of their item and its keys; NULL once erased."""
    parts, items, persons = schema.parts, schema.items, schema.persons
    return (
        select(table, parts.c.slot.label("slot"), parts.c.sealed.label("sealed"), *KEYED)
        .outerjoin(parts, and_(parts.c.item == table.c.item, parts.c.slot == slot))
        .outerjoin(items, items.c.item == table.c.item)
        .outerjoin(persons, persons.c.person == items.c.person)
    )


async def of_row(session: Session, row: Row[Any]) -> bytes | None:
    """The plaintext of the part that `with_part` found, None once it was erased."""
    if row.slot is None:
        return None
    item, slot = ItemId(row.item), Slot(row.slot)
    key = session.learn(item, row)
    if key is None or row.sealed is None:
        return await whole(session, item, slot)
    return key.unseal(slot, row.sealed)


async def of_row_or_none(session: Session, row: Row[Any]) -> bytes | None:
    """As `of_row`; what is damaged or lost is as good as gone.

    Reading it alone names the damage. A queue must not stop at one row, nor a history.
    """
    try:
        return await of_row(session, row)
    except (Tampered, Missing):
        return None


async def add(session: Session, item: ItemId, slot: Slot, plain: bytes) -> SealedPart:
    """Seal bytes under an item's key and keep them.

    Raises:
        Conflict: the slot is taken.
    """
    key = await session.item_key(item)
    row = await prepare(session.blobs, key, slot, plain)
    session.put(_ADD, row)
    return SealedPart(
        slot=slot,
        cipher=row["cipher"],
        mac=key.part_mac(slot, plain),
        plain=Sha256(hashlib.sha256(plain).hexdigest()),
        size=len(plain),
    )


async def put(session: Session, item: ItemId, slot: Slot, plain: bytes) -> None:
    """As `add`, for what no chain will name: nothing is worked out that nobody asks for."""
    await put_all(session, [(item, slot, plain)])


async def put_all(session: Session, plains: Iterable[tuple[ItemId, Slot, bytes]]) -> None:
    """The same for several at once."""
    rows = [
        await prepare(session.blobs, await session.item_key(item), slot, plain)
        for item, slot, plain in plains
    ]
    session.put_all(_ADD, rows)


async def take(session: Session, item: ItemId, part: SealedPart) -> None:
    """Make an uploaded part, which lies in place already, one of an item's."""
    session.put(_ADD, part_row(item, part.slot, part.cipher, None))


async def ciphers(session: Session, item: ItemId) -> dict[Slot, Sha256]:
    """Which parts an item has."""
    rows = session.find(_SLOTS, item=item)
    return {Slot(row.slot): Sha256(row.cipher) for row in rows}


async def whole(session: Session, item: ItemId, slot: Slot) -> bytes:
    """The plaintext of a part.

    Raises:
        Erased, Missing, Tampered: see there.
    """
    return b"".join([piece async for piece in stream(session, item, slot)])


async def stream(session: Session, item: ItemId, slot: Slot) -> AsyncIterator[bytes]:
    """The plaintext of a part, piece by piece; each piece is proven before it is given out."""
    key = await session.item_key(item)
    found = session.first(_PART, item=item, slot=slot)
    if found is None:
        raise Missing
    if found.sealed is not None:
        yield key.unseal(slot, found.sealed)
        return
    opener = Opener(key.key, item, slot)
    async for piece in session.blobs.read(found.cipher):
        if plain := opener.update(piece):
            yield plain
    yield opener.finish()
