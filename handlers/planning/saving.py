"""保存: the table that was shown becomes a plan, or the rows of the one it takes the place of."""

from __future__ import annotations

from handlers import account, actions, intake, keys, plans, reach, wishes
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Reply, Segment
from handlers.planning import confirming, conversing, renewing
from handlers.planning import draft as drafts
from handlers.planning.draft import Draft
from handlers.plans import KeptPlan
from handlers.repayment.plan import Plan
from handlers.texts.paragraphs import said
from handlers.wishes import Wishes
from storage.planned import ReminderState


async def press_save(call: Call, argument: str) -> Reply | None:
    """保存: the table he saw becomes a plan, once, or the rows of the one it takes the place of."""
    if not argument:  # 保存 in words, and no table that waits for it
        return Reply((said(call.desk.texts, "agree.nothing_open"),))
    stamp, _, instead = argument.partition(":")
    draft = await conversing.stamped(call, stamp)
    if draft is None:
        return await _saved_before(call, stamp)
    found = await renewing.standing(call, draft)
    if instead and not found.words:
        found = await renewing.replaced(call, draft, instead)
    stand = drafts.drafted(found.draft)
    if found.over or found.words or stand.plan is None or stand.asks is not None:
        return await renewing.over(call, found) or await conversing.shown(call, found)
    renews = instead.partition(":")[0] or draft.renews
    kept = await _saved(call, draft, stand.plan, renews)
    if kept is None:
        return account.stale_button(call.desk.texts)
    after = await drafts.close(call.change, call.row.person)
    today = beijing_day(call.row.received_at)
    wanted = await wishes.of(call.change, call.row.person)
    reply = confirming.saved(
        call.desk.texts,
        kept,
        wanted,
        renewed=renews is not None,
        today=today,
        places=_places(call, kept, wanted),
    )
    if after is None:
        return reply
    await intake.answer(call.change, call.row, reply)
    again = await conversing.back(call, after)
    await intake.say(call.change, call.row, keys.recalled(call.row.id), again)
    return None


def _places(call: Call, kept: KeptPlan, wanted: Wishes) -> tuple[Segment, ...]:
    """On which door the next reminder of a plan will be said."""
    waiting = [
        one.due_at
        for one in call.change.plans.reminders(kept.row.plan)
        if one.state is ReminderState.WAITING
    ]
    if call.desk.reach is None or not waiting:
        return ()
    found = reach.ways(
        call.desk.reach,
        call.change.doors(call.row.person),
        home=kept.row.ledger,
        first=wanted.door,
        at=min(waiting),
    )
    return (reach.foretold(call.desk.texts, found),)


async def _saved(call: Call, draft: Draft, plan: Plan, renews: str | None) -> KeptPlan | None:
    change, at = call.change, call.row.received_at
    key = keys.agreed(call.row.ledger, draft.id)
    if renews is not None:
        row = await plans.named(change, call.row.person, renews)
        if row is None:
            return None
        return await plans.renegotiate(change, row, plan, key=key, at=at)
    row = await plans.open_plan(change, call.row.ledger, plan, key=key, at=at)
    return await plans.confirm(change, row, key=f"{key}:yes", at=at)


async def _saved_before(call: Call, stamp: str) -> Reply:
    """保存 pressed again, or under a table that has changed since."""
    began = stamp.partition(".")[0]
    number = actions.whole(began)
    if number is not None:
        row = call.change.plans.by_event(keys.agreed(call.row.ledger, number))
        if row is not None and row.person == call.row.person:
            return Reply((said(call.desk.texts, "agree.saved_before", number=str(row.number)),))
    return await conversing.stale(call)
