"""A payment that was put down wrongly: 记错了, 只还了一部分, 撤掉这一笔, 改为 800 元.

Taken back it is as if it had never been said; the reminders of its instalment come back with it.
A button names the delivery that put the payment down, or its place among what happened to the
plan; either does nothing to a payment that holds no more.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from handlers import account, actions, keys, plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Look, Reply
from handlers.money.fen import yuan
from handlers.planning import payments
from handlers.planning.about import About, about
from handlers.planning.which import named
from handlers.plans import KeptPlan
from handlers.repayment import paid
from handlers.repayment.paid import Payment
from handlers.repayment.plan import Fen
from handlers.repayment.states import RowState
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

ANEW: Final = "anew"
"""In a button: how much it was is to be asked."""


async def press_undo(call: Call, argument: str) -> Reply:
    """记错了: the payment that a delivery of his put down is taken back, once."""
    one, delivery = await about(call, argument)
    payment = _put_down_by(one, delivery)
    if one is None or payment is None:
        return account.stale_button(call.desk.texts)
    return await take_back(call, one.kept, one.row, payment)


async def press_part(call: Call, argument: str) -> Reply:
    """只还了一部分: the full payment is taken back, and how much it was is asked."""
    one, delivery = await about(call, argument)
    payment = _put_down_by(one, delivery)
    if one is None or (payment is None and not await payments.asks_about(call, one)):
        return account.stale_button(call.desk.texts)
    return await ask_anew(call, one.kept, one.row, payment)


async def press_fix(call: Call, argument: str) -> Reply:
    """What was offered for a payment: another amount, none at all, or to say how much it was."""
    name, _, rest = argument.partition(":")
    place, _, what = rest.partition(":")
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return account.stale_button(call.desk.texts)
    kept = await plans.read(call.change, row)
    payment = _at(kept, actions.whole(place))
    meant = None if payment is None else kept.state.row(payment.row)
    if payment is None or meant is None:
        return Reply((said(call.desk.texts, "correct.before"),))
    if what == ANEW:
        return await ask_anew(call, kept, meant, payment)
    amount = actions.whole(what)
    if not amount:
        return await take_back(call, kept, meant, payment)
    return await put_right(call, kept, meant, payment, Fen(amount))


async def press_right(call: Call, _: str) -> Reply:
    """不用改: nothing is changed."""
    return Reply((said(call.desk.texts, "correct.kept"),))


def _put_down_by(one: About | None, delivery: str) -> Payment | None:
    """The payment put down by a delivery, if it belongs to that plan and still holds."""
    number = actions.whole(delivery)
    if one is None or number is None:
        return None
    key = keys.event(number, "paid")
    return next((each for each in paid.payments(one.kept.happened) if each.key == key), None)


def _at(kept: KeptPlan, place: int | None) -> Payment | None:
    """The payment at that place among what happened, if it still holds."""
    if place is None or place >= len(kept.happened):
        return None
    key = kept.happened[place].key
    return next((each for each in paid.payments(kept.happened) if each.key == key), None)


def place(kept: KeptPlan, payment: Payment) -> int:
    """Where a payment stands among what happened to its plan; it never changes."""
    return next(at for at, one in enumerate(kept.happened) if one.key == payment.key)


async def _undo(call: Call, kept: KeptPlan, payment: Payment) -> KeptPlan:
    key, at = payment.key, call.row.received_at
    return await plans.undo(call.change, kept.row, key, key=f"{key}:undone", at=at)


async def take_back(call: Call, kept: KeptPlan, row: RowState, payment: Payment) -> Reply:
    """Nothing was paid: said with what is left now."""
    return taken_back(call.desk.texts, await _undo(call, kept, payment), row)


def taken_back(texts: Texts, kept: KeptPlan, row: RowState) -> Reply:
    """The same, pure.

    Args:
        kept: the plan without that payment.
    """
    lead = said(
        texts,
        "paid.undone",
        "paid.balance",
        look=Look.LEAD,
        name=named(texts, kept),
        number=str(row.number),
        money=yuan(kept.state.balance),
    )
    return Reply((lead, said(texts, "paid.anew", look=Look.SMALL)))


async def ask_anew(call: Call, kept: KeptPlan, row: RowState, payment: Payment | None) -> Reply:
    """How much it was in truth; what was put down counts no more."""
    on = None
    if payment is not None:
        on = payment.on
        kept = await _undo(call, kept, payment)
    draft = await payments.ask_amount(call, kept, row, on=on)
    texts = call.desk.texts
    return Reply(
        (
            said(texts, "agree_ask.paid", look=Look.LEAD),
            said(texts, "agree.aside", look=Look.SMALL),
        ),
        (button(texts, "cancel", f"plan-drop:{draft.stamp}"),),
    )


async def put_right(
    call: Call, kept: KeptPlan, row: RowState, payment: Payment, amount: Fen
) -> Reply:
    """Another amount in the place of the one put down, of the same day and with its receipt."""
    await _undo(call, kept, payment)
    at = call.row.received_at
    kept = await plans.pay(
        call.change,
        kept.row,
        row.id,
        key=keys.event(call.row.id, "paid"),
        at=at,
        on=payment.on,
        amount=amount,
        evidence=payment.evidence,
    )
    await payments.answered(call, About(kept, row))
    return payments.noted(
        call.desk.texts,
        kept,
        row,
        amount,
        delivery=call.row.id,
        on=_other(payment.on, beijing_day(at)),
        corrected=True,
    )


def _other(on: date, today: date) -> date | None:
    return on if on != today else None
