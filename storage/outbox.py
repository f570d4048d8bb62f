"""Replies: said once per key, delivered at least once, marked as they go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from storage import chain, instants, parts, schema
from storage.errors import Conflict
from storage.ready import Ready, among
from storage.records import (
    Draft,
    Due,
    ItemId,
    LedgerId,
    OutboxRow,
    OutboxState,
    PersonId,
    Saying,
)
from storage.session import Session

_WITH_WORDS: Final = parts.with_part(schema.outbox, "out:" + schema.outbox.c.key)
_SAID: Final = _WITH_WORDS.where(schema.parts.c.slot.is_not(None))
"""Replies whose text is still there."""
_USED: Final = Ready(select(schema.outbox.c.key).where(among(schema.outbox.c.key, "key")))
_SAID_BY_KEY: Final = Ready(_SAID.where(schema.outbox.c.key == bindparam("named")))
_PLACED: Final = Ready(
    parts.with_part(schema.outbox, "placed:" + schema.outbox.c.key).where(
        schema.outbox.c.key == bindparam("named")
    )
)
_UNPLACE: Final = Ready(
    delete(schema.parts).where(
        schema.parts.c.item == bindparam("item"), schema.parts.c.slot == bindparam("slot")
    )
)
_BY_ID: Final = Ready(_WITH_WORDS.where(schema.outbox.c.id == bindparam("which")))
_TAKE: Final = Ready(
    update(schema.outbox)
    .where(
        schema.outbox.c.id == bindparam("which"),
        schema.outbox.c.state == OutboxState.QUEUED.value,
    )
    .values(
        state=OutboxState.SENDING.value,
        reason=None,
        marked_at=bindparam("at"),
        attempts=schema.outbox.c.attempts + 1,
    )
)
_MARK: Final = Ready(
    update(schema.outbox)
    .where(schema.outbox.c.id == bindparam("which"))
    .values(
        state=bindparam("now"),
        reason=bindparam("why"),
        marked_at=bindparam("at"),
        not_before=func.coalesce(bindparam("later"), schema.outbox.c.not_before),
    )
)


def _due() -> Select[Any]:
    """The first of each ledger that is due, and of its urgent ones; see `due`."""
    outbox, mine, earlier = schema.outbox.c, schema.outbox.alias().c, schema.outbox.alias().c
    queued = OutboxState.QUEUED.value
    at: BindParameter[str] = bindparam("at")
    firsts = (
        select(func.min(mine.id))
        .where(mine.state == queued, mine.not_before <= at)
        .group_by(mine.ledger, mine.urgent)
    )
    behind = select(earlier.ledger).where(
        earlier.state == queued, earlier.not_before > at, earlier.attempts > 0
    )
    unreachable = select(earlier.ledger).where(earlier.state == OutboxState.BLOCKED.value)
    free = outbox.ledger.not_in(behind) & outbox.ledger.not_in(unreachable)
    return (
        select(outbox.id, outbox.key, outbox.ledger, outbox.door, outbox.urgent)
        .where(outbox.id.in_(firsts), outbox.door == bindparam("door"), free | outbox.urgent)
        .order_by(outbox.urgent.desc(), outbox.id)
        .limit(bindparam("most"))
    )


_DUE: Final = Ready(_due())
_BLOCKED: Final = Ready(
    select(schema.outbox.c.ledger)
    .where(schema.outbox.c.state == OutboxState.BLOCKED.value)
    .distinct()
)
_ROW: Final = (
    "key",
    "person",
    "ledger",
    "item",
    "door",
    "replaces",
    "state",
    "not_before",
    "created_at",
    "marked_at",
    "attempts",
    "doubts",
    "urgent",
)
ADD: Final = Ready(insert(schema.outbox), _ROW)
IN_DOUBT: Final = OutboxState.IN_DOUBT.value


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found in doubt after a restart: sent again once, or held."""

    again: int
    held: int


def row(draft: Draft, at: datetime) -> dict[str, Any]:
    """The columns of a reply that do not depend on whose it is."""
    now = instants.write(at)
    return {
        "key": draft.key,
        "replaces": draft.replaces,
        "state": OutboxState.QUEUED.value,
        "not_before": now if draft.not_before is None else instants.write(draft.not_before),
        "created_at": now,
        "marked_at": now,
        "attempts": 0,
        "doubts": 0,
        "urgent": draft.urgent,
    }


