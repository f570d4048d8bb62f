"""Typed words that are the label of a button just offered: the same as pressing it.

Who reads 稍后 under a reminder writes 稍后; on some doors nothing can be pressed at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.calls import Call
from handlers.messages import Reply, Stage
from handlers.planning import agreeing
from handlers.planning import draft as drafts
from handlers.planning.about import about
from handlers.planning.agreeing import Word
from handlers.planning.draft import Ask
from handlers.replies import from_bytes
from storage.records import LedgerId, OutboxRow
from storage.store import View

LONGEST: Final = 40
"""Characters a label may have."""
_LOOKED_BACK: Final = 8
SAVE: Final = "plan-save"
TABLE: Final = "plan-table"
APART: Final = "plan-apart"
"""Beside a table that was put to a plan nobody named: which it is has to be chosen."""
_LASTS: Final = timedelta(days=3)
"""So long a reminder waits for words that answer it."""
_ENDING: Final = re.compile(r"(?<=..)[了啊呀吧呢哦嗯]+$")
_OF_A_ROW: Final = frozenset({"plan-paid", "plan-later", "plan-cannot"})
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
    word = agreeing.heard(text)
    if word is not None:
        meant = await _of_a_table(call, replies, word)
        if meant is not None:
            return meant
    if latest is None:
        return None
    said = _actions([latest], text)
    if said and latest.stage is not Stage.REMINDER:
        return _only(said)
    return await _holding(call, _only(_actions(_reminders(replies, call.row.received_at), text)))


async def _holding(call: Call, action: str | None) -> str | None:
    """The action, unless it is about an instalment that was agreed otherwise since.

    Whoever types 已还 presses nothing: the words are read for what holds now.
    """
    verb, _, argument = (action or "").partition(":")
    if verb not in _OF_A_ROW:
        return action
    one, _ = await about(call, argument)
    return None if one is None else action


async def closes(view: View, ledger: LedgerId, text: str) -> bool:
    """Whether words end the talk about the table just shown: there 就这样 is no farewell."""
    if agreeing.heard(text) not in {Word.SAVE, Word.AGREE}:
        return False
    rows = await view.outbox_of(ledger, 1)
    reply = _reply(rows[0]) if rows else None
    return reply is not None and bool(_verbs(reply).get(SAVE))


async def _of_a_table(
    call: Call, replies: Sequence[tuple[OutboxRow, Reply]], word: Word
) -> str | None:
    """What a word means for the table: directly under it, or where it can mean nothing else."""
    if replies and call.row.received_at - replies[0][0].created_at <= _LASTS:
        found = _under(_verbs(replies[0][1]), word)
        if found is not None:
            return found
    if word is not Word.SAVE:
        return None
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if draft is not None and draft.asks is not Ask.PAID:
        return f"{TABLE}:{draft.stamp}"  # other things were said since: he looks at it once more
    return SAVE if draft is None and agreeing.only_saves(call.incoming.text) else None


def _under(verbs: Mapping[str, Sequence[str]], word: Word) -> str | None:
    """What is done by a word directly under a reply with these buttons."""
    saves, tables = verbs.get(SAVE, ()), verbs.get(TABLE, ())
    agrees = word in {Word.SAVE, Word.AGREE}
    if not saves:
        return tables[0] if tables and agrees else None
    if agrees and len(saves) == 1 and APART not in verbs:
        return saves[0]
    # also where it has to be chosen: another plan, or in place of the one there is
    verb = {Word.EDIT: "plan-edit", Word.DROP: "plan-drop"}.get(word, TABLE)
    return f"{verb}:{_stamp(saves[0])}"


def _stamp(action: str) -> str:
    return action.split(":")[1]


def _verbs(reply: Reply) -> Mapping[str, Sequence[str]]:
    """The actions of its buttons, by what they do."""
    found: dict[str, list[str]] = {}
    for one in reply.buttons:
        found.setdefault(one.action.partition(":")[0], []).append(one.action)
    return found


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
