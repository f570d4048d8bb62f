"""Ridge regression on character n-grams and marks: from lessons to a file of whole numbers.

Solved row by row (dual coordinate ascent, Hsieh et al. 2008, with the square loss) with
element-wise arithmetic and sums in a fixed order only: nothing is left to the machine, so the
same lessons give the same file everywhere.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from handlers.learning.lessons import Lesson
from handlers.practices.levels import SIZES, character, code
from handlers.practices.model import MARK_SHARE, damped

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


def fit(
    lessons: Sequence[Lesson], wanted: Floats, labels: Sequence[str], shares: Sequence[float]
) -> dict[str, object]:
    """The table of weights for some lessons.

    Args:
        wanted: one row for each lesson, one column for each label; 1 where it holds.
        shares: how much each lesson weighs beside the others.
    """
    rarity = _rarity([one.words for one in lessons], len(lessons))
    marks = sorted(_known(one.marks for one in lessons))
    features = _features(lessons, rarity, marks)
    weights, bias = _solve(features, wanted, shares, len(rarity) + len(marks))
    return _written(labels, rarity, marks, weights, bias)


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
    labels: Sequence[str],
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
