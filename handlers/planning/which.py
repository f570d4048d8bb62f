"""Which instalment is meant: offered as buttons where it can be more than one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from handlers import plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Button, Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.plans import KeptPlan
from handlers.repayment.plan import Fen
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import RowState
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts

MOST: Final = 6
"""Instalments offered."""
DAY: Final = "%y%m%d"
"""How a button writes a day: there is little room."""
NEAR: Final = 31
"""Days: an instalment further ahead is asked about."""
Choice = tuple[KeptPlan, RowState, Fen | None]
"""An instalment of a plan, and how much was said of it."""


def is_far(call: Call, row: RowState) -> bool:
    """Whether it is due so late that another may be meant."""
    return (row.instalment.due - beijing_day(call.row.received_at)).days > NEAR


def choice(
    call: Call, verb: str, chosen: Choice, *, numbered: bool = False, on: date | None = None
) -> Button:
    """One of them; with an amount it names the delivery that said it, so that it counts once.

    Args:
        numbered: the creditor alone does not say which plan it is.
        on: the day on which it was paid, where that was said.
    """
    texts, (kept, row, amount) = call.desk.texts, chosen
    creditor = title(texts, kept, numbered=numbered)
    due = day_words(texts, row.instalment.due)
    action = f"{verb}:{plans.handle(kept.row)}:{row.id}"
    if amount is not None or on is not None:
        action += f":{amount or 0}:{call.row.id}"
    if on is not None:
        action += f":{on:{DAY}}"
    if amount is None:
        return Button(texts.say("controls.row", creditor=creditor, date=due), action)
    label = texts.say("controls.row_money", creditor=creditor, date=due, money=yuan(amount))
    return Button(label, action)


def title(texts: Texts, kept: KeptPlan, *, numbered: bool) -> str:
    """Whom a plan is owed to, with its number where several are owed to him."""
    creditor = kept.state.plan.creditor or texts.say("plan.someone")
    if not numbered:
        return creditor
    return texts.say("plans.name", number=str(kept.row.number), creditor=creditor)


def named(texts: Texts, kept: KeptPlan) -> str:
    """A plan by its number and whom it is owed to, where that is known."""
    if kept.state.plan.creditor is None:
        return texts.say("progress.nameless", number=str(kept.row.number))
    return title(texts, kept, numbered=True)


def which(call: Call, verb: str, choices: Iterable[Choice], *, on: date | None = None) -> Reply:
    """Ask, one button for each; what is due first is offered first."""
    texts = call.desk.texts
    found = sorted(choices, key=lambda one: (one[1].instalment.due, one[0].row.number))
    owed = Counter(kept.state.plan.creditor for kept, _, _ in found)
    buttons = tuple(
        choice(call, verb, one, numbered=owed[one[0].state.plan.creditor] > 1, on=on)
        for one in found[:MOST]
    )
    left = [kept for kept, _, _ in found[MOST:]]
    return Reply((said(texts, "controls.which"), *more(texts, left, "controls.more")), buttons)


def which_plan(texts: Texts, kept: Sequence[KeptPlan], verb: str, tail: str = "") -> Reply:
    """Ask for one of several plans.

    Args:
        tail: what its action carries behind the plan.
    """
    buttons = tuple(
        Button(title(texts, one, numbered=True), f"{verb}:{plans.handle(one.row)}{tail}")
        for one in kept[:MOST]
    )
    left = more(texts, kept[MOST:], "controls.more_changed")
    return Reply((said(texts, "controls.which_plan"), *left), buttons)


def more(texts: Texts, left: Sequence[KeptPlan], key: str) -> Iterator[Segment]:
    """That there are more than buttons, and how those are named in words."""
    if left:
        number = str(left[0].row.number)
        yield said(texts, key, look=Look.SMALL, count=str(len(left)), number=number)
