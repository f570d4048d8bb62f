"""The bytes as Telegram sent them: a batch cut into its updates without writing any anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
ASKED_FOR = list(_KINDS)
"""What we ask Telegram for; anything else is never sent to us."""


class NotAnUpdate(ValueError):
    """The bytes are not what Telegram sends."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update: its bytes, untouched, and as much of it as the reception needs.

    Attributes:
        kind: one of those we ask for, "" for any other.
        chat: where it happened, None when the update does not say.
        private: whether that is a chat with one person.
        text: what the person typed, for the crisis look.
    """

    number: int
    raw: bytes
    kind: str
    chat: int | None
    private: bool
    shape: dict[str, Any]
    text: str = ""


def batch(payload: bytes) -> tuple[Update, ...]:
    """The updates in an answer of getUpdates.

    Raises:
        NotAnUpdate: it is no such answer.
    """
    try:
        text = payload.decode()
        return tuple(read(piece.encode()) for piece in _elements(text, _result(text)))
    except (ValueError, IndexError, RecursionError):
        raise NotAnUpdate from None


def read(raw: bytes) -> Update:
    """One update.

    Raises:
        NotAnUpdate: it is none.
    """
    try:
        shape = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise NotAnUpdate from None
    number = shape.get("update_id") if isinstance(shape, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        raise NotAnUpdate
    kind = next((name for name in _KINDS if isinstance(shape.get(name), dict)), "")
    body = shape[kind] if kind else {}
    chat = _chat(body)
    return Update(
        number=number,
        raw=raw,
        kind=kind,
        chat=chat.get("id") if isinstance(chat.get("id"), int) else None,
        private=chat.get("type") == "private",
        shape=shape,
        text=_text(body) if kind in {"message", "edited_message"} else "",
    )


def _chat(body: dict[str, Any]) -> dict[str, Any]:
    """The chat of a message, or of the message a pressed button hangs under.

    A button whose message Telegram has forgotten still says who pressed it, which in private
    is the same number.
    """
    message = body.get("message")
    for holder in (body, message if isinstance(message, dict) else {}):
        chat = holder.get("chat")
        if isinstance(chat, dict):
            return chat
    person = body.get("from")
    return {"id": person.get("id"), "type": "private"} if isinstance(person, dict) else {}


def _text(body: dict[str, Any]) -> str:
    found = body.get("text") or body.get("caption") or ""
    return found if isinstance(found, str) else ""


def _skip(text: str, at: int) -> int:
    """The next place that is no white space."""
    space = _SPACE.match(text, at)
    return at if space is None else space.end()


def _expect(text: str, at: int, mark: str) -> int:
    """The place after the mark."""
    at = _skip(text, at)
    if text[at] != mark:
        raise NotAnUpdate
    return _skip(text, at + 1)


def _result(text: str) -> int:
    """Where the value of the member "result" begins."""
    at = _expect(text, 0, "{")
    while True:
        name, at = _DECODER.raw_decode(text, at)
        at = _expect(text, at, ":")
        if name == "result":
            return at
        _, at = _DECODER.raw_decode(text, at)
        at = _expect(text, at, ",")


def _elements(text: str, at: int) -> Iterator[str]:
    """The source of each element of the array that begins there."""
    at = _expect(text, at, "[")
    if text[at] == "]":
        return
    while True:
        _, end = _DECODER.raw_decode(text, at)
        yield text[at:end]
        at = _skip(text, end)
        if text[at] == "]":
            return
        at = _expect(text, at, ",")
