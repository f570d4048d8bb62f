"""A small linear model beside the signs: it knows wordings that no sign names.

One weight per character n-gram and practice, learned from the project's own material by
`python -m handlers.practices.training`. Only whole numbers are stored and added, so a verdict is
the same on every machine.

All weights of an n-gram lie side by side in one long whole number, a field for each practice:
adding two such numbers adds all fields at once, so that scoring a message for every practice
costs one addition for each n-gram.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handlers.practices.errors import CatalogueError
from handlers.verdicts import PracticeId

WEIGHTS = "weights.json"
LONGEST = 3
MARK_SHARE = 1.0
USUAL = 120.0
"""A length (of rarities) that texts are compared with: longer ones are damped by a square root."""
_FIRST = 35  # "#": weights and label numbers are stored as printable characters from here on
_FINE = 8
_LEVELS = 44
_FIELD = 8  # bytes of a field; no message is long enough for one to run over
_OFFSET = 1 << 16  # keeps every field above zero: a rarity times a weight is smaller
_MASK = (1 << 8 * _FIELD) - 1
_DIGITS = str.maketrans("123456789", "0" * 9)

Slice = tuple[int, int]


def code(number: int) -> str:
    """A small whole number as one printable character that JSON need not escape."""
    character = chr(_FIRST + number)
    return "!" if character == "\\" else character


def _decode(character: str) -> int:
    return ord("\\" if character == "!" else character) - _FIRST


def _sizes() -> tuple[int, ...]:
    """What a level is worth: fine steps for small weights, steps of an eighth for great ones."""
    sizes = [0]
    while len(sizes) <= _LEVELS:
        sizes.append(max(sizes[-1] + 1, sizes[-1] * 9 // _FINE))
    return tuple(sizes)


SIZES = _sizes()
"""Sizes of a weight, by level; a level is a character."""


def level(character: str) -> int:
    """The weight that a character stands for."""
    number = _decode(character) - _LEVELS
    return SIZES[number] if number >= 0 else -SIZES[-number]


def character(weight: float) -> str:
    """The character for the level that is nearest to a weight."""
    above = bisect_left(SIZES, abs(weight))
    near = [at for at in (above - 1, above) if 0 <= at <= _LEVELS]
    best = min(near, key=lambda at: abs(SIZES[at] - abs(weight)))
    return code(_LEVELS + (best if weight > 0 else -best))


def keys(text: str, slices: Iterable[Slice]) -> set[str]:
    """Every run of one to three characters inside the slices; all digits count as the same."""
    folded = text.translate(_DIGITS)
    found: set[str] = set()
    for start, end in slices:
        for length in range(1, LONGEST + 1):
            found.update([folded[i : i + length] for i in range(start, end - length + 1)])
    return found


def damped(square: float) -> float:
    """What a sum over rarities is divided by, from the square of their length."""
    return math.sqrt(math.sqrt(square) * USUAL)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by n-gram and by mark (a fired sign, the channel).

    Attributes:
        hash: SHA-256 of the file, hex; a verdict names it.
        labels: practices it knows, then the pseudo practice "any".
        rows: per n-gram its rarity and then pairs of label and weight, as characters.
        marks: the same per mark; all marks are equally rare.
        bias: per label, in steps of marks.
        step: what one unit of an n-gram's weight is worth.
        mark_step: the same for marks.
    """

    hash: str
    labels: tuple[PracticeId, ...]
    rows: Mapping[str, str]
    marks: Mapping[str, str]
    bias: tuple[int, ...]
    step: float
    mark_step: float
    _packed: dict[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read the weights.

        Raises:
            CatalogueError: they are missing or cannot be read.
        """
        try:
            content = path.read_bytes()
            table = json.loads(content)
            return cls(
                hashlib.sha256(content).hexdigest(),
                tuple(PracticeId(label) for label in table["labels"]),
                table["rows"],
                table["marks"],
                tuple(int(value) for value in table["bias"]),
                float(table["step"]),
                float(table["mark_step"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            raise CatalogueError(path.name, "file", "cannot be read as weights") from None

    def scores(
        self, text: str, slices: Sequence[Slice], marks: Iterable[str]
    ) -> dict[PracticeId, float]:
        """How much the words (and the marks) speak for each practice; 1 is plainly yes."""
        words, square = self._add(keys(text, slices), self.rows)
        signs, count = self._add(set(marks), self.marks)
        by_words = self.step / damped(square) if square else 0.0
        by_signs = self.mark_step * MARK_SHARE / math.sqrt(count or 1)
        return {
            label: by_words * word + by_signs * sign + bias * self.mark_step
            for label, word, sign, bias in zip(self.labels, words, signs, self.bias, strict=True)
        }

    def _add(self, wanted: set[str], rows: Mapping[str, str]) -> tuple[list[int], int]:
        """Whole-number sums, whose order does not matter, and the square of the length."""
        known = wanted & rows.keys()
        packed = self._packed
        total = sum([packed[key] if key in packed else self._pack(key, rows) for key in known])
        size = len(self.labels) + 1
        fields = struct.unpack(f"<{size}Q", total.to_bytes(_FIELD * size, "little"))
        above = len(known) * _OFFSET
        return [value - above for value in fields[1:]], fields[0]

    def _pack(self, key: str, rows: Mapping[str, str]) -> int:
        """A row as one whole number: the rarity's square, then a field for each label."""
        row = rows[key]
        rarity = _decode(row[0])
        fields = [_OFFSET] * len(self.labels)
        for at in range(1, len(row), 2):
            fields[_decode(row[at])] += rarity * level(row[at + 1])
        content = struct.pack(f"<{len(fields) + 1}Q", rarity * rarity, *fields)
        self._packed[key] = int.from_bytes(content, "little")
        return self._packed[key]

    def strongest(self, text: str, slices: Sequence[Slice], label: PracticeId) -> Slice:
        """The stretch of words that speaks most for a practice."""
        place = 8 * _FIELD * (self.labels.index(label) + 1)
        known = keys(text, slices) & self.rows.keys()
        packed = self._packed
        gain = {}
        for key in known:
            whole = packed[key] if key in packed else self._pack(key, self.rows)
            gain[key] = ((whole >> place & _MASK) - _OFFSET) / len(key)
        gains = [0.0] * len(text)
        folded = text.translate(_DIGITS)
        for start, end in slices:
            for length in range(1, LONGEST + 1):
                for position in range(start, end - length + 1):
                    if worth := gain.get(folded[position : position + length]):
                        for inside in range(position, position + length):
                            gains[inside] += worth
        return _best(gains, slices)


def _best(gains: Sequence[float], slices: Sequence[Slice]) -> Slice:
    """The stretch inside one slice with the greatest sum, a little taken off per character."""
    best, place = -math.inf, slices[0]
    toll = sum(gain for gain in gains if gain > 0) / (2 * len(gains) or 1)
    for first, last in slices:
        start, running = first, 0.0
        for position in range(first, last):
            if running <= 0:
                start, running = position, 0.0
            running += gains[position] - toll
            if running > best:
                best, place = running, (start, position + 1)
    return place
