"""Secrets that stand for a person. Only a keyed digest is kept, so the database gives none away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from storage import instants, schema
from storage.records import PersonId
from storage.session import Session


async def issue(
    session: Session, person: PersonId, purpose: str, secret: str, until: datetime | None
) -> None:
    """Have a secret stand for a person, in place of his earlier one for this purpose."""
    await revoke(session, person, purpose)
    await session.write(
        insert(schema.tokens).values(
            token_key=session.keyring.token_key(purpose, secret),
            person=person,
            purpose=purpose,
            until=None if until is None else instants.write(until),
        )
    )


async def holder(session: Session, purpose: str, secret: str, now: datetime) -> PersonId | None:
    """Whom the secret stands for, None for an unknown, revoked or expired one."""
    tokens = schema.tokens.c
    row = await session.row(
        select(tokens.person, tokens.until).where(
            tokens.token_key == session.keyring.token_key(purpose, secret)
        )
    )
    if row is None or (row.until is not None and instants.read(row.until) <= now):
        return None
    return PersonId(row.person)


async def revoke(session: Session, person: PersonId, purpose: str) -> bool:
    """Let it stand for nobody; whether there was one."""
    tokens = schema.tokens
    mine = (tokens.c.person == person) & (tokens.c.purpose == purpose)
    return bool(await session.write(delete(tokens).where(mine)))
