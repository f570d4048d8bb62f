"""What the models of danger and of intents are learned from, and the third that is held out."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.intents.frames import made
from tests.practices import materials as collecting

HOME = Path(__file__).parent / "material"
OLDER = Path(__file__).parents[1] / "texts" / "material"
DANGER = "crisis.jsonl"
NEAR = "near.jsonl"
SAID = "said.jsonl"
ASKED = "asked.jsonl"
"""Questions out of handlers/counsel/questions: worried, about debts, and of no danger."""
LAST = "last.jsonl"
LAST_ORDINARY = "last_ordinary.jsonl"
"""Danger, and ordinary anger: written when everything else was done, never learned from."""
LEARNED = (DANGER, NEAR, SAID, ASKED)
_INCITING = frozenset({"self_harm_incitement", "death_curse"})


@dataclass(frozen=True, slots=True)
class Row:
    """One utterance.

    Attributes:
        intent: as in handlers/intents; None where only this is known: nobody is in danger.
        kind: the heading it was written under.
        held: never learned from when figures are taken.
        weight: what it weighs beside others.
    """

    text: str
    intent: str | None
    kind: str
    held: bool
    weight: float = 1.0


def rows(name: str, weight: float = 1.0) -> Iterator[Row]:
    """The utterances of one file of this folder."""
    for line in (HOME / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Row(row["text"], row["intent"], row["kind"], row.get("held", False), weight)


def older(name: str, intent: str | None, weight: float = 1.0) -> Iterator[Row]:
    """The lines that the shapes were written against."""
    for line in (OLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield Row(line, intent, name, held=False, weight=weight)


def collected(names: tuple[str, ...], step: int, *, inciting: bool = False) -> Iterator[Row]:
    """Every so manieth of the messages about collecting (and of ordinary ones); a third held.

    Args:
        inciting: only those in which a collector speaks of the person's death.
    """
    for name in names:
        lines = (collecting.HOME / name).read_text(encoding="utf-8").splitlines()
        read = [json.loads(line) for line in lines]
        kept = [row for row in read if not inciting or _INCITING & set(row["practices"])]
        for number, row in enumerate(kept[::step]):
            intent = "evidence_forward" if row["practices"] else None
            yield Row(row["text"], intent, name, held=number % 3 == 2)


def danger() -> Iterator[Row]:
    """Everything the model of danger is learned from or measured on."""
    yield from rows(DANGER, weight=2.0)
    yield from older("crisis.txt", "crisis")
    yield from rows(NEAR, weight=2.0)
    yield from rows(SAID, weight=2.0)
    yield from rows(ASKED)
    yield from older("ordinary.txt", None, weight=2.0)
    yield from collected((*collecting.TUNING, *collecting.HELD), 1, inciting=True)
    yield from collected(("phrases.jsonl",), 2, inciting=True)
    yield from collected(("ordinary.jsonl", "people.jsonl"), 1)
    yield from collected(("everyday.jsonl",), 2)
    yield from collected((*collecting.TUNING, *collecting.HELD), 3)
    yield from collected(("phrases.jsonl",), 15)
    yield from collected(("world.jsonl",), 1)


_ASKS = re.compile("吗|怎么|如何|哪|能不能|可以|多少|什么|要不要|是不是|合法|违法|咋|几")
_TELLS = frozenset({"quoting", "collector"})


def intents() -> Iterator[Row]:
    """Everything the model of intents is learned from or measured on."""
    yield from rows(SAID, weight=3.0)
    for intent, text, frame in made():
        yield Row(text, intent, "made", held=frame % 2 == 1, weight=0.5)
    for row in rows(ASKED, weight=0.5):
        yield dataclasses.replace(row, intent="question")
    for row in rows(NEAR, weight=0.5):
        told = "evidence_forward" if row.kind in _TELLS else "other"
        asks = row.kind != "collector" and _ASKS.search(row.text)
        yield dataclasses.replace(row, intent="question" if asks else told)
    for row in collected((*collecting.TUNING, *collecting.HELD), 12):
        if row.intent is not None and row.kind not in {"ordinary.jsonl", "people.jsonl"}:
            yield row
    for row in collected(("world.jsonl",), 8):
        yield dataclasses.replace(row, intent="other")
