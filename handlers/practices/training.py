"""Learn the model's weights: `python -m handlers.practices.training FILE.jsonl …`.

Ridge regression on character n-grams and on what the signs found, solved row by row (dual
coordinate ascent, Hsieh et al. 2008, with the square loss) with element-wise arithmetic and sums
in a fixed order only: nothing is left to the machine, so the same material gives the same file
everywhere.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from handlers.practices.classifier import HOME, passage
from handlers.practices.judge import Judge
from handlers.practices.loading import load
from handlers.practices.model import MARK_SHARE, WEIGHTS, code, damped, keys
from handlers.practices.shapes import Book
from handlers.practices.weighing import Reading
from handlers.verdicts import Channel, Passage, PracticeId, Sent, SentSource

ANY = PracticeId("any")
_PHRASE = 0.5  # what a bare phrase weighs beside a message
_EXAMPLE = 2.0  # an example must be known again
_RIDGE = 0.5
_SWEEPS = 25
_SEEN = 2
_LEVELS = 44
_RARITY = 8
_LEAST = 1

Floats = npt.NDArray[np.float64]
Features = tuple[npt.NDArray[np.int64], Floats]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text of the material."""

    passage: Passage
    practices: frozenset[PracticeId]
    weight: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row as the model sees it."""

    words: frozenset[str]
    marks: frozenset[str]


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
    words = frozenset(keys(reading.text, reading.slices))
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
    seen = Counter(key for one in lessons for key in one.words | one.marks)
    rarity = {
        key: max(1, round(_RARITY * (math.log(len(rows) / count) + 0.5)))
        for key, count in sorted(seen.items())
        if count >= _SEEN
    }
    features = _features(lessons, rarity)
    wanted = _wanted(rows, labels)
    weights, bias = _solve(features, wanted, [row.weight for row in rows], len(rarity))
    table = _written(labels, rarity, weights, bias)
    table = {"material": source, "catalogue": book.hash, **table}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _features(lessons: Sequence[Lesson], rarity: Mapping[str, int]) -> list[Features]:
    """Per row the numbers of its keys and their values."""
    number = {key: position for position, key in enumerate(rarity)}
    features = []
    for one in lessons:
        words = sorted(key for key in one.words if key in rarity)
        marks = sorted(key for key in one.marks if key in rarity)
        by_words = damped(sum(rarity[key] ** 2 for key in words))
        by_marks = math.sqrt(sum(rarity[key] ** 2 for key in marks))
        features.append(
            (
                np.array([number[key] for key in (*words, *marks)], dtype=np.int64),
                np.array(
                    [rarity[key] / by_words for key in words]
                    + [MARK_SHARE * rarity[key] / by_marks for key in marks]
                ),
            )
        )
    return features


def _wanted(rows: Sequence[Row], labels: Sequence[PracticeId]) -> Floats:
    wanted = np.zeros((len(rows), len(labels)))
    for number, row in enumerate(rows):
        for position, label in enumerate(labels):
            wanted[number, position] = label in row.practices or (
                label == ANY and not row.practices.isdisjoint(labels)
            )
    return wanted


def _solve(
    features: Sequence[Features], wanted: Floats, shares: Sequence[float], keys: int
) -> tuple[Floats, Floats]:
    """Weights by key and label, and the bias by label."""
    weights = np.zeros((keys, wanted.shape[1]))
    bias = np.zeros(wanted.shape[1])
    dual = np.zeros_like(wanted)
    ridges = [_RIDGE / share for share in shares]
    lengths = [1.0 + _sum(values * values) for _, values in features]
    for _ in range(_SWEEPS):
        for row, (numbers, values) in enumerate(features):
            told = bias + (values[:, None] * weights[numbers]).sum(axis=0)
            change = (wanted[row] - told - ridges[row] * dual[row]) / (lengths[row] + ridges[row])
            dual[row] += change
            weights[numbers] += values[:, None] * change
            bias += change
    return weights, bias


def _sum(values: Floats) -> float:
    return math.fsum(values.tolist())


def _written(
    labels: Sequence[PracticeId], rarity: Mapping[str, int], weights: Floats, bias: Floats
) -> dict[str, object]:
    """Whole numbers: a key's value is rarity / length, so its weight is stored without it."""
    flat = np.sort(np.abs(weights), axis=None)
    step = float(flat[int(len(flat) * 0.999)]) / _LEVELS
    rows = {}
    for position, key in enumerate(rarity):
        levels = [max(-_LEVELS, min(_LEVELS, round(float(w) / step))) for w in weights[position]]
        pairs = [
            code(label) + code(level + _LEVELS + 1)
            for label, level in enumerate(levels)
            if abs(level) > _LEAST
        ]
        rows[key] = code(min(rarity[key], 2 * _LEVELS)) + "".join(pairs)
    return {
        "labels": list(labels),
        "step": step,
        "bias": [round(float(value) / step) for value in bias],
        "rows": rows,
    }


def main(arguments: Sequence[str]) -> None:
    """Train on the named files and write the weights beside the catalogue."""
    paths = [Path(name) for name in arguments]
    (HOME / WEIGHTS).write_bytes(train(load(HOME), read(paths), material(paths)))


if __name__ == "__main__":
    main(sys.argv[1:])
