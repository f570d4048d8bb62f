"""`wenzhu ask`: a question, or JSON Lines in and JSON Lines out, order kept. Imports little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from bot.judging import OK, SOME_FAILED, Streams, Unreadable, parsed, write
from handlers.beijing import beijing_day

_LEAST = 1
LONGEST = 2_000
"""Characters of a question that are looked at; what is longer is no question."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the command line says to one question."""

    answer: str
    provisions: tuple[str, ...]
    sources: tuple[Mapping[str, str | None], ...]
    confident: bool


Answer = Callable[[str, date | None], Answered]
"""A question and the day whose law is asked for, None for today."""


def run(question: str | None, answer: Answer, streams: Streams | None = None) -> int:
    """Answer one question, or every line of the standard input.

    Args:
        question: None to read JSON Lines.
    """
    streams = streams or Streams.standard()
    if question is not None:
        try:
            said = answer(_question({"question": question}), None)
        except Unreadable as error:
            streams.complaints.write(f"{error}\n".encode())
            return SOME_FAILED
        _write(streams.sink, said.answer)
        if said.sources:
            _write(streams.sink, "\n" + "\n".join(f"· {row['citation']}" for row in said.sources))
        return OK
    failed = False
    for raw in streams.source:
        if raw.strip():
            shape, ok = _line(raw, answer)
            failed = failed or not ok
            write(streams.sink, shape)
    return SOME_FAILED if failed else OK


def _line(raw: bytes, answer: Answer) -> tuple[Mapping[str, object], bool]:
    identifier: object = None
    try:
        row = parsed(raw)
        identifier = row.get("id")
        said = answer(_question(row), _day(row.get("as_of")))
    except Unreadable as error:
        return {"id": identifier, "error": str(error)}, False
    return {
        "id": identifier,
        "answer": said.answer,
        "provisions": list(said.provisions),
        "sources": list(said.sources),
        "confident": said.confident,
    }, True


def _question(row: Mapping[str, object]) -> str:
    question = row.get("question")
    if not isinstance(question, str) or len(question.strip()) < _LEAST:
        raise Unreadable("'question' must be a string that is not empty")
    return question.encode("utf-8", "replace").decode()[:LONGEST]


def _day(value: object) -> date | None:
    """A calendar day, or an instant whose Beijing day is meant."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        raise Unreadable("'as_of' must be a day, as in 2026-11-25") from None
    return at.date() if at.tzinfo is None else beijing_day(at)


def _write(sink: BinaryIO, line: str) -> None:
    sink.write(line.encode("utf-8", "replace") + b"\n")
    sink.flush()
