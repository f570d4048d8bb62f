"""Deliveries: sealed before they are queued, written many at a time, read back in order."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, insert, select, update

from storage import instants, outbox, parts, persons, schema
from storage.blobs import Blobs
from storage.errors import Missing
from storage.keys import ItemKey, Keyring, PersonKey
from storage.ready import Ready
from storage.records import (
    PAYLOAD,
    Delivery,
    InboxRow,
    InboxState,
    ItemId,
    LedgerId,
    PersonId,
    SealedPart,
    Sha256,
    Slot,
    aware,
)
from storage.session import Session

_ROW: Final = (
    "id",
    "delivery_key",
    "door",
    "person",
    "ledger",
    "item",
    "received_at",
    "state",
    "attempts",
    "first",
)
_INSERTS: Final = {
    "persons": Ready(insert(schema.persons)),
    "ledgers": Ready(insert(schema.ledgers)),
    "identities": Ready(insert(schema.identities)),
    "items": Ready(insert(schema.items)),
    "parts": Ready(insert(schema.parts)),
    "inbox": Ready(insert(schema.inbox), _ROW),
    "outbox": outbox.ADD,
}
"""Tables in the order in which their rows may refer to each other."""

_ROWS: Final = parts.with_part(schema.inbox, parts.INBOX)
_DELIVERED: Final = Ready(_ROWS.where(schema.inbox.c.delivery_key == bindparam("delivery_key")))
_NUMBERED: Final = Ready(_ROWS.where(schema.inbox.c.id == bindparam("id")))
_WAITING: Final = Ready(
    _ROWS.where(
        schema.inbox.c.state == InboxState.WAITING.value, schema.inbox.c.id > bindparam("after")
    )
    .order_by(schema.inbox.c.id)
    .limit(bindparam("most"))
)
_LAST: Final = Ready(select(func.max(schema.inbox.c.id).label("last")))
_STATE: Final = Ready(select(schema.inbox.c.state).where(schema.inbox.c.id == bindparam("id")))
_MARK: Final = Ready(
    update(schema.inbox)
    .where(schema.inbox.c.id == bindparam("which"))
    .values(
        state=bindparam("state"),
        reason=bindparam("reason"),
        attempts=schema.inbox.c.attempts + bindparam("more"),
    )
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A delivery with everything sealed that can be sealed before its person is known.

    Attributes:
        complete: its uploads lie in place and their key is known. One that was delivered before
            need not be: it is answered from what is there.
    """

    delivery: Delivery
    received_at: datetime
    delivery_key: str
    address_key: str
    key: ItemKey
    complete: bool
    parts: tuple[dict[str, Any], ...]
    replies: tuple[dict[str, Any], ...]


async def prepare(
    keyring: Keyring, blobs: Blobs, delivery: Delivery, uploaded: ItemKey | None
) -> Prepared:
    """Seal a delivery.

    Raises:
        ValueError: its time is naive.
    """
    key = uploaded or ItemKey.new(ItemId(persons.random_id()))
    complete = uploaded is not None or not delivery.uploads
    for upload in delivery.uploads:
        complete = complete and await blobs.holds(upload.cipher)
    sealed_envelope = envelope(delivery.delivery_id, delivery.uploads)
    replies = {reply.key: reply for reply in delivery.replies}.values()
    sealed = [
        await parts.prepare(blobs, key, PAYLOAD, delivery.payload),
        await parts.prepare(blobs, key, parts.INBOX, sealed_envelope),
    ]
    sealed += [parts.part_row(key.item, p.slot, p.cipher, None) for p in delivery.uploads]
    sealed += [
        await parts.prepare(blobs, key, parts.outbox_slot(reply.key), reply.body)
        for reply in replies
    ]
    received_at = aware(delivery.received_at)
    return Prepared(
        delivery=delivery,
        received_at=received_at,
        delivery_key=keyring.delivery_key(delivery.door, delivery.delivery_id),
        address_key=keyring.address_key(delivery.door, delivery.address),
        key=key,
        complete=complete,
        parts=tuple(sealed),
        replies=tuple(outbox.row(draft, received_at) for draft in replies),
    )


def envelope(delivery_id: str, uploads: Sequence[SealedPart]) -> bytes:
    """What the inbox row must not say in the clear."""
    return json.dumps([delivery_id, [_upload_fields(part) for part in uploads]]).encode()


def _upload_fields(part: SealedPart) -> list[object]:
    return [part.slot, part.cipher, part.mac, part.plain, part.size]


@dataclass(slots=True)
class _Batch:
    """The rows of many deliveries, to be written together."""

    next_id: int
    known: dict[str, tuple[PersonKey, LedgerId]]
    reply_keys: set[str]
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in _INSERTS}
    )

    def add(self, keyring: Keyring, prepared: Prepared) -> InboxRow:
        delivery, key = prepared.delivery, prepared.key
        first = prepared.address_key not in self.known
        if first:
            person = PersonKey.new(PersonId(persons.random_id()))
            ledger = LedgerId(persons.random_id())
            self.known[prepared.address_key] = person, ledger
            new = persons.rows_for(keyring, person, ledger, delivery.door, delivery.address)
            for table, values in new.items():
                self.rows[table].append(values)
        person, ledger = self.known[prepared.address_key]
        whose = {"person": person.person, "ledger": ledger, "item": key.item}
        self.rows["items"].append(whose | {"wrapped": person.wrap_item(ledger, key)})
        row = InboxRow(
            id=self.next_id,
            door=delivery.door,
            delivery_id=delivery.delivery_id,
            person=person.person,
            ledger=ledger,
            item=key.item,
            received_at=prepared.received_at,
            state=InboxState.DONE if delivery.settled else InboxState.WAITING,
            attempts=0,
            first=first,
            new=True,
            uploads=delivery.uploads,
        )
        self.next_id += 1
        self.rows["inbox"].append(_columns(row, prepared.delivery_key))
        self._say(prepared, whose | {"door": delivery.door})
        return row

    def _say(self, prepared: Prepared, whose: dict[str, Any]) -> None:
        repeated = {
            parts.outbox_slot(reply["key"])
            for reply in prepared.replies
            if reply["key"] in self.reply_keys
        }
        self.rows["parts"] += [part for part in prepared.parts if part["slot"] not in repeated]
        for reply in prepared.replies:
            if reply["key"] not in self.reply_keys:
                self.reply_keys.add(reply["key"])
                self.rows["outbox"].append(whose | reply)


