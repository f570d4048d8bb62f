"""Learn the model's weights: `python -m handlers.practices.training FILE.jsonl …`.

From character n-grams and from what the signs found; `handlers/learning/ridge.py` does the sums.
The same material gives the same file everywhere.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from handlers.learning.lessons import Lesson
from handlers.learning.ridge import Floats, fit
from handlers.practices.classifier import HOME, passage
from handlers.practices.judge import Judge
from handlers.practices.loading import load
from handlers.practices.model import WEIGHTS, folded, keys
from handlers.practices.shapes import Book
from handlers.practices.weighing import Reading
from handlers.verdicts import Channel, Passage, PracticeId, Sent, SentSource

ANY = PracticeId("any")
_PHRASE = 0.3  # what a bare phrase weighs beside a message
_EXAMPLE = 2.0  # an example must be known again


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text of the material."""

    passage: Passage
    practices: frozenset[PracticeId]
    weight: float


def read(paths: Iterable[Path]) -> tuple[Row, ...]:
    """The labelled texts of some files; a row without a channel is a bare phrase."""
    rows = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            at = row.get("sent_at")
            sent = Sent(datetime.fromisoformat(at), SentSource.STATED) if at else Sent()
            channel = row.get("channel")
            rows.append(
                Row(
                    Passage(row["text"], Channel(channel or "wechat"), sent),
                    frozenset(PracticeId(p) for p in row["practices"]),
                    1.0 if channel else _PHRASE,
                )
            )
    return tuple(rows)


def examples(book: Book, judge: Judge) -> tuple[Row, ...]:
    """The catalogue's own examples and near-misses; other practices as the signs see them."""
    rows = []
    for practice in book.practices.values():
        for example in (*practice.examples, *practice.near_misses):
            shown = set(judge.judge(passage(example)).practices)
            own = {practice.id} if example in practice.examples else set()
            rows.append(Row(passage(example), frozenset(shown - {practice.id} | own), _EXAMPLE))
    return tuple(rows)


def lesson(reading: Reading) -> Lesson:
    """What the model gets to see of a reading."""
    words = frozenset(keys(folded(reading.text), reading.slices))
    return Lesson(words, frozenset(reading.marks))


def material(paths: Iterable[Path]) -> str:
    """SHA-256 over the files that were learned from, hex."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def train(book: Book, rows: Sequence[Row], source: str = "") -> bytes:
    """The weights file for some material."""
    judge = Judge(book)
    rows = [*rows, *examples(book, judge)]
    lessons = [lesson(judge.reading(row.passage)) for row in rows]
    shown = {practice for row in rows for practice in row.practices}
    known = {practice for practice in shown if book.practices[practice].learned}
    labels = (*sorted(known), ANY)
    fitted = fit(lessons, _wanted(rows, labels), labels, [row.weight for row in rows])
    table = {"material": source, "catalogue": book.hash, **fitted}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _wanted(rows: Sequence[Row], labels: Sequence[PracticeId]) -> Floats:
    wanted = np.zeros((len(rows), len(labels)))
    for number, row in enumerate(rows):
        for position, label in enumerate(labels):
            wanted[number, position] = label in row.practices or (
                label == ANY and not row.practices.isdisjoint(labels)
            )
    return wanted


def main(arguments: Sequence[str]) -> None:
    """Train on the named files and write the weights beside the catalogue."""
    paths = [Path(name) for name in arguments]
    (HOME / WEIGHTS).write_bytes(train(load(HOME), read(paths), material(paths)))


if __name__ == "__main__":
    main(sys.argv[1:])
