"""Since when the oldest thing of each queue has been waiting, for those who watch the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from storage import instants, schema
from storage.records import InboxState, OutboxState, StepState
from storage.session import Session


@dataclass(frozen=True, slots=True)
class Backlog:
    """The oldest of each queue; None when the queue is empty.

    Attributes:
        inbox: a delivery that is not kept yet.
        steps: an original that is not read and judged yet.
        outbox: a reply that is due, or was tried in vain.
    """

    inbox: datetime | None
    steps: datetime | None
    outbox: datetime | None


async def of(session: Session, now: datetime) -> Backlog:
    """What waits now; a reply that is meant for later does not."""
    inbox, steps, outbox = schema.inbox.c, schema.steps.c, schema.outbox.c
    entries = schema.entries.c
    tried_or_due = or_(outbox.attempts > 0, outbox.not_before <= instants.write(now))
    return Backlog(
        inbox=await _oldest(
            session,
            select(func.min(inbox.received_at)).where(inbox.state == InboxState.WAITING.value),
        ),
        steps=await _oldest(
            session,
            select(func.min(entries.at))
            .join(schema.steps, and_(steps.ledger == entries.ledger, steps.seq == entries.seq))
            .where(steps.state == StepState.WAITING.value),
        ),
        outbox=await _oldest(
            session,
            select(func.min(outbox.created_at)).where(
                outbox.state.in_((OutboxState.QUEUED.value, OutboxState.SENDING.value)),
                tried_or_due,
            ),
        ),
    )


async def _oldest(session: Session, query: Select[Any]) -> datetime | None:
    found = await session.row(query)
    return None if found is None or found[0] is None else instants.read(found[0])