def taken(session: Session, keys: Collection[str]) -> set[str]:
    """Which of the keys have been used."""
    return {row.key for row in session.among(_USED, "key", keys)}


async def say(session: Session, ledger: LedgerId, item: ItemId, draft: Draft, at: datetime) -> bool:
    """Queue a reply; False when its key had been used.

    Raises:
        Erased: what it answers was erased meanwhile.
    """
    return await say_all(session, [Saying(ledger, item, draft)], at) == 1


async def say_all(session: Session, sayings: Sequence[Saying], at: datetime) -> int:
    """Queue several replies with different keys; how many of the keys had not been used.

    Raises:
        Erased: what one of them answers was erased meanwhile.
    """
    used = taken(session, [one.draft.key for one in sayings])
    fresh = [one for one in sayings if one.draft.key not in used]
    await parts.put_all(
        session,
        [(one.item, parts.outbox_slot(one.draft.key), one.draft.body) for one in fresh],
    )
    rows: list[dict[str, Any]] = []
    for one in fresh:
        person, door = await _home(session, one.ledger)
        whose = {"person": person, "ledger": one.ledger, "item": one.item, "door": door}
        rows.append(whose | row(one.draft, at))
    session.put_all(ADD, rows)
    return len(fresh)


async def _home(session: Session, ledger: LedgerId) -> tuple[PersonId, str]:
    """Whose a ledger is, and on which door."""
    known = session.homes.get(ledger)
    if known is None:
        end = await chain.tail(session, ledger)
        known = session.homes[ledger] = (end.person, end.door)
    return known


async def _row(session: Session, found: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=found.id,
        key=found.key,
        person=PersonId(found.person),
        ledger=LedgerId(found.ledger),
        item=ItemId(found.item),
        door=found.door,
        body=await parts.of_row_or_none(session, found) or b"",
        replaces=found.replaces,
        state=OutboxState(found.state),
        not_before=instants.read(found.not_before),
        created_at=instants.read(found.created_at),
        attempts=found.attempts,
        urgent=bool(found.urgent),
        reason=found.reason,
    )


async def _many(session: Session, query: Select[Any]) -> tuple[OutboxRow, ...]:
    return tuple([await _row(session, found) for found in await session.rows(query)])


def due(session: Session, door: str, now: datetime, limit: int) -> tuple[Due, ...]:
    """The next reply of each ledger that is to be sent now, urgent ones first.

    What follows a reply that has to be tried again waits behind it, so that nothing overtakes;
    where nobody can be reached all wait. Urgent ones are tried whatever went before.
    """
    rows = session.find(_DUE, door=door, at=instants.write(now), most=limit)
    return tuple(
        Due(row.id, row.key, LedgerId(row.ledger), row.door, bool(row.urgent)) for row in rows
    )


async def take(session: Session, due: Due, at: datetime) -> OutboxRow | None:
    """Mark a reply as being sent; None when it is gone, or somebody else has taken it.

    Its body is empty when nothing is left of it to be said.
    """
    if not session.put(_TAKE, {"which": due.id, "at": instants.write(at)}):
        return None
    found = session.first(_BY_ID, which=due.id)
    return None if found is None else await _row(session, found)


async def of_ledger(
    session: Session, ledger: LedgerId, limit: int, before: int | None
) -> tuple[OutboxRow, ...]:
    """What was said on a ledger, newest first."""
    outbox = schema.outbox.c
    conditions: list[ColumnElement[bool]] = [outbox.ledger == ledger]
    if before is not None:
        conditions.append(outbox.id < before)
    query = _SAID.where(*conditions).order_by(outbox.id.desc())
    return await _many(session, query.limit(limit))


async def where(session: Session, *conditions: ColumnElement[bool]) -> tuple[OutboxRow, ...]:
    """Replies that meet conditions, oldest first; erased ones left out."""
    return await _many(session, _SAID.where(*conditions).order_by(schema.outbox.c.id))


def copies(key: str) -> ColumnElement[bool]:
    """A reply and the copies of it that other doors were given."""
    outbox = schema.outbox.c
    return (outbox.key == key) | outbox.key.startswith(f"{key}:", autoescape=True)


