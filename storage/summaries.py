"""What a plan's events come to, sealed beside them, so that a reminder need not open them all.

The events are the truth and this is only what they came to, as the upper floor worked it out in
the change that wrote the last of them. Its slot bears the number of that event: a summary that
was left behind is not found, and whoever finds none reads the events. It lies under the plan's
key and goes with it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, select

from storage import parts, plans, schema
from storage.planned import PlanId, PlanRow
from storage.ready import Ready, among
from storage.records import ItemId, Slot
from storage.session import KEYED, Session

_BEGIN: Final = "summary:"
_END: Final = "summary;"
"""The first text after all that begin so."""
_LAST: Final = (
    select(func.max(schema.plan_events.c.seq))
    .where(schema.plan_events.c.plan == schema.plans.c.plan)
    .correlate(schema.plans)
    .scalar_subquery()
)
_OF_SEVERAL: Final = Ready(
    select(
        schema.plans,
        schema.plans.c.plan.label("item"),
        schema.parts.c.slot,
        schema.parts.c.sealed,
        *KEYED,
    )
    .join(schema.items, schema.items.c.item == schema.plans.c.plan)
    .join(schema.persons, schema.persons.c.person == schema.items.c.person)
    .outerjoin(
        schema.parts,
        (schema.parts.c.item == schema.plans.c.plan)
        & (schema.parts.c.slot == _BEGIN + func.cast(_LAST, schema.parts.c.slot.type)),
    )
    .where(among(schema.plans.c.plan, "plan"))
)
_EMPTY: Final = Ready(
    delete(schema.parts).where(
        schema.parts.c.item == bindparam("item"),
        schema.parts.c.slot >= _BEGIN,
        schema.parts.c.slot < _END,
    )
)


async def write(session: Session, plan: PlanId, body: bytes) -> None:
    """Keep what the events come to that the plan has now, in place of an earlier summary.

    One too large for the table is not kept: as a blob it would be read more slowly than events.

    Raises:
        Missing, Erased: there is no such plan any more.
    """
    session.put(_EMPTY, {"item": plan})
    last = plans.last_event(session, plan)
    if last is not None and len(body) <= parts.INLINE:
        await parts.put(session, plan, Slot(f"{_BEGIN}{last}"), body)


class Summaries:
    """Several plans with their summaries, found at once and opened one by one."""

    __slots__ = ("_rows", "_session")

    def __init__(self, session: Session, named: Collection[PlanId]) -> None:
        self._session = session
        self._rows: dict[PlanId, Row[Any]] = {
            PlanId(ItemId(row.plan)): row for row in session.among(_OF_SEVERAL, "plan", named)
        }

    def plan(self, plan: PlanId) -> PlanRow | None:
        """One of them, None when it is gone."""
        found = self._rows.get(plan)
        return None if found is None else plans.row_of(found)

    async def of(self, plan: PlanId) -> bytes | None:
        """What the events of one of them come to; None: read them."""
        found = self._rows.get(plan)
        return None if found is None else await parts.of_row_or_none(self._session, found)
