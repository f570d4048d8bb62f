"""Which instalment is meant: offered as buttons where it can be more than one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Button, Reply
from handlers.money.fen import yuan
from handlers.plans import KeptPlan
from handlers.repayment.plan import Fen
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import RowState
from handlers.texts.paragraphs import said

MOST: Final = 6
"""Instalments offered."""
NEAR: Final = 31
"""Days: an instalment further ahead is asked about."""
Choice = tuple[KeptPlan, RowState, Fen | None]
"""An instalment of a plan, and how much was said of it."""


def is_far(call: Call, row: RowState) -> bool:
    """Whether it is due so late that another may be meant."""
    return (row.instalment.due - beijing_day(call.row.received_at)).days > NEAR


def choice(call: Call, verb: str, chosen: Choice) -> Button:
    """One of them; with an amount it names the delivery that said it, so that it counts once."""
    texts, (kept, row, amount) = call.desk.texts, chosen
    creditor = kept.state.plan.creditor or texts.say("plan.someone")
    date = day_words(texts, row.instalment.due)
    action = f"{verb}:{kept.row.number}:{row.id}"
    if amount is None:
        return Button(texts.say("controls.row", creditor=creditor, date=date), action)
    label = texts.say("controls.row_money", creditor=creditor, date=date, money=yuan(amount))
    return Button(label, f"{action}:{amount}:{call.row.id}")


def which(call: Call, verb: str, choices: Iterable[Choice]) -> Reply:
    """Ask, one button for each."""
    buttons = tuple(choice(call, verb, one) for one in islice(choices, MOST))
    return Reply((said(call.desk.texts, "controls.which"),), buttons)