async def by_key(session: Session, key: str) -> OutboxRow | None:
    """The reply of a key, unless its text was erased."""
    found = session.first(_SAID_BY_KEY, named=key)
    return None if found is None else await _row(session, found)


async def mark(
    session: Session,
    reply: OutboxRow,
    state: OutboxState,
    *,
    reason: str | None,
    not_before: datetime | None,
    at: datetime,
) -> None:
    """Move a reply on. Taking one for sending succeeds for one caller only.

    Raises:
        Conflict: somebody else has taken it, or it was erased.
    """
    later = None if not_before is None else instants.write(not_before)
    values = {"which": reply.id, "at": instants.write(at)}
    if state is OutboxState.SENDING:
        touched = session.put(_TAKE, values)
    else:
        touched = session.put(_MARK, values | {"now": state.value, "why": reason, "later": later})
    if not touched:
        raise Conflict


async def pause(session: Session, ledger: LedgerId, reason: str, at: datetime) -> int:
    """Nobody is reached there: what waits is blocked, and all that is said later waits behind."""
    return await _moved(
        session, ledger, OutboxState.QUEUED, OutboxState.BLOCKED, reason=reason, at=at
    )


async def resume(session: Session, ledger: LedgerId, at: datetime) -> int:
    """The person is back: what was blocked is due again. Returns how many."""
    return await _moved(
        session, ledger, OutboxState.BLOCKED, OutboxState.QUEUED, reason=None, at=at
    )


def blocked(session: Session) -> frozenset[LedgerId]:
    """Where nobody is reached."""
    return frozenset(LedgerId(row.ledger) for row in session.find(_BLOCKED))


async def _moved(
    session: Session,
    ledger: LedgerId,
    old: OutboxState,
    new: OutboxState,
    *,
    reason: str | None,
    at: datetime,
) -> int:
    outbox = schema.outbox.c
    return await session.write(
        update(schema.outbox)
        .where(outbox.ledger == ledger, outbox.state == old.value)
        .values(state=new.value, reason=reason, marked_at=instants.write(at))
    )


async def place(session: Session, reply: OutboxRow, where: str) -> None:
    """Remember where a reply stands on its platform; sealed like its text, and erased with it.

    Raises:
        Erased: it was erased meanwhile.
    """
    slot = parts.placed_slot(reply.key)
    session.put(_UNPLACE, {"item": reply.item, "slot": slot})
    await parts.add(session, reply.item, slot, where.encode())


async def placed(session: Session, key: str) -> str | None:
    """Where the reply of a key stands on its platform, None when nobody knows."""
    found = session.first(_PLACED, named=key)
    where = None if found is None else await parts.of_row(session, found)
    return None if where is None else where.decode()


async def release(session: Session, now: datetime) -> int:
    """Queue again what was held in doubt, once the service has proved to be stable."""
    outbox = schema.outbox
    held = (outbox.c.state == OutboxState.HELD.value) & (outbox.c.reason == IN_DOUBT)
    ids = [row.id for row in await session.rows(select(outbox.c.id).where(held))]
    for one in ids:
        await session.write(
            update(outbox)
            .where(outbox.c.id == one)
            .values(state=OutboxState.QUEUED.value, marked_at=instants.write(now))
        )
    return len(ids)


async def recover(session: Session, now: datetime) -> Recovered:
    """After a restart: what was being sent may have arrived. Once it is sent again, then held."""
    outbox = schema.outbox
    rows = await session.rows(
        select(outbox.c.id, outbox.c.doubts).where(
            outbox.c.state.in_([OutboxState.SENDING.value, IN_DOUBT])
        )
    )
    again = [row.id for row in rows if row.doubts == 0]
    held = [row.id for row in rows if row.doubts > 0]
    for ids, state in ((again, OutboxState.QUEUED), (held, OutboxState.HELD)):
        for one in ids:
            await session.write(
                update(outbox)
                .where(outbox.c.id == one)
                .values(
                    state=state.value,
                    reason=IN_DOUBT,
                    doubts=outbox.c.doubts + 1,
                    marked_at=instants.write(now),
                )
            )
    return Recovered(len(again), len(held))
