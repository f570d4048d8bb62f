"""The answer to whether another creditor's name is another debt, or the plan agreed anew."""

from __future__ import annotations

from handlers import account, actions
from handlers.calls import Call
from handlers.messages import Reply
from handlers.planning import aside, asking, conversing
from handlers.planning.draft import Ask


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
