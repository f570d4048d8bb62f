"""Agreeing anew what is still open of a plan: which rows these are, also while it is talked about.

A table stands open for days, and meanwhile an instalment is paid, or the plan is cancelled. So
whatever is shown or saved is first held against the plan as it is then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers import plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.repayment import payees, reading
from handlers.messages import Look, Reply, Segment
from handlers.planning import draft as drafts
from handlers.planning.draft import Draft
from handlers.plans import KeptPlan
from handlers.repayment.plan import Plan
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import said


@dataclass(frozen=True, slots=True)
class Standing:
    """A conversation held against the plan that it changes.

    Attributes:
        draft: with the rows that are open now.
        number: of that plan, None where a new one is agreed.
        words: what happened to it meanwhile, empty where nothing did.
        over: why nothing can be agreed for it any more.
    """

    draft: Draft
    number: int | None = None
    words: tuple[Segment, ...] = ()
    over: Reply | None = None


async def changed_plans(call: Call, text: str, number: int | None) -> list[KeptPlan] | Reply:
    """The running plans that a change may be about: that of the number, those of whom he names.

    A number of which nothing can be agreed anew is answered at once.
    """
    if number is None:
        return await running_of(call, text)
    found = await of_number(call, number)
    return found if isinstance(found, Reply) else [found]


async def running_of(call: Call, text: str) -> list[KeptPlan]:
    """The running plans of whom a text names, or all."""
    creditor = reading.told(text, beijing_day(call.row.received_at)).creditor
    kept = await plans.listed(call.change, call.row.person, only_open=True)
    running = [one for one in kept if one.state.status is PlanStatus.RUNNING and left(one)]
    return running if creditor is None else owed_to(running, creditor)


async def of_number(call: Call, number: int) -> KeptPlan | Reply:
    """The running plan of that number, or why nothing of it can be agreed anew."""
    texts = call.desk.texts
    row = plans.numbered(call.change, call.row.person, number)
    if row is None:
        return Reply((said(texts, "controls.no_such", number=str(number)),))
    kept = await plans.read(call.change, row)
    if kept.state.status is PlanStatus.RUNNING and left(kept):
        return kept
    words = texts.word("agree_status", kept.state.status.value)
    return Reply((said(texts, "agree.ended", number=str(number), words=words),))


def owed_to(running: Sequence[KeptPlan], name: str) -> list[KeptPlan]:
    """The plans of a creditor: of that very name, else of one that means the same."""
    exact = [one for one in running if one.state.plan.creditor == name]
    near = [one for one in running if payees.same(one.state.plan.creditor or "", name)]
    return exact or near


def left(kept: KeptPlan) -> Plan | None:
    """The rows of a plan of which something is open, with what is open of them."""
    rows = tuple(replace(row.instalment, amount=row.open) for row in kept.state.rows if row.open)
    if not rows or kept.state.settled_on is not None:
        return None
    return replace(kept.state.plan, total=None, down_payment=None, instalments=rows)


def numbers(kept: KeptPlan) -> tuple[int, ...]:
    """Of those rows, as the plan counts them."""
    return tuple(row.number for row in kept.state.rows if row.open)


async def standing(call: Call, draft: Draft) -> Standing:
    """The conversation as the plan is now; what has happened to that since is said."""
    if draft.renews is None:
        return Standing(draft)
    texts = call.desk.texts
    row = await plans.named(call.change, call.row.person, draft.renews)
    if row is None:
        return Standing(draft, over=Reply((said(texts, "agree.gone", look=Look.LEAD),)))
    state = (kept := await plans.read(call.change, row)).state
    now, number = left(kept), row.number
    if state.status is PlanStatus.CANCELLED or (now is None and draft.base is not None):
        words = texts.word("agree_status", state.status.value)
        ended = said(texts, "agree.ended", look=Look.LEAD, number=str(number), words=words)
        return Standing(draft, number, over=Reply((ended,)))
    if now == draft.base:
        return Standing(draft, number)
    moved = said(texts, "agree.moved", look=Look.LEAD, number=str(number))
    draft = replace(draft, base=now, numbers=numbers(kept), moved=draft.moved + 1)
    return Standing(draft, number, (moved,))


def replacing(kept: KeptPlan) -> str:
    """How a button names a plan whose place the agreed rows take, as it stands now."""
    return f"{plans.handle(kept.row)}:{len(kept.happened)}"


async def replaced(call: Call, draft: Draft, argument: str) -> Standing:
    """The conversation held against the plan whose place it takes."""
    name, _, seen = argument.partition(":")
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return Standing(draft)  # gone: nothing can be saved in its place, which is said there
    kept = await plans.read(call.change, row)
    if seen == str(len(kept.happened)) and kept.state.status is PlanStatus.RUNNING:
        return Standing(draft)
    moved = said(call.desk.texts, "agree.moved_on", look=Look.LEAD, number=str(row.number))
    return Standing(draft, words=(moved,))


async def over(call: Call, found: Standing) -> Reply | None:
    """End a conversation about a plan of which nothing can be agreed any more."""
    if found.over is not None:
        await drafts.close(call.change, call.row.person)
    return found.over
