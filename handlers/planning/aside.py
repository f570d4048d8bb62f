"""Conversations that wait while another one goes on: nothing that was told is lost for it.

All of a person's lie on one sheet, the open one first. Each is over by itself, by 保存 or 取消, and
the one behind it is open again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.calls import Call
from handlers.planning import draft as drafts
from handlers.planning.draft import Draft

MOST: Final = 12
"""Conversations that wait; the oldest of more is given up."""


async def begin(call: Call, draft: Draft) -> Draft:
    """Seal a new conversation, and set aside the one that was open."""
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if open_one is not None and open_one.id != draft.id:
        draft = replace(draft, waiting=_behind(open_one, draft))
    await drafts.keep(call.change, call.row.ledger, draft)
    return draft


def _behind(open_one: Draft, fresh: Draft) -> tuple[Draft, ...]:
    """What waits behind a new conversation: the open one, if it is about anything else."""
    again = open_one.renews is not None and _about(open_one) == _about(fresh)
    waits = not again and (bool(open_one.told) or open_one.renews is not None)
    first = (replace(open_one, waiting=()),) if waits else ()
    return (*first, *open_one.waiting)[:MOST]


def _about(draft: Draft) -> tuple[str | None, str | None]:
    """The plan that is agreed anew, or of which something was paid, and of which row."""
    return draft.renews, draft.row


async def of_stamp(call: Call, stamp: str, *, exactly: bool = True) -> Draft | None:
    """The conversation whose latest step a button belongs to; it is the open one from now on.

    Args:
        exactly: whether it has to be the latest step, or may be any.
    """
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if open_one is None:
        return None
    wanted = stamp if exactly else stamp.partition(".")[0]
    bare = replace(open_one, waiting=())
    all_of_them = (bare, *open_one.waiting)
    found = next((one for one in all_of_them if _names(one, exactly=exactly) == wanted), None)
    if found is None or found is bare:
        return None if found is None else open_one
    others = tuple(one for one in all_of_them if one is not found)
    fresh = replace(found, at=call.row.received_at, waiting=others)
    await drafts.keep(call.change, call.row.ledger, fresh)
    return fresh


def _names(draft: Draft, *, exactly: bool) -> str:
    return draft.stamp if exactly else str(draft.id)
