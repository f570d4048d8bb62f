"""`wenzhu understand --jsonl`: typed messages in, intents and slots out, order kept."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

from bot.judging import SOME_FAILED, Unreadable, parsed, write
from handlers.crisis import Crisis
from handlers.intents.understanding import Understanding

OK = 0


def run(source: BinaryIO | None = None, sink: BinaryIO | None = None) -> int:
    """Understand every line and return the exit code."""
    understanding = Understanding.load(Crisis.read())
    sink = sink or sys.stdout.buffer
    failed = False
    for raw in source or sys.stdin.buffer:
        if raw.strip():
            answer = _answer(raw, understanding)
            failed = failed or "error" in answer
            write(sink, answer)
    return SOME_FAILED if failed else OK


def _answer(raw: bytes, understanding: Understanding) -> Mapping[str, object]:
    identifier: object = None
    try:
        given = parsed(raw)
        identifier = given.get("id")
        found = understanding.understand(_text(given.get("text")), _now(given.get("now")))
    except Unreadable as error:
        return {"id": identifier, "error": str(error)}
    return {"id": identifier, "intent": found.intent.value, "slots": found.slots}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("'text' must be a string")
    return value


def _now(value: object) -> datetime:
    try:
        now = datetime.fromisoformat(str(value))
    except ValueError:
        raise Unreadable("'now' must be an ISO 8601 time") from None
    if now.tzinfo is None:
        raise Unreadable("'now' must carry a zone, as in 2026-11-23T10:00:00+08:00")
    return now
