"""Plans: append-only events, sealed under a key of the plan's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, func, insert, select, update

from storage import instants, parts, persons, schema
from storage.planned import PlanEvent, PlanId, PlanRow
from storage.ready import Ready
from storage.records import ItemId, LedgerId, PersonId, Slot
from storage.session import KEYED, Session

_ADD: Final = Ready(insert(schema.plans))
_ADD_EVENT: Final = Ready(insert(schema.plan_events))
_BY_ID: Final = Ready(select(schema.plans).where(schema.plans.c.plan == bindparam("plan")))
_OF_PERSON: Final = select(schema.plans).where(schema.plans.c.person == bindparam("person"))
_ALL: Final = Ready(_OF_PERSON.order_by(schema.plans.c.number))
_OPEN: Final = Ready(_OF_PERSON.where(schema.plans.c.open).order_by(schema.plans.c.number))
_NUMBERED: Final = Ready(_OF_PERSON.where(schema.plans.c.number == bindparam("number")))
_BY_KEY: Final = Ready(
    select(schema.plans)
    .join(schema.plan_events, schema.plan_events.c.plan == schema.plans.c.plan)
    .where(schema.plan_events.c.key == bindparam("key"))
)
_LAST_NUMBER: Final = Ready(
    select(func.max(schema.plans.c.number).label("last")).where(
        schema.plans.c.person == bindparam("person")
    )
)
_LAST_EVENT: Final = Ready(
    select(func.max(schema.plan_events.c.seq).label("last")).where(
        schema.plan_events.c.plan == bindparam("plan")
    )
)
_MARK: Final = Ready(
    update(schema.plans)
    .where(schema.plans.c.plan == bindparam("which"))
    .values(open=bindparam("now"))
)


def _slot_of_event() -> ColumnElement[str]:
    return "event:" + func.cast(schema.plan_events.c.seq, schema.plan_events.c.key.type)


_EVENTS: Final = Ready(
    select(
        schema.plan_events.c.plan.label("item"),
        schema.plan_events.c.seq,
        schema.plan_events.c.key,
        schema.plan_events.c.at,
        schema.parts.c.slot,
        schema.parts.c.sealed,
        *KEYED,
    )
    .join(schema.items, schema.items.c.item == schema.plan_events.c.plan)
    .join(schema.persons, schema.persons.c.person == schema.items.c.person)
    .outerjoin(
        schema.parts,
        (schema.parts.c.item == schema.plan_events.c.plan)
        & (schema.parts.c.slot == _slot_of_event()),
    )
    .where(schema.plan_events.c.plan == bindparam("plan"))
    .order_by(schema.plan_events.c.seq)
)


def event_slot(seq: int) -> Slot:
    """Where the words of an event lie."""
    return Slot(f"event:{seq}")


def row_of(found: Row[Any]) -> PlanRow:
    """A plan, as `schema.plans` has it."""
    return PlanRow(
        plan=PlanId(ItemId(found.plan)),
        person=PersonId(found.person),
        ledger=LedgerId(found.ledger),
        kind=found.kind,
        number=found.number,
        open=bool(found.open),
    )


async def add(
    session: Session, ledger: LedgerId, kind: str, *, key: str, body: bytes, at: datetime
) -> tuple[PlanRow, bool]:
    """Begin a plan with its first event; the one there is when the key was used.

    Returns:
        The plan, and whether this call has begun it.
    """
    known = session.first(_BY_KEY, key=key)
    if known is not None:
        return row_of(known), False
    person, item = await persons.new_item(session, ledger)
    last = session.first(_LAST_NUMBER, person=person)
    plan = PlanRow(
        plan=PlanId(item),
        person=person,
        ledger=ledger,
        kind=kind,
        number=1 + (0 if last is None or last.last is None else int(last.last)),
        open=True,
    )
    session.put(
        _ADD,
        {
            "plan": plan.plan,
            "person": person,
            "ledger": ledger,
            "kind": kind,
            "number": plan.number,
            "open": True,
        },
    )
    await _append(session, plan.plan, 0, key=key, body=body, at=at)
    return plan, True


async def append(session: Session, plan: PlanId, key: str, body: bytes, at: datetime) -> bool:
    """Say that something happened to a plan; False when that key was used.

    Raises:
        Missing, Erased: there is no such plan any more.
    """
    if session.first(_BY_KEY, key=key) is not None:
        return False
    last = last_event(session, plan)
    seq = 0 if last is None else last + 1
    await _append(session, plan, seq, key=key, body=body, at=at)
    return True


async def _append(
    session: Session, plan: PlanId, seq: int, *, key: str, body: bytes, at: datetime
) -> None:
    await parts.put(session, plan, event_slot(seq), body)
    session.put(_ADD_EVENT, {"plan": plan, "seq": seq, "key": key, "at": instants.write(at)})


def last_event(session: Session, plan: PlanId) -> int | None:
    """The number of the last event, None when there is none."""
    found = session.first(_LAST_EVENT, plan=plan)
    return None if found is None or found.last is None else int(found.last)


def mark(session: Session, plan: PlanId, *, is_open: bool) -> None:
    """Say whether a plan may still have something to remind of."""
    session.put(_MARK, {"which": plan, "now": is_open})


def by_id(session: Session, plan: PlanId) -> PlanRow | None:
    """The plan, None when it is gone."""
    found = session.first(_BY_ID, plan=plan)
    return None if found is None else row_of(found)


def by_number(session: Session, person: PersonId, number: int) -> PlanRow | None:
    """The plan that the person calls by this number."""
    found = session.first(_NUMBERED, person=person, number=number)
    return None if found is None else row_of(found)


def by_key(session: Session, key: str) -> PlanRow | None:
    """The plan to which the event with that key happened."""
    found = session.first(_BY_KEY, key=key)
    return None if found is None else row_of(found)


def of_person(session: Session, person: PersonId, *, only_open: bool) -> tuple[PlanRow, ...]:
    """A person's plans in order of their numbers."""
    rows = session.find(_OPEN if only_open else _ALL, person=person)
    return tuple(row_of(row) for row in rows)


async def events(session: Session, plan: PlanId) -> tuple[PlanEvent, ...]:
    """Everything that happened to a plan, in order.

    Raises:
        Tampered, Missing: the words of one are damaged or lost.
    """
    found: list[PlanEvent] = []
    for row in session.find(_EVENTS, plan=plan):
        body = await parts.of_row(session, row)
        if body is None:
            body = await parts.whole(session, plan, event_slot(row.seq))
        found.append(PlanEvent(row.seq, row.key, instants.read(row.at), body))
    return tuple(found)
