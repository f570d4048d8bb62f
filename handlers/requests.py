"""What the bot is asked to do in free words: deleting and exporting, where nobody collects.

Short commands are `handlers/account.py`; this is for “删除我的个人信息，按个保法” and its like. A
reminder is understood here too, and left to whoever keeps plans.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from handlers import intake, talks
from handlers.account import Command, Verb
from handlers.calls import Call
from handlers.intents.intent import Intent, Understood
from handlers.messages import Reply
from handlers.planning import handing
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts

REQUESTS = frozenset({Intent.DELETE, Intent.EXPORT, Intent.REMINDER})
"""The intents that ask the bot to do something with what it keeps."""
_PLAN = re.compile(
    r"(?:还款|分期|协商)(?:的)?计划|(?:我的|这[个份]|那[个份]|把|全部|所有)计划(?![是去在要着])|计划\s*\d"
    r"|(?:导出|打印|整理|下载)(?:一下|我的)?计划|计划(?:书|表)?(?:导出|打印|整理|下载|发给|给)"
)
"""A plan as a thing; 我计划去报案，把证据导出来 asks for no plan."""
_SHORT = 24
"""Characters; whoever writes more tells of handing over rather than asks for it."""
_HANDS_OVER = re.compile(
    r"(?:把|将|拿|这[个份]|那[个份]|我的|还款|分期|协商|^)计划(?:书|表)?\d*(?:拿去|拿|直接|整个|都|也|再)?"
    r"(?:转?发|拿|交|转|递|出示)?给[^，,。？?]{1,8}?(?:看|过目|确认|审|一[份下])"
)
"""把计划发给客服看: the plan goes to somebody."""
_WONDERS = re.compile(
    r"[?？您你]|吗|会不会|有没有|有用|怎么|要不要|该不该|(?:他们|对方|催收)(?:说|让|叫|要)"
)
_NUMBERED = re.compile(r"[eE]-?0*(\d{1,6})")


def hands_over(text: str) -> bool:
    """Whether short words say that a plan is to be shown to somebody."""
    return len(text) <= _SHORT and bool(_HANDS_OVER.search(text)) and not _WONDERS.search(text)


async def _delete(call: Call, understood: Understood) -> None:
    scope = understood.slots.get("scope")
    named = _NUMBERED.search(call.incoming.text)
    if named is not None:
        await talks.obey(call, Command(Verb.DELETE_ONE, int(named[1])))
    elif scope == "all":
        await talks.obey(call, Command(Verb.DELETE_ALL))
    elif scope == "last_item":
        await talks.obey(call, Command(Verb.WITHDRAW))
    else:
        await intake.answer(call.change, call.row, delete_part(call.desk.texts))


async def _export(call: Call, _: Understood) -> None:
    if _PLAN.search(call.incoming.text) or hands_over(call.incoming.text):
        await intake.answer(call.change, call.row, await handing.asked(call))
        return
    await intake.answer(call.change, call.row, no_export_yet(call.desk.texts))


ANSWERS: Mapping[Intent, Callable[[Call, Understood], Awaitable[None]]] = {
    Intent.DELETE: _delete,
    Intent.EXPORT: _export,
}


def takes(understood: Understood | None) -> bool:
    """Whether a request is answered here."""
    return understood is not None and understood.intent in ANSWERS


async def answer(call: Call, understood: Understood | None) -> None:
    """Answer a request that `takes` said yes to."""
    if understood is not None:
        await ANSWERS[understood.intent](call, understood)


def delete_part(texts: Texts) -> Reply:
    """A part cannot be named in words yet: how to delete one, and how all."""
    return Reply((said(texts, "request.delete_part"),))


def no_export_yet(texts: Texts) -> Reply:
    """Exporting is not there yet: what can be done today."""
    return Reply((said(texts, "request.no_export"), said(texts, "request.instead")))
