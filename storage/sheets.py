"""One sealed sheet per person and name, for what is written over again and again."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from storage import chain, parts, persons, schema
from storage.ready import Ready
from storage.records import ItemId, LedgerId, PersonId, Slot
from storage.session import KEYED, Session

SHEET: Final = Slot("sheet")

_ADD: Final = Ready(insert(schema.sheets))
_FIND: Final = Ready(
    select(schema.sheets.c.item, schema.parts.c.slot, schema.parts.c.sealed, *KEYED)
    .join(schema.items, schema.items.c.item == schema.sheets.c.item)
    .join(schema.persons, schema.persons.c.person == schema.items.c.person)
    .outerjoin(
        schema.parts,
        (schema.parts.c.item == schema.sheets.c.item) & (schema.parts.c.slot == SHEET),
    )
    .where(schema.sheets.c.person == bindparam("person"), schema.sheets.c.name == bindparam("name"))
)
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
    if found is None:
        return None
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
