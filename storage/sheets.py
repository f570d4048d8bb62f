"""One sealed sheet per person and name, for what is written over again and again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, insert, select

from storage import chain, parts, persons, schema
from storage.ready import Ready, among
from storage.records import ItemId, LedgerId, PersonId, Slot
from storage.session import KEYED, Session

SHEET: Final = Slot("sheet")

_ADD: Final = Ready(insert(schema.sheets))
_SHEETS: Final = (
    select(
        schema.sheets.c.person,
        schema.sheets.c.item,
        schema.parts.c.slot,
        schema.parts.c.sealed,
        *KEYED,
    )
    .join(schema.items, schema.items.c.item == schema.sheets.c.item)
    .join(schema.persons, schema.persons.c.person == schema.items.c.person)
    .outerjoin(
        schema.parts,
        (schema.parts.c.item == schema.sheets.c.item) & (schema.parts.c.slot == SHEET),
    )
    .where(schema.sheets.c.name == bindparam("name"))
)
_FIND: Final = Ready(_SHEETS.where(schema.sheets.c.person == bindparam("person")))
_FIND_SEVERAL: Final = Ready(_SHEETS.where(among(schema.sheets.c.person, "person")))
_EMPTY: Final = Ready(
    delete(schema.parts).where(
        schema.parts.c.item == bindparam("item"), schema.parts.c.slot == SHEET
    )
)


async def read(session: Session, person: PersonId, name: str) -> bytes | None:
    """What stands on it, None when there is none.

    Raises:
        Tampered, Missing: it is damaged or lost.
    """
    found = session.first(_FIND, person=person, name=name)
    return None if found is None else await _opened(session, found)


async def read_all(
    session: Session, persons: Collection[PersonId], name: str
) -> dict[PersonId, bytes]:
    """What stands on the sheets of that name of those persons that have one.

    Raises:
        Tampered, Missing: one is damaged or lost.
    """
    rows = session.among(_FIND_SEVERAL, "person", persons, name=name)
    return {PersonId(row.person): await _opened(session, row) for row in rows}


async def _opened(session: Session, found: Row[Any]) -> bytes:
    body = await parts.of_row(session, found)
    return await parts.whole(session, ItemId(found.item), SHEET) if body is None else body


async def write(session: Session, ledger: LedgerId, name: str, body: bytes) -> None:
    """Write it anew for the person of a ledger."""
    person = (await chain.tail(session, ledger)).person
    found = session.first(_FIND, person=person, name=name)
    if found is None:
        person, item = await persons.new_item(session, ledger)
        session.put(_ADD, {"person": person, "name": name, "item": item})
    else:
        item = ItemId(found.item)
        session.put(_EMPTY, {"item": item})
    await parts.put(session, item, SHEET, body)


def item_of(session: Session, person: PersonId, name: str) -> ItemId | None:
    """The item that a sheet is, for destroying it."""
    found = session.first(_FIND, person=person, name=name)
    return None if found is None else ItemId(found.item)
