"""What each person has used on a day, for quotas. Only counts, and only of the newest day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, insert, select, update

from storage import schema
from storage.records import PersonId, Spent
from storage.session import Session


async def spent(session: Session, person: PersonId, day: date) -> Spent:
    """What the person has used on that day."""
    usage = schema.usage.c
    row = await session.row(
        select(usage.messages, usage.size, usage.reading_ms).where(
            usage.person == person, usage.day == day.isoformat()
        )
    )
    return Spent() if row is None else Spent(row.messages, row.size, row.reading_ms)


async def spend(session: Session, person: PersonId, day: date, more: Spent) -> None:
    """Add to it; what stands there of earlier days is forgotten."""
    usage = schema.usage
    before = await spent(session, person, day)
    written = day.isoformat()
    values = {
        "messages": before.messages + more.messages,
        "size": before.size + more.size,
        "reading_ms": before.reading_ms + more.reading_ms,
    }
    mine = usage.c.person == person
    if before == Spent():
        await session.write(delete(usage).where(mine, usage.c.day <= written))
        await session.write(insert(usage).values(person=person, day=written, **values))
    else:
        await session.write(update(usage).where(mine, usage.c.day == written).values(**values))
