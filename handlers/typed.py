"""Typed words that are the label of a button just offered: the same as pressing it.

Who reads 稍后 under a reminder writes 稍后; on some doors nothing can be pressed at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.calls import Call
from handlers.messages import Reply, Stage
from handlers.replies import from_bytes
from storage.records import OutboxRow

LONGEST: Final = 40
"""Characters a label may have."""
_LOOKED_BACK: Final = 8
_LASTS: Final = timedelta(days=3)
"""So long a reminder waits for words that answer it."""
_ENDING: Final = re.compile(r"(?<=..)[了啊呀吧呢哦嗯]+$")
_WORDED: Final = frozenset({"cancel", "plan-drop"})
"""Their words (取消) mean more than one button: whatever is open."""


async def pressed(call: Call) -> str | None:
    """The action of the button whose label was typed; None for none, or where it may be two.

    Only what was said last counts, and reminders of the last days: with the same label under two
    of them it has to be asked which was meant.
    """
    text = call.incoming.text
    if not _bare(text) or len(text) > LONGEST:
        return None
    rows = await call.change.outbox_of(call.row.ledger, _LOOKED_BACK)
    replies = [(row, reply) for row in rows if (reply := _reply(row)) is not None]
    latest = next((reply for _, reply in replies if reply.buttons), None)
    if latest is None:
        return None
    said = _actions([latest], text)
    if said and latest.stage is not Stage.REMINDER:
        return _only(said)
    return _only(_actions(_reminders(replies, call.row.received_at), text))


def _reminders(replies: Sequence[tuple[OutboxRow, Reply]], now: datetime) -> list[Reply]:
    return [
        reply
        for row, reply in replies
        if reply.stage is Stage.REMINDER and now - row.created_at <= _LASTS
    ]


def _reply(row: OutboxRow) -> Reply | None:
    """What was said; None for a damaged one."""
    try:
        return from_bytes(row.body) if row.body else None
    except (ValueError, KeyError):
        return None


def _actions(replies: Sequence[Reply], text: str) -> set[str]:
    typed = _bare(text)
    return {
        button.action
        for reply in replies
        for button in reply.buttons
        if _bare(button.label) == typed and button.action.partition(":")[0] not in _WORDED
    }


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None


def _bare(words: str) -> str:
    """Without width, spaces, marks and a closing particle."""
    plain = unicodedata.normalize("NFKC", words)
    letters = "".join(one for one in plain if one.isalnum())
    return _ENDING.sub("", letters)
