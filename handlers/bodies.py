"""The sealed bodies of evidence and notes: JSON shapes with a version, written and read here.

A body says everything we know about an original besides its bytes: what arrived, from where,
when, with which digests. Storage never looks inside.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers.messages import Incoming, Media, MediaKind, Origin, OriginKind
from handlers.ports import Line, Reading
from handlers.verdicts import (
    Channel,
    Finding,
    OfferId,
    Outcome,
    Paper,
    PracticeId,
    ProvisionId,
    Sent,
    SentSource,
    Severity,
    Verdict,
)
from storage.records import SealedPart, Sha256, Slot

VERSION = 1
_DECODER: Final = json.JSONDecoder()


def pack(shape: dict[str, Any]) -> bytes:
    """A body as UTF-8 JSON with its version."""
    return json.dumps(
        {"v": VERSION, **shape}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def unpack(body: bytes) -> dict[str, Any]:
    """The shape that `pack` wrote.

    Raises:
        ValueError: no body, or of a version this program does not know.
    """
    shape = shape_of(body)
    if shape is None:
        raise ValueError("not a body of a known version")
    return shape


def shape_of(body: bytes) -> dict[str, Any] | None:
    """The same, None for a body of a version this program does not know."""
    shape = _DECODER.decode(body.decode())
    return shape if isinstance(shape, dict) and shape.get("v") == VERSION else None


@dataclass(frozen=True, slots=True)
class Original:
    """What an original's body says.

    Attributes:
        pasted: typed or pasted by the person, so that he may take it back at a tap.
    """

    door: str
    chat: str
    message: str
    received_at: datetime
    text: str
    media: tuple[Media, ...]
    sent: Sent
    pasted: bool
    origin: Origin | None = None
    group: str | None = None
    channel: Channel | None = None

    @property
    def digest(self) -> Sha256:
        """The plain SHA-256 shown on the receipt: of the one file, else of the text.

        With several files it is the digest over their digests, one per line.
        """
        plains = [medium.part.plain for medium in self.media]
        if len(plains) == 1:
            return plains[0]
        said = "\n".join(plains) if plains else self.text
        return Sha256(hashlib.sha256(said.encode()).hexdigest())


def original_of(incoming: Incoming) -> Original:
    """The body of an incoming that is about to be kept."""
    return Original(
        door=incoming.door,
        chat=incoming.chat,
        message=incoming.message,
        received_at=incoming.received_at,
        text=incoming.text,
        media=incoming.media,
        sent=incoming.sent,
        pasted=incoming.origin is None and not incoming.media and not incoming.absent,
        origin=incoming.origin,
        group=incoming.group,
        channel=incoming.channel,
    )


def content_of(thing: Incoming | Original) -> bytes:
    """What makes two of them the same content: the text and the files' digests."""
    return pack({"text": thing.text, "media": [m.part.plain for m in thing.media]})


def original_out(original: Original) -> bytes:
    """The original's body as bytes."""
    return pack(
        {
            "door": original.door,
            "chat": original.chat,
            "message": original.message,
            "received_at": original.received_at.isoformat(),
            "text": original.text,
            "media": [_media_out(medium) for medium in original.media],
            "sent": _sent_out(original.sent),
            "pasted": original.pasted,
            "origin": None
            if original.origin is None
            else {"kind": original.origin.kind.value, "name": original.origin.name},
            "group": original.group,
            "channel": None if original.channel is None else original.channel.value,
        }
    )


def original_in(body: bytes) -> Original:
    """The original that `original_out` wrote."""
    shape = unpack(body)
    origin = shape["origin"]
    return Original(
        door=shape["door"],
        chat=shape["chat"],
        message=shape["message"],
        received_at=datetime.fromisoformat(shape["received_at"]),
        text=shape["text"],
        media=tuple(_media_in(medium) for medium in shape["media"]),
        sent=_sent_in(shape["sent"]),
        pasted=shape["pasted"],
        origin=None if origin is None else Origin(OriginKind(origin["kind"]), origin["name"]),
        group=shape["group"],
        channel=None if shape["channel"] is None else Channel(shape["channel"]),
    )


def _media_out(medium: Media) -> dict[str, Any]:
    return {
        "kind": medium.kind.value,
        "name": medium.name,
        "mime": medium.mime,
        "recompressed": medium.recompressed,
        "slot": medium.part.slot,
        "cipher": medium.part.cipher,
        "mac": medium.part.mac,
        "sha256": medium.part.plain,
        "size": medium.part.size,
    }


def _media_in(shape: dict[str, Any]) -> Media:
    return Media(
        kind=MediaKind(shape["kind"]),
        name=shape["name"],
        mime=shape["mime"],
        recompressed=shape["recompressed"],
        part=SealedPart(
            slot=Slot(shape["slot"]),
            cipher=Sha256(shape["cipher"]),
            mac=shape["mac"],
            plain=Sha256(shape["sha256"]),
            size=shape["size"],
        ),
    )


def _sent_out(sent: Sent) -> dict[str, Any]:
    return {"at": None if sent.at is None else sent.at.isoformat(), "source": sent.source.value}


def _sent_in(shape: dict[str, Any]) -> Sent:
    at = shape["at"]
    return Sent(None if at is None else datetime.fromisoformat(at), SentSource(shape["source"]))


def reading_out(slot: Slot, reading: Reading) -> bytes:
    """A "reading" note: what an engine read from one part."""
    return pack({"slot": slot, **dataclasses.asdict(reading)})


def reading_in(body: bytes) -> tuple[Slot, Reading]:
    """The note that `reading_out` wrote."""
    shape = unpack(body)
    lines = tuple(
        Line(
            line["text"],
            tuple((int(x), int(y)) for x, y in line["box"]),
            line["confidence"],
        )
        for line in shape["lines"]
    )
    return Slot(shape["slot"]), Reading(
        text=shape["text"],
        engine=shape["engine"],
        seconds=shape["seconds"],
        lines=lines,
        turned=shape["turned"],
        failed=shape["failed"],
        pages=shape["pages"],
        pages_read=shape["pages_read"],
        cut=shape["cut"],
    )


def verdict_shape(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain JSON values."""
    return {
        "outcome": verdict.outcome.value,
        "severity": verdict.severity.value,
        "catalogue": verdict.catalogue,
        "model": verdict.model,
        "findings": [dataclasses.asdict(finding) for finding in verdict.findings],
        "possible": [dataclasses.asdict(finding) for finding in verdict.possible],
        "provisions": list(verdict.provisions),
        "paper": None if verdict.paper is None else verdict.paper.value,
        "asks_when": verdict.asks_when,
        "offer": verdict.offer,
    }


def verdict_in(shape: dict[str, Any]) -> Verdict:
    """The verdict that `verdict_shape` gave."""
    return Verdict(
        outcome=Outcome(shape["outcome"]),
        severity=Severity(shape["severity"]),
        catalogue=shape["catalogue"],
        model=shape["model"],
        findings=tuple(_finding_in(finding) for finding in shape["findings"]),
        possible=tuple(_finding_in(finding) for finding in shape["possible"]),
        provisions=tuple(ProvisionId(provision) for provision in shape["provisions"]),
        paper=None if shape["paper"] is None else Paper(shape["paper"]),
        asks_when=shape["asks_when"],
        offer=OfferId(shape["offer"]) if shape.get("offer") else None,
    )


def _finding_in(shape: dict[str, Any]) -> Finding:
    return Finding(**{**shape, "practice": PracticeId(shape["practice"])})
