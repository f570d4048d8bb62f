"""Kept evidence that belongs to a plan: recordings, pictures and notes of what was negotiated.

The evidence stays what and where it is; a sealed event of the plan names it by its place in the
chain. What is erased is no longer shown, and nothing of its words stands in the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers import bodies, plans
from handlers.beijing import beijing_day
from handlers.messages import Look, MediaKind, Reply, Segment
from handlers.plans import KeptPlan
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import PlanStatus
from handlers.texts.dates import evidence
from handlers.texts.paragraphs import button, listed
from handlers.texts.texts import Texts
from storage.errors import Missing, Tampered
from storage.records import BODY, Entry, LedgerId, PersonId, Seq
from storage.store import View


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of evidence of a plan.

    Attributes:
        number: as the person knows it.
        at: when it was kept.
        kind: of its first medium, or text.
    """

    number: int
    at: datetime
    kind: MediaKind


async def candidates(view: View, person: PersonId) -> tuple[KeptPlan, ...]:
    """Plans to which something may be put: those under way, else those that were not given up."""
    kept = [
        one
        for one in await plans.listed(view, person)
        if one.state.status is not PlanStatus.CANCELLED
    ]
    running = [one for one in kept if one.state.status is PlanStatus.RUNNING]
    return tuple(running or kept)


async def with_offer(
    texts: Texts, view: View, person: PersonId, entry: Entry, reply: Reply
) -> Reply:
    """The reply about something just kept, with a button that puts it to a plan if there is one."""
    if not await candidates(view, person):
        return reply
    offer = button(texts, "plan_attach", f"plan-attach:{entry.seq}")
    return replace(reply, buttons=(*reply.buttons, offer))


async def records(view: View, kept: KeptPlan) -> tuple[Record, ...]:
    """What was put to a plan and is still there, in the order in which it was kept."""
    found = [await _record(view, LedgerId(one.ledger), Seq(one.seq)) for one in kept.state.attached]
    there = [one for one in found if one is not None]
    return tuple(sorted(there, key=lambda one: (one.at, one.number)))


async def _record(view: View, ledger: LedgerId, seq: Seq) -> Record | None:
    try:
        entry = await view.entry(ledger, seq)
        if entry.erased:
            return None
        media = bodies.original_in(await view.part(entry.item, BODY)).media
    except (Missing, Tampered):  # verify names it; the plan must be seen all the same
        return None
    kind = media[0].kind if media else MediaKind.TEXT
    return Record(entry.number or 0, entry.at, kind)


def shown(texts: Texts, found: Sequence[Record]) -> tuple[Segment, ...]:
    """A line for each, with its number and the day on which it was kept."""
    if not found:
        return ()
    lines = [
        texts.say(
            "plan_records.row",
            number=evidence(one.number),
            date=day_words(texts, beijing_day(one.at)),
            words=texts.word("media", one.kind.value),
        )
        for one in found
    ]
    return (listed(texts, texts.say("plan_records.head"), lines, look=Look.PLAIN),)
