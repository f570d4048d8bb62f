"""Who may come in: persons let in by an invitation, and addresses that stand on a list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select

from storage import instants, schema
from storage.records import LedgerId, PersonId
from storage.session import Session


async def is_guest(session: Session, person: PersonId) -> bool:
    """Whether the person was let in."""
    guests = schema.guests.c
    row = await session.row(select(guests.person).where(guests.person == person))
    return row is not None


async def admit(session: Session, person: PersonId, at: datetime) -> None:
    """Let a person in; a second time changes nothing."""
    if not await is_guest(session, person):
        await session.write(insert(schema.guests).values(person=person, at=instants.write(at)))


async def is_among(session: Session, ledger: LedgerId, places: Collection[tuple[str, str]]) -> bool:
    """Whether a ledger's address is one of these; compared blind, no address is opened."""
    identities = schema.identities.c
    row = await session.row(select(identities.address_key).where(identities.ledger == ledger))
    keys = {session.keyring.address_key(door, address) for door, address in places}
    return row is not None and row.address_key in keys
