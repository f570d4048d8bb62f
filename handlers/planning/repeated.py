"""The same payment told twice within minutes: asked about, for nobody can know which it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handlers import plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Button, Look, Reply
from handlers.money.fen import yuan
from handlers.planning.about import About
from handlers.planning.which import DAY, named
from handlers.repayment.paid import Payment, payments
from handlers.repayment.plan import Fen
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

WITHIN: Final = timedelta(minutes=30)
"""What was put down so lately may be told once more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A payment as it is told now.

    Attributes:
        amount: None for all that is open of the row.
        on: the Beijing day on which it was made.
        delivery: the one that says so; a further payment counts once for it.
        row_named: it is said which instalment it was; a payment of another one is another.
    """

    amount: Fen | None
    on: date
    delivery: int
    row_named: bool = False


def lately(one: About, told: Claim, now: datetime) -> Payment | None:
    """The payment of that plan put down last that may be the very one, None where none may."""
    found = [each for each in payments(one.kept.happened) if now - each.at <= WITHIN]
    for each in sorted(found, key=lambda payment: payment.at, reverse=True):
        same_row = each.row == one.row.id or not told.row_named
        same_sum = told.amount is None or (each.fen == told.amount and each.on == told.on)
        if same_row and same_sum:
            return each
    return None


def ask(call: Call, one: About, earlier: Payment, told: Claim) -> Reply:
    """Whether it is that one."""
    paid = one.row.open if told.amount is None else told.amount
    action = f"plan-more:{plans.handle(one.kept.row)}:{one.row.id}:{paid}:{told.delivery}"
    if told.on != beijing_day(call.row.received_at):
        action += f":{told.on:{DAY}}"
    return asked(call.desk.texts, one, earlier, paid, action)


def asked(texts: Texts, one: About, earlier: Payment, paid: Fen, action: str) -> Reply:
    """The same, pure.

    Args:
        action: what puts down a further payment.
    """
    lead = said(
        texts,
        "paid.again",
        look=Look.LEAD,
        name=named(texts, one.kept),
        number=str(earlier.number),
        money=yuan(earlier.fen),
    )
    more = Button(texts.say("paid.more", money=yuan(paid)), action)
    return Reply((lead,), (button(texts, "paid_same", "plan-same"), more))


async def press_same(call: Call, _: str) -> Reply:
    """是同一笔: nothing is put down."""
    return Reply((said(call.desk.texts, "paid.once"),))
