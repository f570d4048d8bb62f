"""Replies that were not said where they were to be said, so that they can be said elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select

from storage import instants, outbox, schema
from storage.erase import REASON
from storage.records import LedgerId, OutboxRow, OutboxState
from storage.session import Session

_GIVEN_BACK: Final = (OutboxState.BLOCKED, OutboxState.EXPIRED, OutboxState.HELD)


async def replies(
    session: Session, ledger: LedgerId, begins: str, since: datetime
) -> tuple[OutboxRow, ...]:
    """What was to be said on a ledger since then and cannot be, in order.

    Where nobody is reached that is also what waits behind. What was erased is not among it.

    Args:
        begins: how the names of the replies begin that are asked for.
    """
    states = [state.value for state in _GIVEN_BACK]
    if ledger in outbox.blocked(session):
        states.append(OutboxState.QUEUED.value)
    of = schema.outbox.c
    return await outbox.where(
        session,
        of.ledger == ledger,
        of.state.in_(states),
        of.reason.is_distinct_from(REASON),
        of.key.startswith(begins, autoescape=True),
        of.created_at >= instants.write(since),
    )


async def given(session: Session, key: str) -> tuple[LedgerId, ...]:
    """On which ledgers a reply and its copies were put, in that order."""
    of = schema.outbox.c
    rows = await session.rows(select(of.ledger).where(outbox.copies(key)).order_by(of.id))
    return tuple(LedgerId(row.ledger) for row in rows)
