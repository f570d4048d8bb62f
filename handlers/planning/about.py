"""The instalment that an answer or a button is about."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import account, plans
from handlers.calls import Call
from handlers.messages import Reply
from handlers.money.fen import yuan
from handlers.planning.which import named
from handlers.plans import KeptPlan
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import PlanStatus, RowState
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts


@dataclass(frozen=True, slots=True)
class About:
    """One row of one of the person's plans."""

    kept: KeptPlan
    row: RowState

    @property
    def button(self) -> str:
        """How an action names it: "plan:row"."""
        return f"{plans.handle(self.kept.row)}:{self.row.id}"

    @property
    def running(self) -> bool:
        """Whether its plan still goes on."""
        return self.kept.state.status is PlanStatus.RUNNING


async def about(call: Call, argument: str) -> tuple[About | None, str]:
    """The row an action names, and what follows it; None when it holds no more.

    Reminders name a plan by its id, everything else by the beginning of it.
    """
    name, _, rest = argument.partition(":")
    row_id, _, rest = rest.partition(":")
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return None, rest
    kept = await plans.read(call.change, row)
    found = kept.state.row(row_id)
    return (None if found is None else About(kept, found)), rest


async def gone(call: Call, argument: str) -> Reply:
    """A button about an instalment that was agreed otherwise since: what is to be paid now."""
    texts = call.desk.texts
    row = await plans.named(call.change, call.row.person, argument.partition(":")[0])
    kept = None if row is None else await plans.read(call.change, row)
    now = None if kept is None else kept.state.next_row
    if kept is None or now is None or kept.state.status is not PlanStatus.RUNNING:
        return account.stale_button(texts)
    name = About(kept, now).button
    words = said(
        texts,
        "controls.moved",
        name=named(texts, kept),
        number=str(now.number),
        date=day_words(texts, now.instalment.due),
        money=yuan(now.open),
    )
    verbs = ("paid", "plan-paid"), ("later", "plan-later"), ("cannot", "plan-cannot")
    return Reply((words,), tuple(button(texts, label, f"{verb}:{name}") for label, verb in verbs))


def paid_before(texts: Texts, one: About) -> Reply:
    """Nothing is open of that row any more."""
    name, number = named(texts, one.kept), str(one.row.number)
    balance = yuan(one.kept.state.balance)
    return Reply(
        (said(texts, "paid.before", "paid.balance", name=name, number=number, money=balance),)
    )
