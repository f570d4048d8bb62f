"""The command line as a door: `wenzhu keep` hands things in as if that person forwarded them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.errors import Unreadable
from handlers.messages import Incoming, Media, MediaKind, Origin, OriginKind, Reply
from handlers.verdicts import Channel, Sent, SentSource
from storage.records import InboxRow, OutboxRow

NAME = "cli"
VERSION = 1


def payload(
    *,
    message: str,
    text: str,
    sent_at: datetime | None,
    channel: Channel | None,
    sender: str | None,
    file: dict[str, str] | None,
) -> bytes:
    """What lies sealed in the inbox for one thing handed in.

    Args:
        file: name, mime and kind of the medium that was sealed with it, if any.
    """
    return json.dumps(
        {
            "v": VERSION,
            "message": message,
            "text": text,
            "sent_at": None if sent_at is None else sent_at.isoformat(),
            "channel": None if channel is None else channel.value,
            "from": sender,
            "file": file,
        },
        ensure_ascii=False,
    ).encode()


class CliDoor:
    """Translates what `payload` wrote; its replies are printed by the command itself."""

    @property
    def name(self) -> str:
        """Part of every identity made on the command line."""
        return NAME

    def translate(self, row: InboxRow, payload: bytes) -> Incoming:
        """A forward, whose sender the command line may name."""
        try:
            return self._incoming(row, json.loads(payload))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Unreadable(type(error).__name__) from None

    def _incoming(self, row: InboxRow, shape: dict[str, Any]) -> Incoming:
        sent_at = shape["sent_at"]
        return Incoming(
            door=NAME,
            chat=row.ledger,
            message=shape["message"],
            person=row.person,
            ledger=row.ledger,
            item=row.item,
            received_at=row.received_at,
            text=shape["text"],
            media=_media(row, shape["file"]),
            sent=Sent(datetime.fromisoformat(sent_at), SentSource.FORWARD) if sent_at else Sent(),
            origin=_origin(shape["from"]),
            channel=Channel(shape["channel"]) if shape["channel"] else None,
            first=row.first,
        )

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> None:
        """Nothing to do: the command prints receipt and verdict when it is done."""


def _origin(sender: str | None) -> Origin:
    return Origin(OriginKind.USER, sender) if sender else Origin(OriginKind.HIDDEN)


def _media(row: InboxRow, file: dict[str, str] | None) -> tuple[Media, ...]:
    if file is None:
        return ()
    return (Media(MediaKind(file["kind"]), file["name"], file["mime"], row.uploads[0]),)
