"""The local chat page as a door: what the page sends, in neutral words, and back."""

from __future__ import annotations

import json
from typing import Any

from bot.bell import Bell, heard_topic, ledger_topic, notice_topic
from bot.errors import Unreadable
from handlers.messages import Incoming, Media, MediaKind, Reply
from storage.records import InboxRow, LedgerId, OutboxRow

DOOR = "local"
ADDRESS = "local"
"""Whoever holds the session is the one local person."""
CHAT = "local"
VERSION = 1


def text_payload(text: str) -> bytes:
    """What is kept of a typed or pasted text."""
    return _payload({"kind": "text", "text": text})


def file_payload(
    *, name: str, mime: str, media_kind: MediaKind, group: str | None, caption: str
) -> bytes:
    """What is kept beside the sealed bytes of a file."""
    shape = {
        "kind": "file",
        "name": name,
        "mime": mime,
        "media_kind": media_kind.value,
        "group": group,
    }
    return _payload({**shape, "caption": caption} if caption else shape)


def button_payload(action: str, label: str) -> bytes:
    """What is kept of a pressed button; the label is only for showing it again."""
    shape = {"kind": "button", "action": action}
    return _payload({**shape, "label": label} if label else shape)


def _payload(shape: dict[str, Any]) -> bytes:
    return json.dumps({"v": VERSION, **shape}, ensure_ascii=False, separators=(",", ":")).encode()


def opened(payload: bytes) -> dict[str, Any]:
    """The payload's shape.

    Raises:
        Unreadable: no payload of this door, or of a version it does not know.
    """
    try:
        shape = json.loads(payload)
    except ValueError:
        raise Unreadable from None
    if not isinstance(shape, dict) or shape.get("v") != VERSION:
        raise Unreadable
    return shape


class LocalDoor:
    """The chat page on this machine.

    Handing over a reply means ringing: the page shows what stands in the outbox, so a reply is
    there as soon as it is written, and the ring only says "look again".
    """

    def __init__(self, bell: Bell) -> None:
        self._bell = bell

    @property
    def name(self) -> str:
        """The door's name in identities and sources."""
        return DOOR

    def translate(self, row: InboxRow, payload: bytes) -> Incoming:
        """The neutral form of what the page sent.

        A pasted text has no sent time of its own, and nobody says how it reached the person.

        Raises:
            Unreadable: the payload is not what the page sends.
        """
        shape = opened(payload)
        try:
            return _incoming(row, shape)
        except (KeyError, TypeError, ValueError, IndexError):
            raise Unreadable from None

    def watched(self, ledger: LedgerId) -> bool:
        """Whether a page of this person is looked at, or gives notice."""
        return self._bell.has_listeners(heard_topic(ledger))

    def calls(self, ledger: LedgerId) -> bool:
        """Whether a page of this person is open that gives notice."""
        return self._bell.has_listeners(notice_topic(ledger))

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> None:
        """Tell the person's open pages to look."""
        del address, reply  # the page reads the outbox itself
        self._bell.ring(ledger_topic(row.ledger))


def _incoming(row: InboxRow, shape: dict[str, Any]) -> Incoming:
    text = ""
    media: tuple[Media, ...] = ()
    group = button = None
    match shape["kind"]:
        case "text":
            text = _string(shape["text"])
        case "file":
            text = _string(shape.get("caption", ""))
            media = (_media(row, shape),)
            group = None if shape["group"] is None else _string(shape["group"])
        case "button":
            button = _string(shape["action"])
        case _:
            raise Unreadable
    return Incoming(
        door=row.door,
        chat=CHAT,
        message=row.delivery_id,
        person=row.person,
        ledger=row.ledger,
        item=row.item,
        received_at=row.received_at,
        text=text,
        media=media,
        group=group,
        button=button,
        first=row.first,
    )


def _media(row: InboxRow, shape: dict[str, Any]) -> Media:
    (part,) = row.uploads
    return Media(
        kind=MediaKind(shape["media_kind"]),
        name=_string(shape["name"]),
        mime=_string(shape["mime"]),
        part=part,
    )


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable
    return value
