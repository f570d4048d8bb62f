"""The conversation in order: what he sent and what we said, an edited reply shown once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.console.answers import whole
from bot.console.door import opened
from bot.errors import Unreadable
from handlers.keys import FAREWELL
from handlers.messages import Reply, Stage
from storage.errors import Erased, Missing, Tampered
from storage.records import (
    Entry,
    InboxRow,
    InboxState,
    ItemId,
    LedgerId,
    OutboxRow,
    OutboxState,
    StepState,
)
from storage.store import View

EDITS_FOLLOWED = 20
"""How far an edit is followed back to the reply it began as."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the older part begins: below these row ids, None for the newest."""

    inbox: int | None = None
    outbox: int | None = None

    def written(self) -> str:
        """As the page hands it back."""
        return f"{self.inbox or ''}-{self.outbox or ''}"

    @classmethod
    def read(cls, value: str) -> Cursor:
        """What `written` wrote.

        Raises:
            ValueError: it is something else.
        """
        inbox, separator, outbox = value.partition("-")
        if not separator:
            raise ValueError("a cursor has two halves")
        return cls(whole(inbox) if inbox else None, whole(outbox) if outbox else None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of the conversation as JSON values, oldest first."""

    messages: list[dict[str, Any]]
    older: str | None


async def timeline(
    view: View,
    ledger: LedgerId,
    *,
    reply: Callable[[bytes], Reply],
    limit: int,
    before: Cursor,
    now: datetime,
) -> Shown:
    """The newest ``limit`` rows before the cursor, edits folded into what they edit.

    Args:
        reply: reads a reply out of the outbox, as it may be shown.
    """
    inbox = await view.inbox_of(ledger, limit + 1, before.inbox)
    outbox = await view.outbox_of(ledger, limit + 1, before.outbox)
    received, replied, more = _newest(inbox, outbox, limit)
    cursor = Cursor(
        min((row.id for row in received), default=before.inbox),
        min((row.id for row in replied), default=before.outbox),
    )
    whole = [row for row in replied if row.body]
    due = [row for row in whole if row.state is not OutboxState.QUEUED or row.not_before <= now]
    replies = [(row, reply(row.body)) for row in due]
    about = _by_item(replies)
    sent = [row for row in received if not row.delivery_id.startswith(FAREWELL)]
    messages = [await _his(view, row, about.get(row.item, ())) for row in sent]
    messages += await _ours(view, replies)
    messages.sort(key=lambda message: message.pop("order"))
    return Shown(messages, cursor.written() if more else None)


def _newest(
    inbox: Sequence[InboxRow], outbox: Sequence[OutboxRow], limit: int
) -> tuple[list[InboxRow], list[OutboxRow], bool]:
    """The newest rows of both, each taken strictly in its own order, and whether more remain.

    An answer written in the same instant as the message it answers counts as the newer one.
    """
    received: list[InboxRow] = []
    replied: list[OutboxRow] = []
    for _ in range(limit):
        here, there = len(received), len(replied)
        if here < len(inbox) and (
            there == len(outbox) or inbox[here].received_at > outbox[there].created_at
        ):
            received.append(inbox[here])
        elif there < len(outbox):
            replied.append(outbox[there])
        else:
            break
    return received, replied, len(received) < len(inbox) or len(replied) < len(outbox)


def _by_item(replies: Sequence[tuple[OutboxRow, Reply]]) -> Mapping[ItemId, tuple[Reply, ...]]:
    """What was said about each thing he sent, oldest first."""
    about: dict[ItemId, tuple[Reply, ...]] = {}
    for row, reply in sorted(replies, key=lambda pair: pair[0].id):
        about[row.item] = (*about.get(row.item, ()), reply)
    return about


async def _his(view: View, row: InboxRow, about: Sequence[Reply]) -> dict[str, Any]:
    """One thing he sent; a damaged one takes nothing else out of sight."""
    shown = {
        "key": f"in:{row.id}",
        "id": row.delivery_id,
        "side": "his",
        "at": row.received_at.isoformat(),
        "order": (row.received_at, 0, row.id),
        "version": row.id,
        "number": None,
        "state": None,
    }
    try:
        return await _as_kept(view, row, about, shown)
    except (Tampered, Missing):
        return {**shown, "kind": "damaged"}


async def _as_kept(
    view: View, row: InboxRow, about: Sequence[Reply], shown: Mapping[str, Any]
) -> dict[str, Any]:
    entry = await view.original_of(row.ledger, row.item)
    shown = {
        **shown,
        "number": None if entry is None else entry.number,
        "state": await _state(view, row, entry, about),
    }
    try:
        shape = opened(await view.payload(row))
    except Erased:
        return {**shown, "kind": "erased", "state": None}
    except Unreadable:
        return {**shown, "kind": "unknown"}
    return {**shown, **_content(row, shape)}


def _content(row: InboxRow, shape: Mapping[str, Any]) -> dict[str, Any]:
    match shape["kind"]:
        case "text":
            return {"kind": "text", "text": shape["text"]}
        case "button":
            return {"kind": "button", "text": shape.get("label", ""), "state": None}
        case "file":
            size = row.uploads[0].size if row.uploads else 0
            return {
                "kind": "file",
                "text": shape.get("caption", ""),
                "file": {"name": shape["name"], "media": shape["media_kind"], "size": size},
            }
        case _:
            return {"kind": "unknown"}


async def _state(
    view: View, row: InboxRow, entry: Entry | None, about: Sequence[Reply]
) -> str | None:
    """已存 → 识别中 → 已判断, as far as this one has come; None when it was only talk."""
    if row.state is InboxState.FAILED:
        return "failed"
    if entry is None:
        return "kept" if row.state is InboxState.WAITING else None
    step = await view.step_of(row.ledger, entry.seq)
    if step is not None and step.state is StepState.WAITING:
        return "reading"
    stages = {reply.stage for reply in about}
    if Stage.JUDGED in stages:
        return "judged"
    if step is None:
        return "kept"
    return "unread" if step.state is StepState.FAILED or Stage.FAILED in stages else "judged"


async def _ours(view: View, replies: Sequence[tuple[OutboxRow, Reply]]) -> list[dict[str, Any]]:
    """What we said: of a reply and its edits only the last, in the place of the first."""
    known = {row.key: row for row, _ in replies}
    shown: dict[str, dict[str, Any]] = {}
    for row, reply in sorted(replies, key=lambda pair: pair[0].id):
        first = await _first(view, row, known)
        shown[first.key] = {
            "key": f"out:{first.key}",
            "side": "ours",
            "at": first.created_at.isoformat(),
            "order": (first.created_at, 1, first.id),
            "version": row.id,
            "stage": reply.stage.value,
            "number": reply.number,
            "segments": [
                {
                    "text": segment.text,
                    "voice": segment.voice.value,
                    "look": segment.look.value,
                    "folded": segment.folded,
                }
                for segment in reply.segments
            ],
            "buttons": [
                {"label": button.label, "action": button.action} for button in reply.buttons
            ],
            "picture": _picture(row, reply),
        }
    return list(shown.values())


def _picture(row: OutboxRow, reply: Reply) -> dict[str, str] | None:
    """Where the page finds a reply's picture, and what it says to those who do not see it."""
    if reply.picture is None:
        return None
    return {"address": f"/api/pictures/{quote(row.key, safe='')}", "words": reply.picture.words}


async def _first(view: View, row: OutboxRow, known: Mapping[str, OutboxRow]) -> OutboxRow:
    """The reply an edit began as; the edit itself when that one is gone."""
    for _ in range(EDITS_FOLLOWED):
        if row.replaces is None:
            return row
        try:
            earlier = known.get(row.replaces) or await view.outbox_by_key(row.replaces)
        except Erased:
            return row
        if earlier is None:
            return row
        row = earlier
    return row
