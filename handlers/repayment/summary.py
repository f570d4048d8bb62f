"""What a reminder has to know of a plan: worked out of its state, kept beside its events.

It is written in the change that wrote the last event, and it is no second truth: where it is
absent, or of a form this program does not know, the events are read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from handlers import bodies
from handlers.repayment.plan import Fen
from handlers.repayment.states import PlanState, PlanStatus

FORM: Final = 1
"""To be raised with every change of what stands in it, or of what events come to."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An instalment of which something is still to be paid.

    Attributes:
        id: as `states.RowState` has it.
        number: from 1, as people count.
        open: what is still to be paid of it.
    """

    id: str
    number: int
    due: date
    open: Fen
    paid: Fen


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan as far as reminders speak of it.

    Attributes:
        rows: the open ones by their ids; number, day, open and paid as they stand in the body,
            for a reminder speaks of one and there may be hundreds.
    """

    status: PlanStatus
    creditor: str | None
    balance: Fen
    settled_on: date | None
    rows: Mapping[str, Sequence[Any]]

    def row(self, identity: str) -> OpenRow | None:
        """The row with that id, None when it holds no more or nothing is open of it."""
        found = self.rows.get(identity)
        if found is None:
            return None
        number, due, left, paid = found
        return OpenRow(identity, number, date.fromisoformat(due), Fen(left), Fen(paid))


def summary(state: PlanState) -> Summary:
    """What reminders have to know of a plan."""
    return Summary(
        status=state.status,
        creditor=state.plan.creditor,
        balance=state.balance,
        settled_on=state.settled_on,
        rows={
            row.id: (row.number, row.instalment.due.isoformat(), row.open, row.paid)
            for row in state.rows
            if row.open
        },
    )


def to_bytes(found: Summary) -> bytes:
    """The sealed body."""
    settled = found.settled_on
    return bodies.pack(
        {
            "form": FORM,
            "status": found.status.value,
            "creditor": found.creditor,
            "balance": found.balance,
            "settled": None if settled is None else settled.isoformat(),
            "rows": {name: list(row) for name, row in found.rows.items()},
        }
    )


def from_bytes(body: bytes | None) -> Summary | None:
    """The summary that `to_bytes` wrote, None for one of another form or for nothing."""
    shape = None if body is None else bodies.shape_of(body)
    if shape is None or shape.get("form") != FORM:
        return None
    settled = shape["settled"]
    return Summary(
        status=PlanStatus(shape["status"]),
        creditor=shape["creditor"],
        balance=Fen(shape["balance"]),
        settled_on=None if settled is None else date.fromisoformat(settled),
        rows=shape["rows"],
    )
