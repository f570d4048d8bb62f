"""The second stage's queue: originals waiting to be read and judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, insert, select, update

from storage import chain, instants, schema
from storage.ready import Ready
from storage.records import ItemId, LedgerId, PersonId, Seq, Step, StepState
from storage.session import Session

_ADD: Final = Ready(
    insert(schema.steps),
    ("person", "ledger", "item", "seq", "state", "attempts", "not_before"),
)
_OF_ENTRY: Final = Ready(
    select(schema.steps).where(
        schema.steps.c.ledger == bindparam("ledger"), schema.steps.c.seq == bindparam("seq")
    )
)
_DUE: Final = Ready(
    select(schema.steps)
    .where(
        schema.steps.c.state == StepState.WAITING.value,
        schema.steps.c.not_before <= bindparam("at"),
    )
    .order_by(schema.steps.c.id)
    .limit(bindparam("most"))
)


def _step(row: Row[Any]) -> Step:
    return Step(
        id=row.id,
        person=PersonId(row.person),
        ledger=LedgerId(row.ledger),
        item=ItemId(row.item),
        seq=Seq(row.seq),
        state=StepState(row.state),
        attempts=row.attempts,
        not_before=instants.read(row.not_before),
        reason=row.reason,
    )


async def add(session: Session, ledger: LedgerId, seq: Seq, at: datetime) -> None:
    """Queue an original; a second time changes nothing."""
    if await of_entry(session, ledger, seq) is not None:
        return
    entry = await chain.at(session, ledger, seq)
    end = await chain.tail(session, ledger)
    values = {
        "person": end.person,
        "ledger": ledger,
        "item": entry.item,
        "seq": seq,
        "state": StepState.WAITING.value,
        "attempts": 0,
        "not_before": instants.write(at),
    }
    session.put(_ADD, values)


async def of_entry(session: Session, ledger: LedgerId, seq: Seq) -> Step | None:
    """The step of an original, if it has one."""
    row = session.first(_OF_ENTRY, ledger=ledger, seq=seq)
    return None if row is None else _step(row)


async def due(session: Session, now: datetime, limit: int) -> tuple[Step, ...]:
    """Those to be worked on now, in order."""
    rows = session.find(_DUE, at=instants.write(now), most=limit)
    return tuple(_step(row) for row in rows)


async def mark(
    session: Session,
    step: Step,
    state: StepState,
    *,
    reason: str | None,
    not_before: datetime | None,
    attempt: bool,
) -> None:
    """Move a step on."""
    steps = schema.steps
    values: dict[str, Any] = {
        "state": state.value,
        "reason": reason,
        "attempts": steps.c.attempts + (1 if attempt else 0),
    }
    if not_before is not None:
        values["not_before"] = instants.write(not_before)
    await session.write(update(steps).where(steps.c.id == step.id).values(values))
