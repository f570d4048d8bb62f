"""`wenzhu judge`: a text, or JSON Lines in and JSON Lines out, order kept. Imports little."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from handlers.verdicts import Channel, Finding, Passage, Sent, SentSource, Verdict

OK = 0
SOME_FAILED = 1
USAGE = 64
_HELP = "usage: wenzhu judge [--explain] TEXT | wenzhu judge [--explain] --jsonl < messages.jsonl\n"

Explaining = Callable[[Passage], Mapping[str, object]]
"""How a verdict came about, as plain tables."""


class Unreadable(ValueError):
    """A line that cannot be judged; the argument says why, never what stood in it."""


@dataclass(frozen=True, slots=True)
class Streams:
    """Where bytes come from and go to; always UTF-8, whatever the locale says."""

    source: BinaryIO
    sink: BinaryIO
    complaints: BinaryIO

    @classmethod
    def standard(cls) -> Streams:
        """The process's own."""
        return cls(sys.stdin.buffer, sys.stdout.buffer, sys.stderr.buffer)


def run(
    arguments: list[str],
    judge: Callable[[Passage], Verdict],
    streams: Streams | None = None,
    *,
    explain: Explaining | None = None,
) -> int:
    """Judge what the arguments ask for and return the exit code.

    Args:
        arguments: what follows `wenzhu judge`.
        judge: fills in the provisions too.
        streams: standard ones unless a test brings others.
        explain: what `--explain` adds to every answer; None leaves it out.
    """
    streams = streams or Streams.standard()
    if arguments == ["--jsonl"]:
        return _lines(judge, streams, explain)
    if len(arguments) == 1 and not arguments[0].startswith("-"):
        text = os.fsencode(arguments[0]).decode("utf-8", "replace")
    elif not arguments and not streams.source.isatty():
        text = streams.source.read().decode("utf-8", "replace")
    elif len(arguments) == 2 and arguments[0] == "--":
        text = os.fsencode(arguments[1]).decode("utf-8", "replace")
    else:
        streams.complaints.write(_HELP.encode())
        streams.complaints.flush()
        return OK if arguments in (["-h"], ["--help"]) else USAGE
    write(streams.sink, _whole(None, Passage(text), judge, explain))
    return OK


def _lines(
    judge: Callable[[Passage], Verdict], streams: Streams, explain: Explaining | None
) -> int:
    failed = False
    for raw in streams.source:
        if not raw.strip():
            continue
        answer, ok = _answer(raw, judge, explain)
        failed = failed or not ok
        write(streams.sink, answer)
    return SOME_FAILED if failed else OK


def _whole(
    identifier: object,
    passage: Passage,
    judge: Callable[[Passage], Verdict],
    explain: Explaining | None,
) -> Mapping[str, object]:
    answer = describe(identifier, judge(passage))
    return answer if explain is None else {**answer, "explain": explain(passage)}


def _answer(
    raw: bytes, judge: Callable[[Passage], Verdict], explain: Explaining | None
) -> tuple[Mapping[str, object], bool]:
    identifier: object = None
    try:
        row = parsed(raw)
        identifier = row.get("id")
        return _whole(identifier, read(row), judge, explain), True
    except Unreadable as error:
        return {"id": identifier, "error": str(error)}, False


def parsed(raw: bytes) -> Mapping[str, object]:
    """One line as an object.

    Raises:
        Unreadable: it is none.
    """
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("not a JSON object in UTF-8") from None
    if not isinstance(row, dict):
        raise Unreadable("not a JSON object in UTF-8")
    return row


def read(row: Mapping[str, object]) -> Passage:
    """A line's message as a passage.

    Raises:
        Unreadable: a field is missing or not of its kind.
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise Unreadable("'text' must be a string")
    return Passage(text, _channel(row.get("channel")), _sent(row.get("sent_at")))


def _channel(value: object) -> Channel | None:
    if value is None:
        return None
    try:
        return Channel(str(value))
    except ValueError:
        known = ", ".join(channel.value for channel in Channel)
        raise Unreadable(f"'channel' must be one of {known}") from None


def _sent(value: object) -> Sent:
    if value is None:
        return Sent()
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        raise Unreadable("'sent_at' must be an ISO 8601 time") from None
    if at.tzinfo is None:
        raise Unreadable("'sent_at' must carry a zone, as in 2026-11-23T09:30:00+08:00")
    return Sent(at, SentSource.PLATFORM)


def describe(identifier: object, verdict: Verdict) -> Mapping[str, object]:
    """A verdict as the command line's answer to one message."""
    return {
        "id": identifier,
        "outcome": verdict.outcome.value,
        "practices": list(verdict.practices),
        "severity": verdict.severity.value,
        "lawful": not verdict.findings,
        "findings": list(_findings(verdict.findings)),
        "possible": list(_findings(verdict.possible)),
        "provisions": list(verdict.provisions),
        "catalogue": verdict.catalogue,
        "model": verdict.model,
        "paper": verdict.paper.value if verdict.paper else None,
        "asks_when": verdict.asks_when,
        "offer": verdict.offer,
    }


def _findings(findings: tuple[Finding, ...]) -> Iterator[Mapping[str, object]]:
    for finding in findings:
        yield {
            "practice": finding.practice,
            "quote": finding.quote,
            "start": finding.start,
            "end": finding.end,
            "because": finding.because,
            "rule": finding.rule,
            "confidence": finding.confidence,
        }


def write(sink: BinaryIO, answer: Mapping[str, object]) -> None:
    """One answer as a line of UTF-8, handed over at once."""
    line = json.dumps(answer, ensure_ascii=False)
    try:
        encoded = line.encode()
    except UnicodeEncodeError:  # half a surrogate pair in a message: say it in escapes
        encoded = json.dumps(answer).encode()
    sink.write(encoded + b"\n")
    sink.flush()
