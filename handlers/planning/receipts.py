"""A kept screenshot that is a payment receipt: offered for the instalment it pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers import account, actions, bodies, keys, plans, subjects
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.desk import Desk
from handlers.messages import Button, Look, Reply
from handlers.money.fen import yuan
from handlers.planning import payments
from handlers.planning.about import about
from handlers.plans import KeptPlan
from handlers.ports import Reading
from handlers.repayment import receipts
from handlers.repayment.events import Paid, Undone
from handlers.repayment.receipts import Receipt
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import PlanStatus, RowState
from handlers.replies import to_bytes
from handlers.texts.dates import evidence
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts
from storage.records import Draft, Entry, Kind, PersonId, Step
from storage.store import Change, View

OFFERED: Final = 4
RECENT: Final = timedelta(days=10)
"""A payment noted so lately may be the one that the receipt shows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An instalment that a receipt may be for.

    Attributes:
        noted: key of a payment already noted for it, without a receipt.
    """

    kept: KeptPlan
    row: RowState
    noted: str | None = None


async def offer(
    desk: Desk, change: Change, step: Step, readings: Iterable[Reading], now: datetime
) -> None:
    """Ask which instalment a receipt is for, if it is one and there is one."""
    receipt = receipts.read("\n".join(reading.text for reading in readings))
    entry = await change.entry(step.ledger, step.seq)
    if receipt is None or entry.kind is not Kind.ORIGINAL:
        return
    choices = await candidates(change, step.person, receipt, now)
    if choices:
        draft = Draft(
            key=keys.receipt_read(step.ledger, step.seq),
            body=to_bytes(
                offered(desk.texts, receipt, choices, number=entry.number or 0, seq=entry.seq)
            ),
        )
        await change.say(step.ledger, step.item, draft, now)


async def candidates(
    view: View, person: PersonId, receipt: Receipt, now: datetime
) -> tuple[Choice, ...]:
    """The instalments it may be for, the likeliest first."""
    found: list[Choice] = []
    for kept in await plans.listed(view, person):
        found += _noted(kept, now)
        row = kept.state.next_row
        if kept.state.status is PlanStatus.RUNNING and row is not None:
            found.append(Choice(kept, row))
    found.sort(key=lambda one: (one.noted is None, _fit(receipt, one)))
    return tuple(found[:OFFERED])


def _fit(receipt: Receipt, one: Choice) -> int:
    due = one.row.open or one.row.instalment.amount
    return receipts.fits(receipt, due, one.kept.state.plan.creditor)


def _noted(kept: KeptPlan, now: datetime) -> Iterator[Choice]:
    """Instalments lately said to be paid, without a receipt so far."""
    for key, event, at in _payments(kept):
        row = kept.state.row(event.row)
        if row is not None and event.evidence is None and now - at <= RECENT:
            yield Choice(kept, row, key)


def _payments(kept: KeptPlan) -> Iterator[tuple[str, Paid, datetime]]:
    """Payments that hold, the latest first."""
    undone = {one.event.key for one in kept.happened if isinstance(one.event, Undone)}
    for one in reversed(kept.happened):
        if isinstance(one.event, Paid) and one.key not in undone:
            yield one.key, one.event, one.at


def offered(
    texts: Texts, receipt: Receipt, choices: Sequence[Choice], *, number: int, seq: int
) -> Reply:
    """What stands on it, and the instalments to choose from."""
    facts = [texts.say("receipt_read.money", money=yuan(receipt.amount))]
    if receipt.on is not None:
        facts.append(day_words(texts, receipt.on))
    if receipt.payee is not None:
        facts.append(texts.say("receipt_read.payee", name=receipt.payee))
    name = evidence(number)
    return Reply(
        (
            said(texts, "receipt_read.lead", look=Look.LEAD, number=name, words="，".join(facts)),
            said(texts, "receipt_read.ask"),
        ),
        tuple(Button(_label(texts, one), f"plan-receipt:{_about(one)}:{seq}") for one in choices),
        number=number,
    )


def _about(one: Choice) -> str:
    return f"{one.kept.row.number}:{one.row.id}"


def _label(texts: Texts, one: Choice) -> str:
    creditor = one.kept.state.plan.creditor or texts.say("plan.someone")
    return texts.say("receipt_read.row", creditor=creditor, number=str(one.row.number))


async def press(call: Call, argument: str) -> Reply:
    """The receipt is for that instalment: put down once, however often it is pressed."""
    one, seq = await about(call, argument)
    entry = await actions.original(call, seq)
    receipt = None if entry is None else await _read_again(call.change, entry)
    if one is None or entry is None or receipt is None:
        return account.stale_button(call.desk.texts)
    texts, change, at = call.desk.texts, call.change, call.row.received_at
    key = keys.receipt_paid(entry.ledger, entry.seq)
    number = evidence(entry.number or 0)
    if change.plans.by_event(key) is not None:
        return Reply((said(texts, "receipt_read.before", number=number),))
    for noted, event, _ in _payments(one.kept):
        if event.row == one.row.id and event.evidence is None:
            await plans.undo(change, one.kept.row, noted, key=f"{noted}:undone", at=at)
            break
    kept = await plans.pay(
        change,
        one.kept.row,
        one.row.id,
        key=key,
        at=at,
        on=receipt.on or beijing_day(entry.at),
        amount=receipt.amount,
        evidence=entry.number,
    )
    return payments.noted(texts, kept, one.row, receipt.amount, proof=number)


async def _read_again(view: View, entry: Entry) -> Receipt | None:
    """What the notes of its reading say."""
    notes = await subjects.noted(view, entry, subjects.READING)
    readings = [bodies.reading_in(body)[1] for _, body in notes if "text" in bodies.unpack(body)]
    return receipts.read("\n".join(reading.text for reading in readings))
