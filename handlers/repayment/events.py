"""What can happen to a repayment plan, as events: kept for good, never changed.

Each is one small frozen class and one JSON shape. What a plan looks like now is worked out of
them (`states`), so that nothing has to be corrected in two places.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from handlers import bodies
from handlers.repayment.plan import Fen, Plan
from handlers.repayment.shapes import plan_in, plan_shape


@dataclass(frozen=True, slots=True)
class Created:
    """The plan was written down; nobody is reminded of it before it is confirmed.

    Attributes:
        confirmed: the person had confirmed the table when it was written down.
    """

    plan: Plan
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The person has looked at the table and said that it is right."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Something was paid.

    Attributes:
        row: id of the row it is meant for.
        amount: None for all that was still open of the row.
        on: Beijing day of the payment, as the person says.
        evidence: number of the receipt that was kept, None without one.
    """

    row: str
    amount: Fen | None
    on: date
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """A payment was said by mistake; `key` is that of its event."""

    key: str


@dataclass(frozen=True, slots=True)
class Renegotiated:
    """Other rows were agreed for what is still open; earlier rows count no more."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Speak of a row again at that instant."""

    row: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Hardship:
    """The person says that he cannot pay a row in time."""

    row: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The creditor says that nothing is owed any more, whatever the rows come to."""

    on: date


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The plan is given up, by the person or the creditor; nobody is reminded of it."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A kept original belongs to the plan; named by its place in its chain."""

    ledger: str
    seq: int


@dataclass(frozen=True, slots=True)
class Detached:
    """It does not belong to the plan after all."""

    ledger: str
    seq: int


@dataclass(frozen=True, slots=True)
class Muted:
    """The person does not want to be reminded of this plan."""


@dataclass(frozen=True, slots=True)
class Unmuted:
    """He wants it again."""


Event = (
    Created
    | Confirmed
    | Paid
    | Undone
    | Renegotiated
    | Snoozed
    | Hardship
    | Settled
    | Cancelled
    | Attached
    | Detached
    | Muted
    | Unmuted
)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with its key and our time."""

    key: str
    at: datetime
    event: Event


def to_bytes(event: Event) -> bytes:
    """The sealed body of an event."""
    return bodies.pack({"event": type(event).__name__.lower(), **_fields(event)})


def from_bytes(body: bytes) -> Event:
    """The event that `to_bytes` wrote.

    Raises:
        ValueError: no event, or one that this program does not know.
    """
    shape = bodies.unpack(body)
    read = _READERS.get(shape["event"])
    if read is None:
        raise ValueError("an event that is not known")
    return read(shape)


def _fields(event: Event) -> dict[str, Any]:
    """The fields of an event as plain values, under their own names."""
    values = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, Plan):
        return plan_shape(value)
    return value.isoformat() if isinstance(value, date) else value


def _paid(shape: dict[str, Any]) -> Paid:
    amount = shape["amount"]
    return Paid(
        row=shape["row"],
        amount=None if amount is None else Fen(amount),
        on=date.fromisoformat(shape["on"]),
        evidence=shape["evidence"],
    )


_READERS: Final[Mapping[str, Callable[[dict[str, Any]], Event]]] = {
    "created": lambda shape: Created(plan_in(shape["plan"]), shape["confirmed"]),
    "confirmed": lambda _: Confirmed(),
    "paid": _paid,
    "undone": lambda shape: Undone(shape["key"]),
    "renegotiated": lambda shape: Renegotiated(plan_in(shape["plan"])),
    "snoozed": lambda shape: Snoozed(shape["row"], datetime.fromisoformat(shape["until"])),
    "hardship": lambda shape: Hardship(shape["row"]),
    "settled": lambda shape: Settled(date.fromisoformat(shape["on"])),
    "cancelled": lambda _: Cancelled(),
    "attached": lambda shape: Attached(shape["ledger"], shape["seq"]),
    "detached": lambda shape: Detached(shape["ledger"], shape["seq"]),
    "muted": lambda _: Muted(),
    "unmuted": lambda _: Unmuted(),
}
