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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handlers.practices.errors import CatalogueError
from handlers.practices.levels import NUMBERS, WEIGHTS_OF
from handlers.verdicts import PracticeId

WEIGHTS = "weights.json"
LONGEST = 3
MARK_SHARE = 1.0
USUAL = 120.0
"""A length (of rarities) that texts are compared with: longer ones are damped by a square root."""
_BITS = 32  # of a field
_OFFSET = 1 << 16  # keeps every field above zero: a rarity times a weight is smaller
_AT_ONCE = 30_000  # so many n-grams fit before a field could run over
_MASK = (1 << _BITS) - 1
_DIGITS = str.maketrans("123456789", "0" * 9)

Slice = tuple[int, int]


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
    _ground: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """The offset in every field, which each row starts from."""
        ground = sum(_OFFSET << (label + 1) * _BITS for label in range(len(self.labels)))
        object.__setattr__(self, "_ground", ground)

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
        packed = self._packed
        known = [
            packed[key] if key in packed else self._pack(key, rows) for key in wanted & rows.keys()
        ]
        totals = [0] * (len(self.labels) + 1)
        for first in range(0, len(known), _AT_ONCE):
            part = known[first : first + _AT_ONCE]
            totals = [t + v for t, v in zip(totals, self._fields(part), strict=True)]
        return totals[1:], totals[0]

    def _fields(self, packed: Sequence[int]) -> list[int]:
        """The fields of a sum; the first one is the square of the length and has no offset."""
        size = len(self.labels) + 1
        content = sum(packed).to_bytes(_BITS // 8 * size, "little")
        square, *fields = struct.unpack(f"<{size}I", content)
        above = len(packed) * _OFFSET
        return [square, *(value - above for value in fields)]

    def _pack(self, key: str, rows: Mapping[str, str]) -> int:
        """A row as one whole number: the rarity's square, then a field for each label."""
        row = rows[key]
        rarity = NUMBERS[row[0]]
        packed = rarity * rarity + self._ground
        for at in range(1, len(row), 2):
            packed += rarity * WEIGHTS_OF[row[at + 1]] << (NUMBERS[row[at]] + 1) * _BITS
        self._packed[key] = packed
        return packed

    def loudest(
        self,
        text: str,
        slices: Sequence[Slice],
        marks: Iterable[str],
        label: PracticeId,
        count: int,
    ) -> dict[str, float]:
        """The n-grams and marks that say most for or against a practice, with their shares."""
        place = _BITS * (self.labels.index(label) + 1)
        shares: dict[str, float] = {}
        for wanted, rows, by in (
            (keys(text, slices), self.rows, self.step),
            (set(marks), self.marks, self.mark_step * MARK_SHARE),
        ):
            known = sorted(wanted & rows.keys())
            packed = {key: self._packed.get(key) or self._pack(key, rows) for key in known}
            square = sum(whole & _MASK for whole in packed.values())
            length = damped(square) if rows is self.rows else math.sqrt(square)
            for key, whole in packed.items():
                shares[key] = round(by * ((whole >> place & _MASK) - _OFFSET) / length, 3)
        loud = sorted(shares, key=lambda key: (-abs(shares[key]), key))
        return {key: shares[key] for key in loud[:count]}

    def strongest(self, text: str, slices: Sequence[Slice], label: PracticeId) -> Slice:
        """The stretch of words that speaks most for a practice."""
        place = _BITS * (self.labels.index(label) + 1)
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
