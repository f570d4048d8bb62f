"""Kept evidence that belongs to a plan: recordings, pictures and notes of what was negotiated.

The evidence stays what and where it is; a sealed event of the plan names it by its place in the
chain. What is erased is no longer shown, and nothing of its words stands in the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers import bodies, plans, subjects
from handlers.beijing import beijing_day
from handlers.messages import Look, MediaKind, Reply, Segment
from handlers.plans import KeptPlan
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import button, listed
from handlers.texts.texts import Texts
from storage.errors import Missing, Tampered
from storage.records import BODY, Entry, LedgerId, PersonId, Seq
from storage.store import View


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of evidence of a plan, or several that came as one.

    Attributes:
        numbers: as the person knows them.
        at: when it was kept, the first of several.
        kind: of its first medium, or text.
    """

    numbers: tuple[int, ...]
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
    """What was put to a plan and is still there, in the order in which it was kept.

    Of an album what belongs to the plan is one record, however its parts came there.
    """
    groups: defaultdict[tuple[LedgerId, Seq], list[Entry]] = defaultdict(list)
    for one in kept.state.attached:
        try:
            entry = await view.entry(LedgerId(one.ledger), Seq(one.seq))
        except Missing:  # verify names it; the plan must be seen all the same
            continue
        if not entry.erased:
            first = (await view.joined(entry.ledger, entry.seq))[0]
            groups[first.ledger, first.seq].append(entry)
    found = [await _record(view, parts) for parts in groups.values()]
    there = [one for one in found if one is not None]
    return tuple(sorted(there, key=lambda one: (one.at, one.numbers)))


async def _record(view: View, parts: Sequence[Entry]) -> Record | None:
    ordered = sorted(parts, key=lambda one: one.seq)
    try:
        media = bodies.original_in(await view.part(ordered[0].item, BODY)).media
    except (Missing, Tampered):  # verify names it
        return None
    kind = media[0].kind if media else MediaKind.TEXT
    return Record(tuple(one.number or 0 for one in ordered), ordered[0].at, kind)


def shown(texts: Texts, found: Sequence[Record]) -> tuple[Segment, ...]:
    """A line for each, with its number and the day on which it was kept."""
    if not found:
        return ()
    lines = [
        texts.say(
            "plan_records.row",
            number=subjects.span(texts, one.numbers),
            date=day_words(texts, beijing_day(one.at)),
            words=texts.word("media", one.kind.value),
        )
        for one in found
    ]
    return (listed(texts, texts.say("plan_records.head"), lines, look=Look.PLAIN),)
