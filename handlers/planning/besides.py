"""The answer to whether what he told is another debt, or a plan agreed anew."""

from __future__ import annotations

from dataclasses import replace

from handlers import account, actions
from handlers.calls import Call
from handlers.messages import Reply
from handlers.planning import aside, asking, conversing
from handlers.planning.draft import Ask, Draft


async def press(call: Call, argument: str) -> Reply:
    """另外一笔, or 就是计划 1: the words that were asked about go where he says."""
    stamp, _, rest = argument.partition(":")
    where, _, delivery = rest.partition(":")
    before = await actions.delivered(call, delivery)
    draft = await aside.of_stamp(call, stamp)
    if before is None or draft is None:
        return account.stale_button(call.desk.texts)
    if where == asking.APART:
        return await conversing.say_beside(call, before.text, before.at)
    return await conversing.go_on(call, draft.but(Ask.CHANGE, before.text, before.at))


async def press_apart(call: Call, stamp: str) -> Reply:
    """另外一笔 under what was taken for a plan agreed anew: it is a plan of its own."""
    draft = await aside.of_stamp(call, stamp)
    if draft is None or not draft.guessed:
        return account.stale_button(call.desk.texts)
    first, *others = draft.told
    told = (replace(first, asked=Ask.SENTENCE), *others)
    apart = Draft(id=call.row.id, at=call.row.received_at, told=told, waiting=draft.waiting)
    return await conversing.go_on(call, apart)
