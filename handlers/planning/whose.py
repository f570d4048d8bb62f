"""Whose plan it is that words name: by whom it is owed to.

What is said of a lender that has no running plan is never taken for another's: he is told so, and
the plans there are stand below as buttons, for a name may be another word for one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers import plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.repayment.payees import payees, same
from handlers.messages import Look, Reply, Segment
from handlers.planning.listing import status_words
from handlers.planning.which import title
from handlers.plans import KeptPlan
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

LONGEST: Final = 24
"""Characters of a name that are said again."""


@dataclass(frozen=True, slots=True)
class Whose:
    """What words say of whom it is owed to.

    Attributes:
        plans: those that may be meant; all of them where nobody is named.
        words: without the name.
        several: more than one is named; what is said of them may be true of one only.
        stranger: a name that is none of theirs; then nothing may be done to a plan.
    """

    plans: list[KeptPlan]
    words: str
    several: bool = False
    stranger: str | None = None


async def whose(call: Call, running: list[KeptPlan], words: str) -> Whose:
    """Which of the running plans the words are about."""
    every = await plans.listed(call.change, call.row.person)
    return among(running, words, [one.state.plan.creditor or "" for one in every])


def among(running: list[KeptPlan], words: str, known: Sequence[str]) -> Whose:
    """The same, pure.

    Args:
        known: creditors of all his plans, also of those that are over.
    """
    told = payees(words, [name for name in known if name])
    if not told.names:
        return Whose(running, told.rest)
    found = [one for name in told.names for one in _owed_to(running, name)]
    if not found:
        return Whose(running, told.rest, stranger="、".join(told.names))
    meant = [one for one in running if one in found]
    return Whose(meant, told.rest, several=len(told.names) > 1)


def _owed_to(kept: Iterable[KeptPlan], name: str) -> list[KeptPlan]:
    """Plans of that creditor: of that very name, else of one that means the same."""
    named = [(one, one.state.plan.creditor) for one in kept]
    exact = [one for one, creditor in named if creditor == name]
    return exact or [one for one, creditor in named if creditor and same(creditor, name)]


async def unknown(call: Call, name: str, asked: Reply) -> Reply:
    """That no running plan is owed to whom he names, before the question which one is meant.

    Args:
        asked: offers what there is.
    """
    today = beijing_day(call.row.received_at)
    return stranger(call.desk.texts, name, asked, over=await _over(call, name), today=today)


def stranger(texts: Texts, name: str, asked: Reply, *, over: KeptPlan | None, today: date) -> Reply:
    """The same, pure.

    Args:
        over: a plan of that creditor that runs no more.
    """
    name = name[:LONGEST]
    segments = [_why(texts, over, name, today)]
    if asked.buttons:
        segments.append(said(texts, "whose.choose"))
    segments.append(said(texts, "whose.new", look=Look.SMALL, creditor=name))
    new = button(texts, "plan_new", "plan-new")
    return Reply((*segments, *asked.segments[1:]), (*asked.buttons, new))


async def _over(call: Call, name: str) -> KeptPlan | None:
    """A plan of his that runs no more; the latest."""
    every = await plans.listed(call.change, call.row.person)
    over = [one for one in every if one.state.status is not PlanStatus.RUNNING]
    return next(reversed(_owed_to(over, name)), None)


def _why(texts: Texts, over: KeptPlan | None, name: str, today: date) -> Segment:
    if over is None:
        return said(texts, "whose.none", look=Look.LEAD, creditor=name)
    words, plan = status_words(texts, over.state, today), title(texts, over, numbered=True)
    return said(texts, "whose.ended", look=Look.LEAD, name=plan, words=words)
