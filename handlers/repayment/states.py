"""What a repayment plan looks like now: worked out of its events, pure and complete.

Rows are known by an id "revision.index" that never changes: after the second renegotiation the
first row is "2.0". Money that was paid goes to the row it was meant for; what is over goes to
the next open rows in order of their days, then to earlier ones. What is paid beyond the last row
is kept as such and never forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from handlers.repayment.events import (
    Attached,
    Cancelled,
    Confirmed,
    Created,
    Detached,
    Happened,
    Hardship,
    Muted,
    Paid,
    Renegotiated,
    Settled,
    Snoozed,
    Undone,
    Unmuted,
)
from handlers.repayment.plan import Fen, Instalment, Plan

NOTHING: Final = Fen(0)


class RowStatus(StrEnum):
    """How one row stands on a day."""

    DUE = "due"
    PAID = "paid"
    PART_PAID = "part-paid"
    LATE = "late"


class PlanStatus(StrEnum):
    """How the whole plan stands."""

    DRAFT = "draft"
    RUNNING = "running"
    SETTLED = "settled"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Later:
    """He wants to hear of it again.

    Attributes:
        until: when.
        asked: when he said so.
    """

    until: datetime
    asked: datetime


@dataclass(frozen=True, slots=True)
class RowState:
    """One row with what was paid of it.

    Attributes:
        id: "revision.index"; stays the row's own for good.
        number: from 1, as people count.
        later: when the person wants to hear of it again.
        hard: he has said that he cannot pay it in time.
    """

    id: str
    number: int
    instalment: Instalment
    paid: Fen = NOTHING
    later: tuple[Later, ...] = ()
    hard: bool = False

    @property
    def open(self) -> Fen:
        """What is still to be paid of it."""
        return Fen(self.instalment.amount - self.paid)

    def status(self, today: date) -> RowStatus:
        """How it stands on a Beijing day; a row is late from the day after it was due."""
        if self.open == 0:
            return RowStatus.PAID
        if self.instalment.due < today:
            return RowStatus.LATE
        return RowStatus.PART_PAID if self.paid else RowStatus.DUE


@dataclass(frozen=True, slots=True)
class PlanState:
    """A plan as its events have made it.

    Attributes:
        plan: the rows that hold now.
        since: from when these rows are reminded of: their confirmation or renegotiation.
        reopened: when a payment was taken back last, None if none was.
        paid: everything that was ever paid, earlier revisions included.
        over: what was paid beyond the last row.
        settled_on: the Beijing day on which nothing was left to pay.
        attached: kept originals that belong to it, in the order in which they were put there.
        muted: since when the person does not want to be reminded of it, None where he does.
        unmuted: when he wanted it again last, None if he never gave it up.
    """

    status: PlanStatus
    plan: Plan
    revision: int
    since: datetime
    rows: tuple[RowState, ...]
    paid: Fen
    over: Fen = NOTHING
    settled_on: date | None = None
    reopened: datetime | None = None
    attached: tuple[Attached, ...] = ()
    muted: datetime | None = None
    unmuted: datetime | None = None

    @property
    def balance(self) -> Fen:
        """What is still to be paid."""
        return NOTHING if self.settled_on else Fen(sum(row.open for row in self.rows))

    @property
    def renegotiated(self) -> bool:
        """Whether other rows were agreed after the first ones."""
        return self.revision > 0

    def row(self, identity: str) -> RowState | None:
        """The row with that id, None when it holds no more."""
        return next((row for row in self.rows if row.id == identity), None)

    def hears(self, later: Later) -> bool:
        """Whether what he asked to hear again is still wanted: silence over the plan ends it."""
        if self.muted is not None:
            return later.asked > self.muted
        return self.unmuted is None or later.asked > self.unmuted or later.until > self.unmuted

    @property
    def next_row(self) -> RowState | None:
        """The first row of which something is open, None when there is none."""
        return next((row for row in self.rows if row.open), None)


@dataclass(slots=True)
class _Fold:
    """A plan while events go by."""

    plan: Plan
    since: datetime
    rows: list[RowState]
    revision: int = 0
    status: PlanStatus = PlanStatus.DRAFT
    paid: int = 0
    over: int = 0
    settled_on: date | None = None

    def take(self, one: Happened) -> None:
        match one.event:
            case Confirmed() if self.status is PlanStatus.DRAFT:
                self.status, self.since = PlanStatus.RUNNING, one.at
            case Renegotiated(plan):
                self._renew(plan, one.at)
            case Paid(row, amount, on):
                self._pay(row, amount, on)
            case Snoozed(row, until):
                for place, found in self._named(row):
                    self.rows[place] = replace(found, later=(*found.later, Later(until, one.at)))
            case Hardship(row):
                for place, found in self._named(row):
                    self.rows[place] = replace(found, hard=True)
            case Settled(on):
                self.status, self.settled_on = PlanStatus.SETTLED, on
            case Cancelled():
                self.status = PlanStatus.CANCELLED
            case _:
                pass

    def _named(self, identity: str) -> list[tuple[int, RowState]]:
        return [(place, row) for place, row in enumerate(self.rows) if row.id == identity]

    def _renew(self, plan: Plan, at: datetime) -> None:
        """Other rows; what was paid so far was paid of the earlier ones."""
        self.revision += 1
        self.plan, self.since, self.over = plan, at, 0
        self.rows = _rows(plan, self.revision)
        self.status, self.settled_on = PlanStatus.RUNNING, None

    def _pay(self, identity: str, amount: Fen | None, on: date) -> None:
        known = self._named(identity)
        if not known and amount is None:
            return  # all of a row that holds no more: nobody knows how much that was
        meant = known[0][0] if known else 0
        left = self.rows[meant].open if amount is None else amount
        self.paid += left
        for place in (*range(meant, len(self.rows)), *reversed(range(meant))):
            row = self.rows[place]
            part = min(left, row.open)
            if part:
                self.rows[place] = replace(row, paid=Fen(row.paid + part))
            left = Fen(left - part)
        self.over += left
        running = self.status is PlanStatus.RUNNING
        if running and not any(row.open for row in self.rows):
            self.status, self.settled_on = PlanStatus.SETTLED, on


def _rows(plan: Plan, revision: int) -> list[RowState]:
    return [RowState(f"{revision}.{at}", at + 1, row) for at, row in enumerate(plan.rows)]


def state(events: Iterable[Happened]) -> PlanState:
    """What the events of one plan come to.

    Raises:
        ValueError: they do not begin with the plan's creation.
    """
    told = without_mistakes(tuple(events))
    if not told or not isinstance(told[0].event, Created):
        raise ValueError("a plan begins by being created")
    plan = told[0].event.plan
    fold = _Fold(plan, told[0].at, _rows(plan, 0))
    if told[0].event.confirmed:
        fold.status = PlanStatus.RUNNING
    for one in told[1:]:
        fold.take(one)
    return PlanState(
        status=fold.status,
        plan=fold.plan,
        revision=fold.revision,
        since=fold.since,
        rows=tuple(fold.rows),
        paid=Fen(fold.paid),
        over=Fen(fold.over),
        settled_on=fold.settled_on,
        reopened=max((one.at for one in told if isinstance(one.event, Undone)), default=None),
        attached=_attached(told),
        muted=_muted(told),
        unmuted=max((one.at for one in told if isinstance(one.event, Unmuted)), default=None),
    )


def without_mistakes(events: Sequence[Happened]) -> tuple[Happened, ...]:
    """The events without payments that were taken back."""
    undone = {one.event.key for one in events if isinstance(one.event, Undone)}
    return tuple(one for one in events if not (one.key in undone and isinstance(one.event, Paid)))


def _attached(events: Iterable[Happened]) -> tuple[Attached, ...]:
    """What was put to the plan and not taken away again."""
    found: dict[Attached, None] = {}
    for one in events:
        match one.event:
            case Attached() as put:
                found.setdefault(put)
            case Detached(ledger, seq):
                found.pop(Attached(ledger, seq), None)
            case _:
                pass
    return tuple(found)


def _muted(events: Iterable[Happened]) -> datetime | None:
    """Since when it is silent; other rows that are agreed are spoken of again."""
    since: datetime | None = None
    for one in events:
        match one.event:
            case Muted():
                since = one.at
            case Unmuted() | Renegotiated():
                since = None
            case _:
                pass
    return since
