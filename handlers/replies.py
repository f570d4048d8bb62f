"""Replies as bytes and back, for the outbox: one JSON shape, versioned."""

from __future__ import annotations

from typing import Any

import orjson

from handlers.messages import Button, Look, Reply, Segment, Stage, Voice
from handlers.picture import picture_in, picture_out

VERSION = 1


def to_bytes(reply: Reply) -> bytes:
    """The reply as UTF-8 JSON; `from_bytes` gives an equal reply back."""
    shape: dict[str, Any] = {
        "v": VERSION,
        "stage": reply.stage.value,
        "number": reply.number,
        "segments": [_segment_out(segment) for segment in reply.segments],
        "buttons": [[button.label, button.action] for button in reply.buttons],
        "grave": reply.grave,
    }
    if reply.picture is not None:
        shape["picture"] = picture_out(reply.picture)
    return orjson.dumps(shape)


def from_bytes(body: bytes) -> Reply:
    """The reply that `to_bytes` wrote.

    Raises:
        ValueError: the bytes are no reply, or of a version this program does not know.
    """
    shape = orjson.loads(body)
    if not isinstance(shape, dict) or shape.get("v") != VERSION:
        raise ValueError("not a reply of a known version")
    picture = shape.get("picture")
    return Reply(
        segments=tuple(_segment_in(segment) for segment in shape["segments"]),
        buttons=tuple(Button(label, action) for label, action in shape["buttons"]),
        stage=Stage(shape["stage"]),
        number=shape["number"],
        grave=shape.get("grave", False),
        picture=None if picture is None else picture_in(picture),
    )


def _segment_out(segment: Segment) -> dict[str, Any]:
    return {
        "text": segment.text,
        "voice": segment.voice.value,
        "look": segment.look.value,
        "folded": segment.folded,
        "sources": list(segment.sources),
    }


def _segment_in(shape: dict[str, Any]) -> Segment:
    return Segment(
        text=shape["text"],
        voice=Voice(shape["voice"]),
        look=Look(shape["look"]),
        folded=bool(shape["folded"]),
        sources=tuple(shape["sources"]),
    )
