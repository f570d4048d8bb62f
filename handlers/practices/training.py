"""Learn the model's weights: `python -m handlers.practices.training FILE.jsonl …`.

Ridge regression on character n-grams and on what the signs found, solved sweep by sweep with
element-wise arithmetic only: no order of summation is left to the machine, so the same material
gives the same file everywhere.
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
from handlers.practices.model import MARK_SHARE, WEIGHTS, code, grams
from handlers.practices.shapes import Book
from handlers.practices.weighing import Reading
from handlers.verdicts import Channel, Passage, PracticeId, Sent, SentSource

ANY = PracticeId("any")
_PHRASE = 0.5  # what a bare phrase weighs beside a message
_EXAMPLE = 2.0  # an example must be known again
_RIDGE = 0.3
_SWEEPS = 100
_SEEN = 2
_LEVELS = 44
_RARITY = 8
_LEAST = 1

Floats = npt.NDArray[np.float64]


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
    words = frozenset(gram for gram, _ in grams(reading.text, reading.slices))
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
    values = _values(lessons, rarity)
    wanted = _wanted(rows, labels)
    shares = _solve(_gram(values, len(rows)), wanted, np.array([row.weight for row in rows]))
    table = _written(labels, rarity, _weights(values, shares, len(labels)), shares)
    table = {"material": source, "catalogue": book.hash, **table}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _values(lessons: Sequence[Lesson], rarity: Mapping[str, int]) -> list[dict[str, float]]:
    values = []
    for one in lessons:
        row: dict[str, float] = {}
        for share, keys in ((1.0, one.words), (MARK_SHARE, one.marks)):
            known = sorted(key for key in keys if key in rarity)
            norm = math.sqrt(sum(rarity[key] ** 2 for key in known))
            row |= {key: share * rarity[key] / norm for key in known}
        values.append(row)
    return values


def _wanted(rows: Sequence[Row], labels: Sequence[PracticeId]) -> Floats:
    wanted = np.zeros((len(rows), len(labels)))
    for number, row in enumerate(rows):
        for position, label in enumerate(labels):
            wanted[number, position] = label in row.practices or (
                label == ANY and not row.practices.isdisjoint(labels)
            )
    return wanted


def _gram(values: Sequence[Mapping[str, float]], size: int) -> Floats:
    """Inner products of all pairs of rows, plus one for the bias."""
    matrix = np.ones((size, size))
    holders: dict[str, list[int]] = {}
    for number, row in enumerate(values):
        for key in row:
            holders.setdefault(key, []).append(number)
    for key, numbers in holders.items():
        column = np.array([values[number][key] for number in numbers])
        matrix[np.ix_(numbers, numbers)] += column[:, None] * column[None, :]
    return matrix


def _solve(matrix: Floats, wanted: Floats, weights: Floats) -> Floats:
    """Gauss-Seidel on the dual: element-wise only, hence the same bits everywhere."""
    shares = np.zeros_like(wanted)
    left = wanted.copy()
    ridge = _RIDGE / weights
    for _ in range(_SWEEPS):
        for row in range(len(matrix)):
            change = (left[row] - ridge[row] * shares[row]) / (matrix[row, row] + ridge[row])
            shares[row] += change
            left -= matrix[:, row, None] * change[None, :]
    return shares


def _weights(
    values: Sequence[Mapping[str, float]], shares: Floats, labels: int
) -> dict[str, Floats]:
    weights: dict[str, Floats] = {}
    for number, row in enumerate(values):
        for key, value in row.items():
            if key not in weights:
                weights[key] = np.zeros(labels)
            weights[key] += value * shares[number]
    return weights


def _written(
    labels: Sequence[PracticeId],
    rarity: Mapping[str, int],
    weights: Mapping[str, Floats],
    shares: Floats,
) -> dict[str, object]:
    """Whole numbers: a key's value is rarity / length, so its weight is stored without it."""
    flat = sorted(abs(float(w)) for row in weights.values() for w in row)
    step = flat[int(len(flat) * 0.999)] / _LEVELS
    rows = {}
    for key in sorted(weights):
        levels = [max(-_LEVELS, min(_LEVELS, round(float(w) / step))) for w in weights[key]]
        pairs = [
            code(label) + code(level + _LEVELS + 1)
            for label, level in enumerate(levels)
            if abs(level) > _LEAST
        ]
        rows[key] = code(min(rarity[key], 2 * _LEVELS)) + "".join(pairs)
    bias = [math.fsum(float(v) for v in shares[:, i]) for i in range(len(labels))]
    return {
        "labels": list(labels),
        "step": step,
        "bias": [round(value / step) for value in bias],
        "rows": rows,
    }


def main(arguments: Sequence[str]) -> None:
    """Train on the named files and write the weights beside the catalogue."""
    paths = [Path(name) for name in arguments]
    (HOME / WEIGHTS).write_bytes(train(load(HOME), read(paths), material(paths)))


if __name__ == "__main__":
    main(sys.argv[1:])
