"""Persons, their ledgers and the doors they come through."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import bindparam, select

from storage import evidence, schema
from storage.errors import Erased, Missing
from storage.keys import Keyring, PersonKey
from storage.ready import Ready
from storage.records import LedgerId, PersonId
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
