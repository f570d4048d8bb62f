"""The files of labelled material: which are learned from, which third is held out, the exam."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handlers.verdicts import Channel, Passage, PracticeId, Sent, SentSource

HOME = Path(__file__).parent / "material"
TUNING = (
    "tuning.jsonl",
    "body.jsonl",
    "people.jsonl",
    "papers.jsonl",
    "money.jsonl",
    "quiet.jsonl",
    "veiled.jsonl",
    "written.jsonl",
    "ordinary.jsonl",
    "hinted.jsonl",
    "real.jsonl",
    "natural.jsonl",
    "fresh.jsonl",
)
"""Labelled messages that may be read, and corrected against, by whoever works on the judge."""
HELD = (
    "held.jsonl",
    "spoken.jsonl",
    "mixed.jsonl",
    "joined.jsonl",
    "dressed.jsonl",
    "dodge.jsonl",
    "sly.jsonl",
    "candid.jsonl",
)
"""A third that is held out when figures are taken; only totals of it are looked at."""
SUPPORT = ("phrases.jsonl", "everyday.jsonl", "world.jsonl")
"""Short wordings, and ordinary texts that show nothing."""
EXAM = "exam.jsonl"
"""Never learned from, not even for what is shipped."""
LEARNED = (*SUPPORT, *TUNING, *HELD)
"""What the shipped weights were learned from, in this order."""
UNLABELLED = frozenset({PracticeId("impersonating_lawyer"), PracticeId("illegal_data_acquisition")})
"""Practices that the guide names but that are not counted: too rare in the material."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and the practices it shows."""

    passage: Passage
    practices: frozenset[PracticeId]
    difficulty: str


def paths(names: Iterable[str]) -> list[Path]:
    return [HOME / name for name in names]


def labelled(names: Iterable[str]) -> Iterator[Labelled]:
    for path in paths(names):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            at = row.get("sent_at")
            sent = Sent(datetime.fromisoformat(at), SentSource.PLATFORM) if at else Sent()
            yield Labelled(
                Passage(row["text"], Channel(row["channel"]), sent),
                frozenset(PracticeId(p) for p in row["practices"]) - UNLABELLED,
                row.get("difficulty", ""),
            )
