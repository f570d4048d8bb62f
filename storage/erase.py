"""Forgetting: keys and salts are destroyed, the chain stays and says that it was so.

An item is destroyed if and only if a tombstone speaks of an entry with that item; verify holds
everybody to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from storage import chain, plans, reminders, retire, schema, sheets
from storage.chain import Link
from storage.errors import Missing
from storage.evidence import OWNERS
from storage.planned import PlanId
from storage.records import (
    Entry,
    InboxState,
    ItemId,
    Kind,
    LedgerId,
    OutboxState,
    PersonId,
    Seq,
    Sha256,
)
from storage.session import Session

REASON = "erased"
_SLICE = 500
_PENDING = (
    OutboxState.QUEUED.value,
    OutboxState.SENDING.value,
    OutboxState.IN_DOUBT.value,
    OutboxState.HELD.value,
    OutboxState.BLOCKED.value,
)


async def item(session: Session, ledger: LedgerId, seq: Seq, at: datetime) -> Entry:
    """Destroy an original with its edits; give the tombstone, the old one if there is one.

    Raises:
        Missing: there is no entry with an item of its own at this place.
    """
    entry = await chain.at(session, ledger, seq)
    if entry.kind not in OWNERS:
        raise Missing
    if entry.erased:
        return await _tombstone(session, entry)
    followers = await chain.many(
        session,
        schema.entries.c.ledger == ledger,
        schema.entries.c.refers == seq,
        schema.entries.c.kind.in_([Kind.EDIT.value, Kind.RECALL.value]),
    )
    doomed = [entry, *(one for one in followers if not one.erased)]
    stones = await chain.append(session, ledger, [_stone(one, at) for one in doomed])
    await _destroy(session, await _with_repeats(session, [one.item for one in doomed]))
    return stones[0]


def _stone(entry: Entry, at: datetime) -> Link:
    return Link(kind=Kind.ERASED, item=entry.item, at=at, refers=entry.seq)


async def _tombstone(session: Session, entry: Entry) -> Entry:
    found = await chain.many(
        session,
        schema.entries.c.ledger == entry.ledger,
        schema.entries.c.refers == entry.seq,
        schema.entries.c.kind == Kind.ERASED.value,
    )
    if not found:
        raise Missing
    return found[0]


async def _with_repeats(session: Session, items: Sequence[ItemId]) -> list[ItemId]:
    """The items, and those of deliveries that only said the same again."""
    rows = await session.rows(
        select(schema.inbox.c.item).where(schema.inbox.c.same_as.in_(items)).distinct()
    )
    return [*items, *(ItemId(row.item) for row in rows if row.item not in items)]


async def _destroy(session: Session, items: Sequence[ItemId]) -> None:
    for start in range(0, len(items), _SLICE):
        await _destroy_slice(session, items[start : start + _SLICE])


async def _destroy_slice(session: Session, items: Sequence[ItemId]) -> None:
    parts, inbox, outbox = schema.parts, schema.inbox, schema.outbox
    blobs = await session.rows(
        select(parts.c.cipher).where(parts.c.item.in_(items), parts.c.sealed.is_(None))
    )
    session.doomed.extend(Sha256(row.cipher) for row in blobs)
    await session.write(delete(parts).where(parts.c.item.in_(items)))
    await session.write(delete(schema.reminders).where(schema.reminders.c.plan.in_(items)))
    await session.write(delete(schema.plan_events).where(schema.plan_events.c.plan.in_(items)))
    await session.write(delete(schema.plans).where(schema.plans.c.plan.in_(items)))
    await session.write(delete(schema.sheets).where(schema.sheets.c.item.in_(items)))
    await session.write(delete(schema.items).where(schema.items.c.item.in_(items)))
    await session.write(delete(schema.steps).where(schema.steps.c.item.in_(items)))
    await session.write(delete(schema.cases).where(schema.cases.c.item.in_(items)))
    await session.write(
        update(inbox)
        .where(inbox.c.item.in_(items), inbox.c.state == InboxState.WAITING.value)
        .values(state=InboxState.DONE.value, reason=REASON)
    )
    await session.write(
        update(outbox)
        .where(outbox.c.item.in_(items), outbox.c.state.in_(_PENDING))
        .values(state=OutboxState.EXPIRED.value, reason=REASON)
    )
    session.destroyed.extend(items)
    for one in items:
        session.item_keys.pop(one, None)


async def plan(session: Session, which: PlanId) -> None:
    """Destroy a plan with its events, its reminders and every reply that spoke of it.

    A reply may have spoken of several plans at once; it goes with the first that is erased.

    Raises:
        Missing: there is no such plan.
    """
    if plans.by_id(session, which) is None:
        raise Missing
    said = {row.said for row in reminders.of_plan(session, which) if row.said is not None}
    for reply in sorted(said):
        await retire.unsay_all(session, reply)
    await _destroy(session, [which])


async def sheet(session: Session, who: PersonId, name: str) -> None:
    """Destroy a sheet; one that is not there is no error."""
    item = sheets.item_of(session, who, name)
    if item is not None:
        await _destroy(session, [item])


async def person(session: Session, who: PersonId, at: datetime) -> None:
    """Destroy everything of a person. He may begin anew, as somebody else.

    Raises:
        Missing: there is no such person.
    """
    persons, identities, items = schema.persons, schema.identities, schema.items
    if await session.row(select(persons.c.person).where(persons.c.person == who)) is None:
        raise Missing
    ledgers = await session.rows(
        select(schema.ledgers.c.ledger).where(schema.ledgers.c.person == who)
    )
    for row in ledgers:
        ledger = LedgerId(row.ledger)
        living = await chain.many(
            session,
            schema.entries.c.ledger == ledger,
            schema.entries.c.kind.in_([kind.value for kind in OWNERS]),
            items.c.item.is_not(None),
        )
        if living:
            await chain.append(session, ledger, [_stone(one, at) for one in living])
    owned = await session.rows(select(items.c.item).where(items.c.person == who))
    await _destroy(session, [ItemId(row.item) for row in owned])
    await session.write(delete(identities).where(identities.c.person == who))
    await session.write(delete(schema.guests).where(schema.guests.c.person == who))
    await session.write(delete(schema.tokens).where(schema.tokens.c.person == who))
    await session.write(delete(schema.usage).where(schema.usage.c.person == who))
    await session.write(update(persons).where(persons.c.person == who).values(wrapped=None))
