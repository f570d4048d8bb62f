"""Two persons turn out to be one: the doors of one become doors of the other.

Chains are never merged and not a byte of them changes; only who owns them does. Every key of the
one who goes is wrapped anew under the key of the one who stays. What stands for him for good (a
calendar's address) stands for the other from then on; codes that end, end.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, select, update

from storage import erase, guests, plans, schema, sheets
from storage.errors import Refused
from storage.keys import PersonKey
from storage.records import ItemId, LedgerId, PersonId
from storage.session import Session

_MOVED: Final = (
    schema.ledgers,
    schema.inbox,
    schema.outbox,
    schema.steps,
)
"""Tables of which the rows only change their owner."""


async def join(session: Session, leaving: PersonId, staying: PersonId) -> None:
    """Make everything of one person another one's. What both have of a kind, he keeps his own.

    Raises:
        Refused: it is the same person.
        Erased, Missing: one of them is gone.
    """
    if leaving == staying:
        raise Refused("person")
    old, new = session.person_key(leaving), session.person_key(staying)
    await _sheets(session, leaving, staying)
    await _keys(session, old, new)
    await _addresses(session, old, new)
    await _plans(session, leaving, staying)
    for table in _MOVED:
        mine = table.c.person == leaving
        await session.write(update(table).where(mine).values(person=staying))
    await _standing(session, leaving, staying)
    session.tails.clear()
    session.homes.clear()


async def _keys(session: Session, old: PersonKey, new: PersonKey) -> None:
    items = schema.items
    for row in await session.rows(select(items).where(items.c.person == old.person)):
        item, ledger = ItemId(row.item), LedgerId(row.ledger)
        key = old.unwrap_item(ledger, item, row.wrapped)
        await session.write(
            update(items)
            .where(items.c.item == item)
            .values(person=new.person, wrapped=new.wrap_item(ledger, key))
        )


async def _addresses(session: Session, old: PersonKey, new: PersonKey) -> None:
    identities = schema.identities
    rows = await session.rows(select(identities).where(identities.c.person == old.person))
    for row in rows:
        ledger = LedgerId(row.ledger)
        address = old.open_address(ledger, row.door, row.sealed_address)
        sealed = new.seal_address(ledger, row.door, address)
        await session.write(
            update(identities)
            .where(identities.c.address_key == row.address_key)
            .values(person=new.person, sealed_address=sealed)
        )


async def _plans(session: Session, leaving: PersonId, staying: PersonId) -> None:
    """Plans and their reminders go on under new numbers, so that no two have the same."""
    own = plans.of_person(session, staying, only_open=False)
    last = max((plan.number for plan in own), default=0)
    for plan in plans.of_person(session, leaving, only_open=False):
        last += 1
        await session.write(
            update(schema.plans)
            .where(schema.plans.c.plan == plan.plan)
            .values(person=staying, number=last)
        )
        rows = schema.reminders
        await session.write(update(rows).where(rows.c.plan == plan.plan).values(person=staying))


async def _sheets(session: Session, leaving: PersonId, staying: PersonId) -> None:
    table = schema.sheets
    for row in await session.rows(select(table.c.name).where(table.c.person == leaving)):
        if sheets.item_of(session, staying, row.name) is not None:
            await erase.sheet(session, leaving, row.name)
    mine = table.c.person == leaving
    await session.write(update(table).where(mine).values(person=staying))


async def _standing(session: Session, leaving: PersonId, staying: PersonId) -> None:
    """What stands for the person who goes, and his key."""
    table = schema.guests
    row = await session.row(select(table.c.at).where(table.c.person == leaving))
    at = None if row is None else row.at
    await session.write(delete(table).where(table.c.person == leaving))
    if at is not None and not await guests.is_guest(session, staying):
        await session.write(table.insert().values(person=staying, at=at))
    tokens = schema.tokens
    mine, ends = tokens.c.person == leaving, tokens.c.until.is_not(None)
    await session.write(delete(tokens).where(mine, ends))
    await session.write(update(tokens).where(mine).values(person=staying))
    await session.write(delete(schema.usage).where(schema.usage.c.person == leaving))
    persons = schema.persons
    await session.write(update(persons).where(persons.c.person == leaving).values(wrapped=None))
