"""A reminder that one door gave back is said on the person's next door.

It counted as said when it was put into the outbox. Where the platform then refuses it, or the
person has shut it out, nobody would hear it: so it goes on, in the change in which that becomes
known, until it has been put on every door on which there is a chance.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from handlers import deadlines, keys, wishes
from handlers.ports import Chance, Reach
from handlers.reach import EMAIL, chosen, ways
from storage.errors import Missing, Tampered
from storage.planned import PlanId
from storage.records import Draft, LedgerId, OutboxRow, OutboxState
from storage.store import Change

FRESH: Final = timedelta(days=1)
"""What is older is no reminder any more; the next one says where the plan stands."""

ELSEWHERE: Final = "said_elsewhere"


async def pass_on(change: Change, reach: Reach, ledger: LedgerId, now: datetime) -> int:
    """Say elsewhere the reminders that cannot be said on a ledger; how many that were.

    The same call again says nothing again. One of a plan that cannot be read stays where it is.
    """
    passed = 0
    for reply in await change.outbox_returned(ledger, keys.REMIND, now - FRESH):
        try:
            passed += await _elsewhere(change, reach, reply, now)
        except (Missing, Tampered):  # verify names it; the others must be heard
            continue
    return passed


async def _elsewhere(change: Change, reach: Reach, reply: OutboxRow, now: datetime) -> int:
    plan = change.plans.plan(PlanId(reply.item))
    name = _name(change, reply)
    if plan is None or name is None:
        return 0
    given = await change.outbox_given(name)
    if given[-1] != reply.ledger:  # it has been passed on from there
        return 0
    wanted = await wishes.of(change, plan.person)
    doors = [
        (where, door)
        for where, door in change.doors(plan.person)
        if where not in given and (wanted.mail or door != EMAIL)
    ]
    found = ways(
        reach,
        doors,
        home=plan.ledger,
        first=wanted.door,
        at=now,
        blocked=change.outbox_blocked(),
    )
    used = chosen(found, loud=plan.kind == deadlines.KIND)
    for number, way in enumerate(used, start=len(given)):
        draft = Draft(keys.copied(name, number), reply.body, urgent=reply.urgent)
        await change.say(way.ledger, reply.item, draft, now)
    if any(way.chance is Chance.NOW for way in used):  # heard there; he need not hear it again
        await change.outbox_mark(reply, OutboxState.EXPIRED, reason=ELSEWHERE, at=now)
    return bool(used)


def _name(change: Change, reply: OutboxRow) -> str | None:
    """The name of the reply of which this may be a copy, as its reminders know it."""
    of_plan = {row.said for row in change.plans.reminders(PlanId(reply.item))}
    fits = [one for one in of_plan if one and f"{reply.key}:".startswith(f"{one}:")]
    return max(fits, key=len, default=None)