def _columns(row: InboxRow, delivery_key: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "delivery_key": delivery_key,
        "door": row.door,
        "person": row.person,
        "ledger": row.ledger,
        "item": row.item,
        "received_at": instants.write(row.received_at),
        "state": row.state.value,
        "attempts": row.attempts,
        "first": row.first,
    }


async def write(session: Session, batch: Sequence[Prepared]) -> list[InboxRow]:
    """Write deliveries in one go; those that are there already are answered from there.

    Raises:
        Missing: uploads of a new one are not in place.
    """
    there = await _delivered(session, {one.delivery_key for one in batch})
    fresh = {one.delivery_key: one for one in batch if one.delivery_key not in there}
    if not all(one.complete for one in fresh.values()):
        raise Missing
    if fresh:
        pending = _Batch(
            next_id=_next_id(session),
            known=persons.known(session, {one.address_key for one in fresh.values()}),
            reply_keys=outbox.taken(
                session, {reply["key"] for one in fresh.values() for reply in one.replies}
            ),
        )
        added = {key: pending.add(session.keyring, one) for key, one in fresh.items()}
        for table, statement in _INSERTS.items():
            session.put_all(statement, pending.rows[table])
        there |= added
    return [_answer(one, there[one.delivery_key], fresh) for one in batch]


def _answer(one: Prepared, row: InboxRow, fresh: Mapping[str, Prepared]) -> InboxRow:
    return row if fresh.get(one.delivery_key) is one else replace(row, new=False)


def _next_id(session: Session) -> int:
    row = session.first(_LAST)
    return 1 if row is None or row.last is None else int(row.last) + 1


async def _delivered(session: Session, keys: Collection[str]) -> dict[str, InboxRow]:
    found = [row for key in keys for row in session.find(_DELIVERED, delivery_key=key)]
    return {row.delivery_key: await _row(session, row, new=False) for row in found}


async def _row(session: Session, row: Row[Any], *, new: bool) -> InboxRow:
    opened = await parts.of_row_or_none(session, row)
    delivery_id, uploads = ("", []) if opened is None else json.loads(opened)
    return InboxRow(
        id=row.id,
        door=row.door,
        delivery_id=delivery_id,
        person=PersonId(row.person),
        ledger=LedgerId(row.ledger),
        item=ItemId(row.item),
        received_at=instants.read(row.received_at),
        state=InboxState(row.state),
        attempts=row.attempts,
        first=bool(row.first),
        new=new,
        reason=row.reason,
        uploads=tuple(_upload(fields) for fields in uploads),
    )


def _upload(fields: Sequence[Any]) -> SealedPart:
    slot, cipher, mac, plain, size = fields
    return SealedPart(Slot(slot), Sha256(cipher), mac, Sha256(plain), size)


async def _many(session: Session, query: Select[Any]) -> tuple[InboxRow, ...]:
    return tuple([await _row(session, row, new=False) for row in await session.rows(query)])


async def waiting(session: Session, limit: int, after: int) -> tuple[InboxRow, ...]:
    """Those to be worked on, oldest first."""
    rows = session.find(_WAITING, after=after, most=limit)
    return tuple([await _row(session, row, new=False) for row in rows])


async def numbered(session: Session, number: int) -> InboxRow | None:
    """The delivery with that id."""
    row = session.first(_NUMBERED, id=number)
    return None if row is None else await _row(session, row, new=False)


async def waits(session: Session, row: InboxRow) -> bool:
    """Whether the delivery is still there and nobody has finished it."""
    found = session.first(_STATE, id=row.id)
    return found is not None and found.state == InboxState.WAITING.value


async def of_ledger(
    session: Session, ledger: LedgerId, limit: int, before: int | None
) -> tuple[InboxRow, ...]:
    """What came in on a ledger, newest first."""
    inbox = schema.inbox.c
    conditions: list[ColumnElement[bool]] = [inbox.ledger == ledger]
    if before is not None:
        conditions.append(inbox.id < before)
    return await _many(session, _ROWS.where(*conditions).order_by(inbox.id.desc()).limit(limit))


async def mark(
    session: Session,
    row: InboxRow,
    state: InboxState,
    *,
    reason: str | None = None,
    attempt: bool = False,
) -> None:
    """Move a delivery on."""
    values = {"which": row.id, "state": state.value, "reason": reason, "more": int(attempt)}
    session.put(_MARK, values)


async def repeats(session: Session, row: InboxRow, item: ItemId) -> None:
    """Remember that a delivery said again what an item says; it will be erased with it."""
    await session.write(
        update(schema.inbox).where(schema.inbox.c.id == row.id).values(same_as=item)
    )
