"""Repayment plans, for whoever talks with the person: one function for each thing that happens.

Every function works inside a `Change` and takes the `key` of what caused it (`keys.event` of the
delivery), so that a repeated delivery changes nothing. After every event the plan's reminders
are worked out anew; whatever was said stays said.

    key = keys.event(row.id)
    plan = await plans.open_plan(change, row.ledger, agreed, key=key, at=now, confirmed=True)
    kept = await plans.pay(change, plan, "0.2", key=…, at=now, on=day)
    kept.state.balance
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers import deadlines
from handlers import wishes as wishing
from handlers.repayment import due
from handlers.repayment import events as happenings
from handlers.repayment import summary as summaries
from handlers.repayment.events import Event, Happened
from handlers.repayment.plan import Fen, Plan
from handlers.repayment.states import PlanState, PlanStatus, state
from handlers.wishes import Wishes
from storage.errors import Missing, Tampered
from storage.planned import PlanEvent, PlanId, PlanRow
from storage.records import ItemId, LedgerId, PersonId
from storage.store import Change, View

KIND: Final = "repayment"
_LONGEST_NUMBER: Final = 5
_HANDLE: Final = 10
"""Signs of its id by which a button names a plan: forty bits among one person's few, and short
enough for Telegram with an amount and a delivery behind it."""
DRAFT: Final = "conversation"
"""The sheet on which a conversation that is not finished lies."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as it is kept, with what its events come to.

    Attributes:
        happened: all events in order, for showing the history or taking a payment back.
    """

    row: PlanRow
    state: PlanState
    happened: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All plans of a person, in order of their numbers.

    Attributes:
        damaged: those of which an event cannot be read; `wenzhu verify` names it.
    """

    kept: tuple[KeptPlan, ...]
    damaged: tuple[PlanRow, ...]


async def open_plan(
    change: Change,
    ledger: LedgerId,
    plan: Plan,
    *,
    key: str,
    at: datetime,
    confirmed: bool = False,
) -> PlanRow:
    """Write down what was agreed. Nobody is reminded before `confirm`.

    Args:
        confirmed: he has looked at the table already: reminders begin at once.
    """
    body = happenings.to_bytes(happenings.Created(plan, confirmed))
    row, _ = await change.plans.add(ledger, KIND, key=key, body=body, at=at)
    if confirmed:
        await _settled(change, row, await wishing.of(change, row.person))
    return row


async def confirm(change: Change, row: PlanRow, *, key: str, at: datetime) -> KeptPlan:
    """The person has confirmed the table: reminders begin."""
    return await happen(change, row, happenings.Confirmed(), key=key, at=at)


async def pay(
    change: Change,
    row: PlanRow,
    which: str,
    *,
    key: str,
    at: datetime,
    on: date,
    amount: Fen | None = None,
    evidence: int | None = None,
) -> KeptPlan:
    """Something was paid of the row with that id.

    Args:
        on: the Beijing day of the payment.
        amount: None for all that is open of the row.
        evidence: number of the kept receipt.

    Raises:
        ValueError: an amount that is not positive.
    """
    if amount is not None and amount <= 0:
        raise ValueError("a payment is more than nothing")
    event = happenings.Paid(which, amount, on, evidence)
    return await happen(change, row, event, key=key, at=at)


async def undo(change: Change, row: PlanRow, of: str, *, key: str, at: datetime) -> KeptPlan:
    """The payment with that event key was said by mistake."""
    return await happen(change, row, happenings.Undone(of), key=key, at=at)


async def renegotiate(
    change: Change, row: PlanRow, plan: Plan, *, key: str, at: datetime
) -> KeptPlan:
    """Other rows were agreed for all that is still to be paid."""
    return await happen(change, row, happenings.Renegotiated(plan), key=key, at=at)


async def snooze(
    change: Change, row: PlanRow, which: str, until: datetime, *, key: str, at: datetime
) -> KeptPlan:
    """Speak of that row again at that instant."""
    return await happen(change, row, happenings.Snoozed(which, until), key=key, at=at)


async def hardship(change: Change, row: PlanRow, which: str, *, key: str, at: datetime) -> KeptPlan:
    """He says that he cannot pay that row in time."""
    return await happen(change, row, happenings.Hardship(which), key=key, at=at)


async def settle(change: Change, row: PlanRow, *, key: str, at: datetime, on: date) -> KeptPlan:
    """Nothing is owed any more; thirty days later he is asked to look at his credit record."""
    return await happen(change, row, happenings.Settled(on), key=key, at=at)


