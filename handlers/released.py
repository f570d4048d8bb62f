"""Words that the person has just said no collector sent: what he meant by them is done then.

不是催收消息 and 不是催收发来的 would otherwise end what he began with a sentence that only sounded
like a collector's.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Final

from handlers import actions, answers, bodies, subjects
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.dossiers import FEEDBACK, NOT_DEBT
from handlers.messages import Incoming
from handlers.questions import Answer
from storage.records import Entry

LET_GO: Final = "letgo"
"""The button that says it of words that were not kept."""
VERBS: Final = frozenset({"notdebt", Answer.NO.value, LET_GO})
"""Buttons that say so."""
WAYS: Final = frozenset(
    {
        *("correction", "served", "ruled", "adjourned", "done", "order", "late", "asked"),
        *("control", "plan", "change", "wish", "question"),
    }
)
"""Ways of the route that such words go on by; all others would keep them or ask again."""


async def words(call: Call) -> Incoming | None:
    """Those words, as if typed now; None for other buttons, and where it was said before.

    Only words typed on the same Beijing day: what he wanted earlier he has done otherwise.
    """
    verb, _, argument = (call.incoming.button or "").partition(":")
    if verb not in VERBS:
        return None
    if verb == LET_GO:
        told = await actions.delivered(call, argument)
        return None if told is None or not _today(call, told.at) else _typed(call, told.text)
    entry = await actions.original(call, argument)
    if entry is None or await _said_before(call, entry):
        return None
    original = (await subjects.subject_of(call.change, entry)).original
    fresh = original.pasted and _today(call, original.received_at)
    return _typed(call, original.text) if fresh else None


def _today(call: Call, at: datetime) -> bool:
    return beijing_day(at) == beijing_day(call.row.received_at)


def _typed(call: Call, text: str) -> Incoming:
    return dataclasses.replace(call.incoming, text=text, button=None)


async def _said_before(call: Call, entry: Entry) -> bool:
    if (await answers.given(call.change, entry)).has(Answer.NO):
        return True
    known = await subjects.noted(call.change, entry, FEEDBACK)
    return any(bodies.unpack(body)["says"] == NOT_DEBT for _, body in known)
