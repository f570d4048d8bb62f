"""What arrived is kept as evidence, and what it tells beside that is answered too."""

from __future__ import annotations

from typing import Final

from handlers import consult, intake, keys, loans
from handlers.calls import Call
from handlers.planning import noting, offering, served
from handlers.seen import Seen, fixes_a_plan, news_beside, news_on_a_picture

BRIEF: Final = 8
"""Characters of an answer (找朋友借的) that alone could be anything."""


async def keep_threat(call: Call, seen: Seen) -> None:
    """A collector's words; only an answer about his own loan may sound like some of them."""
    costs = seen.judgement is not None and consult.only_costs(seen.judgement)
    brief = len(seen.incoming.text) <= BRIEF
    if not ((costs or brief) and await loans.takes(call)):
        await keep(call, seen)
        news = news_beside(seen)
        if news is not None:  # 昨天收到传票，他们还说要贴到我家门口
            reply = await served.take(call, news)
            await intake.say(call.change, call.row, keys.served(call.row.id), reply)


async def keep(call: Call, seen: Seen) -> None:
    """It is evidence, kept with what its words say beside it: a note, a plan, a court's paper."""
    kept = await intake.keep(call.desk, call.change, call.row, call.incoming, seen.judgement)
    if kept is None or not kept.new:
        return
    if seen.incoming.group is not None:
        await noting.follow(call, kept.entry)
    wish = noting.heard(seen.incoming.text) if seen.incoming.media else None
    if wish is not None:
        await noting.after(call, kept.entry, wish)
    if fixes_a_plan(seen):
        await offering.offer(call, kept.entry)
    news = news_on_a_picture(seen)
    if news is not None:
        reply = await served.take(call, news)
        await intake.say(call.change, call.row, keys.served(call.row.id), reply)
