"""记成计划 under what was kept: a whole plan stands in those words, too."""

from __future__ import annotations

from handlers import account, actions, intake, keys, subjects
from handlers.calls import Call
from handlers.messages import Reply
from handlers.planning import aside, conversing
from handlers.planning.draft import Ask, Draft
from handlers.texts.paragraphs import button, said
from storage.records import Entry


async def offer(call: Call, entry: Entry) -> None:
    """What was kept tells a whole plan, too: it can be noted as one."""
    reply = Reply(
        (said(call.desk.texts, "agree.offer"),),
        (button(call.desk.texts, "plan_note", f"plan-from:{entry.seq}"),),
    )
    await intake.say(call.change, call.row, keys.offered(call.row.id), reply)


async def press_from(call: Call, argument: str) -> Reply:
    """记成计划 under kept words: they begin a conversation as if he had told them."""
    entry = await actions.original(call, argument)
    if entry is None:
        return account.stale_button(call.desk.texts)
    words = (await subjects.subject_of(call.change, entry)).original.text
    at = call.row.received_at
    draft = await aside.begin(call, Draft(id=call.row.id, at=at).but(Ask.SENTENCE, words, at))
    return await conversing.proceed(call, draft)