async def cancel(change: Change, row: PlanRow, *, key: str, at: datetime) -> KeptPlan:
    """The plan is given up; it stays to be seen, nobody is reminded of it."""
    return await happen(change, row, happenings.Cancelled(), key=key, at=at)


async def happen(change: Change, row: PlanRow, event: Event, *, key: str, at: datetime) -> KeptPlan:
    """Add an event and work out the reminders; with a known key nothing changes."""
    await change.plans.append(row.plan, key, happenings.to_bytes(event), at)
    return await _settled(change, row, await wishing.of(change, row.person))


async def _settled(change: Change, row: PlanRow, wishes: Wishes) -> KeptPlan:
    """Have the reminders wait that the plan has now."""
    kept = await read(change, row)
    await change.plans.summarise(row.plan, summaries.to_bytes(summaries.summary(kept.state)))
    change.plans.settle(row, due.wanted(kept.state, wishes))
    ended = kept.state.status is PlanStatus.CANCELLED
    change.plans.mark(row.plan, is_open=not ended)
    return kept


async def wish(
    change: Change, ledger: LedgerId, person: PersonId, wanted: Wishes, *, at: datetime
) -> None:
    """Keep how the person wants to be reminded, and work out all that waits anew.

    What cannot be read keeps its instants: one damaged plan must not bind him to the others' hours.
    """
    wishes = wanted.altered(await wishing.of(change, person), at)
    await wishing.write(change, ledger, wishes)
    for row in change.plans.of_person(person, only_open=True):
        try:
            if row.kind == KIND:
                await _settled(change, row, wishes)
            elif row.kind == deadlines.KIND:
                await deadlines.refresh(change, row, wishes)
        except (Missing, Tampered):
            # the days of an instalment are not known, but that he wants to hear of none is
            if row.kind == KIND and not wishes.moments:
                change.plans.settle(row, {})


async def read(view: View, row: PlanRow) -> KeptPlan:
    """A plan with its state.

    Raises:
        Tampered, Missing: an event of it is damaged.
    """
    return told(row, await view.plans.events(row.plan))


def told(row: PlanRow, events: Iterable[PlanEvent]) -> KeptPlan:
    """What the events of a plan come to."""
    happened = tuple(Happened(one.key, one.at, happenings.from_bytes(one.body)) for one in events)
    return KeptPlan(row, state(happened), happened)


async def owned(view: View, person: PersonId, plan: str) -> PlanRow | None:
    """The plan that a button names, None when it is gone or somebody else's."""
    row = view.plans.plan(_plan_id(plan))
    return row if row is not None and row.person == person and row.kind == KIND else None


def numbered(view: View, person: PersonId, number: int) -> PlanRow | None:
    """The plan a person names by its number; None when there is none."""
    if number >= 10**_LONGEST_NUMBER:
        return None
    row = view.plans.numbered(person, number)
    return row if row is not None and row.kind == KIND else None


def handle(row: PlanRow) -> str:
    """How a button names a plan. Never by its number: that changes when two persons are joined."""
    return row.plan[:_HANDLE]


async def named(view: View, person: PersonId, name: str) -> PlanRow | None:
    """The plan a button names; None when there is none, or it cannot be told which.

    Buttons said before handles name a number. Whoever has joined two places since may have had
    another plan of that number, so for him they mean nothing any more.
    """
    if name.isdecimal() and len(name) <= _LONGEST_NUMBER:
        return numbered(view, person, int(name)) if len(view.doors(person)) == 1 else None
    if len(name) != _HANDLE:
        return await owned(view, person, name)
    mine = view.plans.of_person(person, only_open=False)
    found = [row for row in mine if row.kind == KIND and handle(row) == name]
    return found[0] if len(found) == 1 else None


async def listed(view: View, person: PersonId, *, only_open: bool = False) -> Sequence[KeptPlan]:
    """A person's repayment plans in order of their numbers; those that cannot be read left out."""
    return (await shelf(view, person, only_open=only_open)).kept


async def shelf(view: View, person: PersonId, *, only_open: bool = False) -> Shelf:
    """A person's repayment plans, with those that can no longer be read."""
    kept: list[KeptPlan] = []
    damaged: list[PlanRow] = []
    for row in view.plans.of_person(person, only_open=only_open):
        if row.kind == KIND:
            try:
                kept.append(await read(view, row))
            except (Missing, Tampered):
                damaged.append(row)
    return Shelf(tuple(kept), tuple(damaged))


async def erase(change: Change, row: PlanRow) -> None:
    """Destroy a plan with everything that was said of it."""
    await change.plans.erase(row.plan)


def _plan_id(text: str) -> PlanId:
    return PlanId(ItemId(text))
