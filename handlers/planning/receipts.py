"""A kept screenshot that is a payment receipt: offered for the instalment it pays.

It may show a payment that was put down in words already, or a further one of the same instalment.
Nobody can know which, so both are offered, each with what it leads to, and nothing that was put
down is taken back unless that button is pressed.
"""

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
from handlers.planning.about import About, about
from handlers.plans import KeptPlan
from handlers.ports import Reading
from handlers.repayment import paid, receipts
from handlers.repayment.paid import Payment
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
"""A payment put down so lately may be the one that the receipt shows."""
NEAR: Final = timedelta(days=3)
"""So may one that was made about the day that stands on the receipt."""
MORE: Final = "more"
"""At the end of an action: a further payment, beside those put down."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a receipt may be for.

    Attributes:
        noted: the payment put down without a receipt that it may show.
        more: something was put down for that instalment already, and this is a further payment.
    """

    kept: KeptPlan
    row: RowState
    noted: Payment | None = None
    more: bool = False

    @property
    def action(self) -> str:
        """How a button names it, without the receipt."""
        return f"{plans.handle(self.kept.row)}:{self.row.id}"

    @property
    def tail(self) -> str:
        """What a button says of earlier payments."""
        if self.noted is not None:
            return f":{keys.delivery(self.noted.key)}"
        return f":{MORE}" if self.more else ""


async def offer(
    desk: Desk, change: Change, step: Step, readings: Iterable[Reading], now: datetime
) -> None:
    """Ask which instalment a receipt is for, if it is one and there is one."""
    entry = await change.entry(step.ledger, step.seq)
    receipt = shown(readings, entry.at)
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


def shown(readings: Iterable[Reading], at: datetime) -> Receipt | None:
    """The payment in what was read off pictures that came then; None when they show none."""
    return receipts.read("\n".join(one.text for one in readings), beijing_day(at))


async def candidates(
    view: View, person: PersonId, receipt: Receipt, now: datetime
) -> tuple[Choice, ...]:
    """What it may be for, the likeliest first."""
    found: list[Choice] = []
    for kept in await plans.listed(view, person):
        noted = tuple(_noted(kept, receipt, now))
        found += noted
        row = kept.state.next_row
        if kept.state.status is PlanStatus.RUNNING and row is not None:
            found.append(Choice(kept, row, more=any(one.row.id == row.id for one in noted)))
    found.sort(key=lambda one: (_unlikely(receipt, one), _fit(receipt, one)))
    return tuple(found[:OFFERED])


def _unlikely(receipt: Receipt, one: Choice) -> int:
    """The same amount was put down: that one. Another amount: rather a payment of its own."""
    if one.noted is None:
        return 1
    return 0 if one.noted.fen == receipt.amount else 2


def _fit(receipt: Receipt, one: Choice) -> int:
    due = one.row.open or one.row.instalment.amount
    return receipts.fits(receipt, due, one.kept.state.plan.creditor)


def _noted(kept: KeptPlan, receipt: Receipt, now: datetime) -> Iterator[Choice]:
    """Instalments said to be paid about then, without a receipt so far; the latest first."""
    for payment in reversed(paid.payments(kept.happened)):
        row = kept.state.row(payment.row)
        about_then = receipt.on is not None and abs(receipt.on - payment.on) <= NEAR
        said_lately = now - payment.at <= RECENT
        if row is not None and payment.evidence is None and (about_then or said_lately):
            yield Choice(kept, row, payment)


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
        tuple(
            Button(_label(texts, one, receipt), f"plan-receipt:{one.action}:{seq}{one.tail}")
            for one in choices
        ),
        number=number,
    )


def _label(texts: Texts, one: Choice, receipt: Receipt) -> str:
    creditor = one.kept.state.plan.creditor or texts.say("plan.someone")
    number = str(one.row.number)
    if one.noted is None:
        name = "receipt_read.row_more" if one.more else "receipt_read.row"
        return texts.say(name, creditor=creditor, number=number)
    same = one.noted.fen == receipt.amount
    name = "receipt_read.row_same" if same else "receipt_read.row_instead"
    return texts.say(name, creditor=creditor, number=number, money=yuan(one.noted.fen))


async def press(call: Call, argument: str) -> Reply:
    """The receipt is for that instalment: put down once, however often it is pressed."""
    one, tail = await about(call, argument)
    seq, _, tail = tail.partition(":")
    entry = await actions.original(call, seq)
    receipt = None if entry is None else await _read_again(call.change, entry)
    if one is None or entry is None or receipt is None:
        return account.stale_button(call.desk.texts)
    key = keys.receipt_paid(entry.ledger, entry.seq)
    if call.change.plans.by_event(key) is not None:
        number = evidence(entry.number or 0)
        return Reply((said(call.desk.texts, "receipt_read.before", number=number),))
    noted = [n for n in _noted(one.kept, receipt, call.row.received_at) if n.row.id == one.row.id]
    same = next((n for n in noted if n.tail == f":{tail}"), None)
    further = one.row.open > 0 and (tail == MORE if noted else not tail)
    if same is None and not further:
        return await _ask_again(call, entry, receipt)  # something was put down since it was asked
    return await _put_down(call, one, entry, receipt, same)


async def _put_down(
    call: Call, one: About, entry: Entry, receipt: Receipt, same: Choice | None
) -> Reply:
    """A payment with its receipt, in the place of the one it shows, if that was said before."""
    change, at = call.change, call.row.received_at
    if same is not None and same.noted is not None:
        noted = same.noted.key
        await plans.undo(change, one.kept.row, noted, key=f"{noted}:undone", at=at)
    kept = await plans.pay(
        change,
        one.kept.row,
        one.row.id,
        key=keys.receipt_paid(entry.ledger, entry.seq),
        at=at,
        on=receipt.on or beijing_day(entry.at),
        amount=receipt.amount,
        evidence=entry.number,
    )
    await payments.answered(call, one)
    number = evidence(entry.number or 0)
    return payments.noted(call.desk.texts, kept, one.row, receipt.amount, proof=number)


async def _ask_again(call: Call, entry: Entry, receipt: Receipt) -> Reply:
    """What it may be for as things stand now."""
    choices = await candidates(call.change, call.row.person, receipt, call.row.received_at)
    if not choices:
        return account.stale_button(call.desk.texts)
    number = entry.number or 0
    return offered(call.desk.texts, receipt, choices, number=number, seq=entry.seq)


async def _read_again(view: View, entry: Entry) -> Receipt | None:
    """What the notes of its reading say."""
    notes = await subjects.noted(view, entry, subjects.READING)
    readings = [bodies.reading_in(body)[1] for _, body in notes if "text" in bodies.unpack(body)]
    return shown(readings, entry.at)
