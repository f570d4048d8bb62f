"""Reminders: instants as rows. What is due is found by an index, whatever else waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from storage import instants, schema
from storage.planned import PlanId, PlanRow, ReminderRow, ReminderState
from storage.ready import Ready, among
from storage.records import ItemId, PersonId
from storage.session import Session

_WAITING: Final = ReminderState.WAITING.value

_ADD: Final = Ready(
    insert(schema.reminders),
    ("plan", "person", "key", "due_at", "not_before", "state"),
)
_OF_PLAN: Final = Ready(
    select(schema.reminders)
    .where(schema.reminders.c.plan == bindparam("plan"))
    .order_by(schema.reminders.c.due_at, schema.reminders.c.id)
)
_MOVE: Final = Ready(
    update(schema.reminders)
    .where(schema.reminders.c.id == bindparam("which"), schema.reminders.c.state == _WAITING)
    .values(due_at=bindparam("due"), not_before=bindparam("due"))
)
_PUT_OFF: Final = Ready(
    update(schema.reminders)
    .where(schema.reminders.c.id == bindparam("which"), schema.reminders.c.state == _WAITING)
    .values(not_before=bindparam("later"))
)
_MARK: Final = Ready(
    update(schema.reminders)
    .where(schema.reminders.c.id == bindparam("which"), schema.reminders.c.state == _WAITING)
    .values(state=bindparam("now"), said=bindparam("reply"), marked_at=bindparam("at"))
)
_REMOVE: Final = Ready(
    delete(schema.reminders).where(
        schema.reminders.c.id == bindparam("which"), schema.reminders.c.state == _WAITING
    )
)
_DUE: Final = Ready(
    select(schema.reminders)
    .where(schema.reminders.c.state == _WAITING, schema.reminders.c.not_before <= bindparam("at"))
    .order_by(schema.reminders.c.not_before)
    .limit(bindparam("most"))
)
_DUE_TO: Final = Ready(
    select(schema.reminders)
    .join(schema.plans, schema.plans.c.plan == schema.reminders.c.plan)
    .where(
        among(schema.plans.c.person, "person"),
        # through the persons' plans, not through all that is due to everybody
        func.coalesce(schema.reminders.c.state, "") == _WAITING,
        schema.reminders.c.not_before <= bindparam("at"),
    )
)
_NEXT: Final = Ready(
    select(schema.reminders.c.not_before)
    .where(schema.reminders.c.state == _WAITING)
    .order_by(schema.reminders.c.not_before)
    .limit(1)
)
_LATE: Final = Ready(
    select(func.count().label("total")).where(
        schema.reminders.c.state == _WAITING, schema.reminders.c.not_before <= bindparam("at")
    )
)


def _row(found: Row[Any]) -> ReminderRow:
    return ReminderRow(
        id=found.id,
        plan=PlanId(ItemId(found.plan)),
        person=PersonId(found.person),
        key=found.key,
        due_at=instants.read(found.due_at),
        not_before=instants.read(found.not_before),
        state=ReminderState(found.state),
        said=found.said,
        marked_at=None if found.marked_at is None else instants.read(found.marked_at),
    )


def settle(session: Session, plan: PlanRow, wanted: Mapping[str, datetime]) -> None:
    """Have exactly these reminders wait for a plan; whatever was said stays said.

    Args:
        wanted: when each is due, by its key. The same call twice changes nothing.
    """
    there = {row.key: row for row in of_plan(session, plan.plan)}
    for key, row in there.items():
        if row.state is not ReminderState.WAITING:
            continue
        if key not in wanted:
            session.put(_REMOVE, {"which": row.id})
        elif wanted[key] != row.due_at:
            session.put(_MOVE, {"which": row.id, "due": instants.write(wanted[key])})
    fresh = [
        {
            "plan": plan.plan,
            "person": plan.person,
            "key": key,
            "due_at": instants.write(at),
            "not_before": instants.write(at),
            "state": _WAITING,
        }
        for key, at in wanted.items()
        if key not in there
    ]
    session.put_all(_ADD, fresh)


def of_plan(session: Session, plan: PlanId) -> tuple[ReminderRow, ...]:
    """All reminders of a plan, in order of time."""
    return tuple(_row(row) for row in session.find(_OF_PLAN, plan=plan))


def due(session: Session, now: datetime, limit: int) -> tuple[ReminderRow, ...]:
    """What is to be said now to those who have waited longest, in order of time.

    Whoever has something in it has all in it that is due to him.

    Args:
        limit: look at so many; more come only of persons who are among these.
    """
    rows = session.find(_DUE, at=instants.write(now), most=limit)
    if len(rows) < limit:
        return _in_time(rows)
    return due_to(session, [PersonId(row.person) for row in rows], now)


def due_to(
    session: Session, persons: Collection[PersonId], now: datetime
) -> tuple[ReminderRow, ...]:
    """All that is due to some persons, in order of time."""
    return _in_time(session.among(_DUE_TO, "person", persons, at=instants.write(now)))


def _in_time(rows: Iterable[Row[Any]]) -> tuple[ReminderRow, ...]:
    return tuple(sorted(map(_row, rows), key=lambda row: (row.due_at, row.id)))


def next_at(session: Session) -> datetime | None:
    """When the next one may be said, None when none waits."""
    found = session.first(_NEXT)
    return None if found is None else instants.read(found.not_before)


def late(session: Session, now: datetime) -> int:
    """How many are due."""
    found = session.first(_LATE, at=instants.write(now))
    return 0 if found is None else int(found.total)


def said(session: Session, rows: Iterable[tuple[ReminderRow, str]], at: datetime) -> None:
    """Each was spoken of in the reply whose key stands with it."""
    _marked(session, rows, ReminderState.SAID, at)


def dropped(session: Session, rows: Iterable[ReminderRow], at: datetime) -> None:
    """There is nothing to say any more."""
    _marked(session, ((row, None) for row in rows), ReminderState.DROPPED, at)


def _marked(
    session: Session,
    rows: Iterable[tuple[ReminderRow, str | None]],
    state: ReminderState,
    at: datetime,
) -> None:
    values = {"now": state.value, "at": instants.write(at)}
    session.put_all(_MARK, [values | {"which": row.id, "reply": reply} for row, reply in rows])


def put_off(session: Session, rows: Iterable[tuple[ReminderRow, datetime]]) -> None:
    """None may be said before the instant with it; when it was due stays known."""
    later = [{"which": row.id, "later": instants.write(until)} for row, until in rows]
    session.put_all(_PUT_OFF, later)
