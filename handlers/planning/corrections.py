"""What is said in words of a payment that was put down wrongly: 不对，是800, 没还，点错了.

Right below the payment, and with words that can mean nothing else, it is put right at once;
else it is offered with what would be left then. It is never taken for a further payment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers import keys, plans
from handlers.calls import Call
from handlers.language.repayment.correcting import Correction, correction
from handlers.language.repayment.payees import payees, same
from handlers.messages import Button, Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning import mistakes
from handlers.planning.which import named
from handlers.plans import KeptPlan
from handlers.repayment import paid
from handlers.repayment.events import Happened, Paid, Undone
from handlers.repayment.paid import Payment
from handlers.repayment.plan import Fen
from handlers.repayment.states import PlanStatus, RowState, state
from handlers.replies import from_bytes
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

RECENT: Final = timedelta(days=3)
"""A payment put down so lately may be meant by words that are plainly a correction."""
AT_ONCE: Final = timedelta(days=1)
"""So long what stands right below a payment is about it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A correction with the creditor it names."""

    what: Correction
    creditor: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A payment that was put down.

    Attributes:
        last: it is what was said last; words that follow are about it.
    """

    kept: KeptPlan
    row: RowState
    payment: Payment
    last: bool = False


def heard(text: str) -> Told | None:
    """The correction that a whole short message is; None for all else."""
    found = correction(text)
    if found is not None:
        return Told(found)
    told = payees(text)  # 某某银行那笔记错了，是800; 那笔是还花呗的
    found = correction(told.rest) if len(told.names) == 1 else None
    return Told(found, told.names[0]) if found is not None and found.firm else None


async def carry_out(call: Call, told: Told) -> Reply | None:
    """Put it right, or offer to; None when there is no payment it can be about."""
    one = await _meant(call, told)
    if one is None or not (one.last or told.what.firm):
        return None
    what, texts = told.what, call.desk.texts
    if not _owed_to(one.kept, told.creditor):
        return offered(texts, one, Correction())  # it was paid to somebody else
    if what.amount is not None and what.amount == one.payment.fen:
        return Reply((_said(texts, "correct.right", one),))
    if one.last and what.firm and _plain(one, what):
        if what.amount is not None:
            return await mistakes.put_right(call, one.kept, one.row, one.payment, what.amount)
        return await mistakes.take_back(call, one.kept, one.row, one.payment)
    return offered(texts, one, what)


def _plain(one: Noted, what: Correction) -> bool:
    """Whether nothing has to be asked."""
    fits = what.old in {None, one.payment.fen}
    much = what.amount or Fen(0)
    return fits and (what.nothing or 0 < much <= one.payment.fen + one.kept.state.balance)


async def _meant(call: Call, told: Told) -> Noted | None:
    """The payment put down last, of the creditor and with the amount that are named."""
    now = call.row.received_at
    latest = await _last_said(call)
    found = [
        one
        for kept in await plans.listed(call.change, call.row.person)
        for one in _noted(kept, latest, now)
        if told.what.row in {None, one.payment.number}
    ]
    named = [one for one in found if _owed_to(one.kept, told.creditor)]
    found = named or [one for one in found if one.last]
    found.sort(key=lambda one: (one.last, one.payment.at), reverse=True)
    if told.what.old is not None:
        found = [one for one in found if one.payment.fen == told.what.old] or found
    return found[0] if found else None


def _owed_to(kept: KeptPlan, name: str | None) -> bool:
    """Whether a plan is of the creditor that is named, if one is."""
    return name is None or same(name, kept.state.plan.creditor or "")


def _noted(kept: KeptPlan, latest: frozenset[str], now: datetime) -> Iterator[Noted]:
    """Payments of a plan of rows that still hold, put down lately."""
    if kept.state.status is PlanStatus.CANCELLED:
        return
    for payment in paid.payments(kept.happened):
        row = kept.state.row(payment.row)
        if row is not None and now - payment.at <= RECENT:
            last = now - payment.at <= AT_ONCE and not latest.isdisjoint(_wrong(kept, payment))
            yield Noted(kept, row, payment, last)


def _wrong(kept: KeptPlan, payment: Payment) -> Iterator[str]:
    """The buttons that take a payment back, under what is said of it."""
    name = plans.handle(kept.row)
    yield f"plan-fix:{name}:{mistakes.place(kept, payment)}:0"
    if payment.evidence is None:
        yield f"plan-undo:{name}:{payment.row}:{keys.delivery(payment.key)}"


async def _last_said(call: Call) -> frozenset[str]:
    """The actions of the buttons under the latest reply."""
    rows = await call.change.outbox_of(call.row.ledger, 1)
    try:
        reply = from_bytes(rows[0].body) if rows and rows[0].body else None
    except (ValueError, KeyError):
        reply = None
    return frozenset() if reply is None else frozenset(one.action for one in reply.buttons)


def offered(texts: Texts, one: Noted, what: Correction) -> Reply:
    """What was put down, what it would come to then, and the button that does it."""
    fix = f"plan-fix:{plans.handle(one.kept.row)}:{mistakes.place(one.kept, one.payment)}"
    back = button(texts, "paid_back", f"{fix}:0")
    right = button(texts, "paid_right", "plan-right")
    if what.amount is not None:
        change = Button(texts.say("correct.fix", money=yuan(what.amount)), f"{fix}:{what.amount}")
        lead = said(
            texts,
            "correct.amount",
            look=Look.LEAD,
            name=named(texts, one.kept),
            number=str(one.row.number),
            paid=yuan(one.payment.fen),
            money=yuan(what.amount),
        )
        then = said(texts, "correct.amount_then", money=yuan(_balance(one, what.amount)))
        return Reply((lead, then), (change, back, right))
    if what.nothing:
        then = said(texts, "correct.back_then", money=yuan(_balance(one, None)))
        return Reply((_said(texts, "correct.back", one), then), (back, right))
    anew = button(texts, "paid_amount", f"{fix}:{mistakes.ANEW}")
    return Reply((_said(texts, "correct.which", one),), (anew, back, right))


def _said(texts: Texts, key: str, one: Noted) -> Segment:
    return said(
        texts,
        key,
        look=Look.LEAD,
        name=named(texts, one.kept),
        number=str(one.row.number),
        money=yuan(one.payment.fen),
    )


def _balance(one: Noted, amount: Fen | None) -> Fen:
    """What would be left with that amount in the place of the one put down."""
    payment, happened = one.payment, one.kept.happened
    then = (*happened, Happened("undone", payment.at, Undone(payment.key)))
    if amount is not None:
        again = Paid(payment.row, amount, payment.on, payment.evidence)
        then = (*then, Happened("again", payment.at, again))
    return state(then).balance
