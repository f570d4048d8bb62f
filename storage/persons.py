"""Persons, their ledgers and the doors they come through."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import bindparam, insert, select

from storage import chain, evidence, schema
from storage.errors import Conflict, Erased, Missing
from storage.keys import ItemKey, Keyring, PersonKey
from storage.ready import Ready, among
from storage.records import ItemId, LedgerId, PersonId
from storage.session import Session

_KNOWN: Final = Ready(
    select(
        schema.identities.c.address_key,
        schema.identities.c.person,
        schema.identities.c.ledger,
        schema.persons.c.wrapped,
    )
    .join(schema.persons, schema.persons.c.person == schema.identities.c.person)
    .where(schema.identities.c.address_key == bindparam("address_key"))
)
_ADDRESS: Final = Ready(
    select(schema.ledgers.c.person, schema.ledgers.c.door, schema.identities.c.sealed_address)
    .outerjoin(schema.identities, schema.identities.c.ledger == schema.ledgers.c.ledger)
    .where(schema.ledgers.c.ledger == bindparam("ledger"))
)
_ADD_ITEM: Final = Ready(insert(schema.items))
_DOORS: Final = Ready(
    select(schema.identities.c.person, schema.identities.c.ledger, schema.identities.c.door)
    .where(among(schema.identities.c.person, "person"))
    .order_by(schema.identities.c.ledger)
)


def random_id() -> str:
    """32 hex digits that nobody else has drawn."""
    return os.urandom(16).hex()


async def new_item(session: Session, ledger: LedgerId) -> tuple[PersonId, ItemId]:
    """An item that did not come with a delivery: a plan, a sheet. Gives its owner, too.

    Raises:
        Erased: the person was.
    """
    owner = (await chain.tail(session, ledger)).person
    key = ItemKey.new(ItemId(random_id()))
    wrapped = session.person_key(owner).wrap_item(ledger, key)
    session.put(
        _ADD_ITEM, {"item": key.item, "person": owner, "ledger": ledger, "wrapped": wrapped}
    )
    session.item_keys[key.item] = key
    return owner, key.item


def doors(session: Session, person: PersonId) -> tuple[tuple[LedgerId, str], ...]:
    """Where a person can be spoken to: ledgers, each with the name of its door."""
    return tuple(doors_of(session, [person])[person])


def doors_of(
    session: Session, persons: Collection[PersonId]
) -> defaultdict[PersonId, list[tuple[LedgerId, str]]]:
    """The same for several persons."""
    found: defaultdict[PersonId, list[tuple[LedgerId, str]]] = defaultdict(list)
    for row in session.among(_DOORS, "person", persons):
        person, ledger, door = PersonId(row.person), LedgerId(row.ledger), str(row.door)
        found[person].append((ledger, door))
        session.homes[ledger] = (person, door)
    return found


async def add_door(session: Session, person: PersonId, door: str, address: str) -> LedgerId:
    """Give a person one more place; the one there is when it is his already.

    Raises:
        Conflict: it is somebody else's.
        Erased: the person was.
    """
    found = await identity(session, door, address)
    if found is not None:
        if found[0] != person:
            raise Conflict
        return found[1]
    ledger = LedgerId(random_id())
    rows = rows_for(session.keyring, session.person_key(person), ledger, door, address)
    await session.write(insert(schema.ledgers).values(**rows["ledgers"]))
    await session.write(insert(schema.identities).values(**rows["identities"]))
    return ledger


async def identity(session: Session, door: str, address: str) -> tuple[PersonId, LedgerId] | None:
    """Who writes from an address, and into which ledger."""
    row = await session.row(
        select(schema.identities.c.person, schema.identities.c.ledger).where(
            schema.identities.c.address_key == session.keyring.address_key(door, address)
        )
    )
    return None if row is None else (PersonId(row.person), LedgerId(row.ledger))


def known(session: Session, address_keys: Collection[str]) -> dict[str, tuple[PersonKey, LedgerId]]:
    """Of many addresses those that are known, each with the person's key and the ledger."""
    rows = [row for key in address_keys for row in session.find(_KNOWN, address_key=key)]
    return {
        row.address_key: (
            session.keyring.unwrap_person(row.person, row.wrapped),
            LedgerId(row.ledger),
        )
        for row in rows
    }


def rows_for(
    keyring: Keyring, key: PersonKey, ledger: LedgerId, door: str, address: str
) -> dict[str, dict[str, Any]]:
    """The rows of a new person on a door, by table."""
    return {
        "persons": {"person": key.person, "wrapped": keyring.wrap_person(key)},
        "ledgers": {
            "ledger": ledger,
            "person": key.person,
            "door": door,
            "head": evidence.genesis(ledger),
            "length": 0,
            "numbers": 0,
        },
        "identities": {
            "address_key": keyring.address_key(door, address),
            "door": door,
            "person": key.person,
            "ledger": ledger,
            "sealed_address": key.seal_address(ledger, door, address),
        },
    }


async def ledgers(session: Session, person: PersonId | None) -> tuple[LedgerId, ...]:
    """The ledgers of a person, or all there are."""
    query = select(schema.ledgers.c.ledger).order_by(schema.ledgers.c.ledger)
    if person is not None:
        query = query.where(schema.ledgers.c.person == person)
    return tuple(LedgerId(row.ledger) for row in await session.rows(query))


async def address(session: Session, ledger: LedgerId) -> tuple[str, str]:
    """Door and address for delivery.

    Raises:
        Erased: the person was erased; nothing can be delivered to him any more.
    """
    row = session.first(_ADDRESS, ledger=ledger)
    if row is None:
        raise Missing
    if row.sealed_address is None:
        raise Erased
    key = session.person_key(row.person)
    return row.door, key.open_address(ledger, row.door, row.sealed_address)
