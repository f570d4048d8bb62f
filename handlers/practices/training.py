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
import random
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
from handlers.practices.levels import SIZES, character, code
from handlers.practices.loading import load
from handlers.practices.model import MARK_SHARE, WEIGHTS, damped, folded, keys
from handlers.practices.shapes import Book
from handlers.practices.weighing import Reading
from handlers.verdicts import Channel, Passage, PracticeId, Sent, SentSource

ANY = PracticeId("any")
_PHRASE = 0.3  # what a bare phrase weighs beside a message
_EXAMPLE = 2.0  # an example must be known again
_RIDGE = 1.0
_SWEEPS = 25
_SEED = 20261125
_SEEN = 2
_COMMON = 2  # longer n-grams must be seen once more
_RARITY = 6
_LEAST = 4.0
_LEAST_KEY = 16.0
_USUAL = 0.999
_USUAL_LEVEL = 30

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
    rarity = _rarity([one.words for one in lessons], len(rows))
    marks = sorted(_known(one.marks for one in lessons))
    features = _features(lessons, rarity, marks)
    wanted = _wanted(rows, labels)
    size = len(rarity) + len(marks)
    weights, bias = _solve(features, wanted, [row.weight for row in rows], size)
    table = _written(labels, rarity, marks, weights, bias)
    table = {"material": source, "catalogue": book.hash, **table}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _known(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    """Keys that several rows have, with how many have them."""
    seen = Counter(key for keys_of_one in sets for key in keys_of_one)
    least = {key: _SEEN + (len(key) > _COMMON) for key in seen}
    return {key: count for key, count in sorted(seen.items()) if count >= least[key]}


def _rarity(sets: Iterable[frozenset[str]], rows: int) -> dict[str, int]:
    """Inverse document frequency of the known n-grams, in eighths (Spärck Jones 1972)."""
    return {
        key: max(1, round(_RARITY * (math.log(rows / count) + 0.5)))
        for key, count in _known(sets).items()
    }


def _features(
    lessons: Sequence[Lesson], rarity: Mapping[str, int], marks: Sequence[str]
) -> list[Features]:
    """Per row the numbers of its keys and their values; marks are numbered after n-grams."""
    number = {key: position for position, key in enumerate(rarity)}
    mark_number = {mark: len(rarity) + position for position, mark in enumerate(marks)}
    features = []
    for one in lessons:
        words = sorted(key for key in one.words if key in rarity)
        known = sorted(mark for mark in one.marks if mark in mark_number)
        by_words = damped(sum(rarity[key] ** 2 for key in words))
        by_marks = MARK_SHARE / math.sqrt(len(known) or 1)
        numbers = [number[key] for key in words] + [mark_number[mark] for mark in known]
        values = [rarity[key] / by_words for key in words] + [by_marks] * len(known)
        features.append((np.array(numbers, dtype=np.int64), np.array(values)))
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
    order = list(range(len(features)))
    draw = random.Random(_SEED)  # noqa: S311 -- an order of rows, the same every time
    for _ in range(_SWEEPS):
        draw.shuffle(order)  # in the order of the files, the last rows would have the last word
        for row in order:
            numbers, values = features[row]
            told = bias + (values[:, None] * weights[numbers]).sum(axis=0)
            change = (wanted[row] - told - ridges[row] * dual[row]) / (lengths[row] + ridges[row])
            dual[row] += change
            weights[numbers] += values[:, None] * change
            bias += change
    return weights, bias


def _sum(values: Floats) -> float:
    return math.fsum(values.tolist())


def _written(
    labels: Sequence[PracticeId],
    rarity: Mapping[str, int],
    marks: Sequence[str],
    weights: Floats,
    bias: Floats,
) -> dict[str, object]:
    """Whole numbers: a key's value is rarity / length, so its weight is stored without it."""
    step = _step(weights[: len(rarity)])
    mark_step = float(np.abs(weights[len(rarity) :]).max()) / SIZES[-1]
    words = weights[: len(rarity)] / step
    signs = weights[len(rarity) :] / mark_step
    return {
        "labels": list(labels),
        "step": step,
        "mark_step": mark_step,
        "bias": [round(float(value) / mark_step) for value in bias],
        "rows": {
            key: code(rarity[key]) + _pairs(row)
            for key, row in zip(rarity, words, strict=True)
            if len(key) == 1 or np.abs(row).max() >= _LEAST_KEY
        },
        "marks": {mark: code(1) + _pairs(row) for mark, row in zip(marks, signs, strict=True)},
    }


def _step(weights: Floats) -> float:
    """Fine enough for ordinary weights; the few beyond the greatest size are cut down to it."""
    flat = np.sort(np.abs(weights), axis=None)
    return float(flat[int((len(flat) - 1) * _USUAL)]) / SIZES[_USUAL_LEVEL]


def _pairs(weights: Floats) -> str:
    return "".join(
        code(label) + character(float(weight))
        for label, weight in enumerate(weights)
        if abs(weight) >= _LEAST
    )


def main(arguments: Sequence[str]) -> None:
    """Train on the named files and write the weights beside the catalogue."""
    paths = [Path(name) for name in arguments]
    (HOME / WEIGHTS).write_bytes(train(load(HOME), read(paths), material(paths)))


if __name__ == "__main__":
    main(sys.argv[1:])
