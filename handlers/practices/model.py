"""A small linear model beside the signs: it knows wordings that no sign names.

One weight per character n-gram and practice, learned from the project's own material by
`python -m handlers.practices.training`. Only whole numbers are stored and added, so a verdict is
the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers.practices.errors import CatalogueError
from handlers.verdicts import PracticeId

WEIGHTS = "weights.json"
LONGEST = 4
MARK_SHARE = 0.7
_FIRST = 35  # "#": weights and label numbers are stored as printable characters from here on
_ZERO = 45
_DIGITS = str.maketrans("123456789", "0" * 9)

Slice = tuple[int, int]


def code(number: int) -> str:
    """A small whole number as one printable character that JSON need not escape."""
    character = chr(_FIRST + number)
    return "!" if character == "\\" else character


def _decode(character: str) -> int:
    return ord("\\" if character == "!" else character) - _FIRST


def grams(text: str, slices: Iterable[Slice]) -> Iterator[tuple[str, int]]:
    """Every run of one to four characters inside the slices, and where it starts."""
    folded = text.translate(_DIGITS)
    for start, end in slices:
        for length in range(1, LONGEST + 1):
            for position in range(start, end - length + 1):
                yield folded[position : position + length], position


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by n-gram and by mark (a fired sign, the channel).

    Attributes:
        hash: SHA-256 of the file, hex; a verdict names it.
        labels: practices it knows, then the pseudo practice "any".
        rows: per key its rarity and then pairs of label and weight, as characters.
        bias: per label.
        step: what one unit of weight is worth.
    """

    hash: str
    labels: tuple[PracticeId, ...]
    rows: Mapping[str, str]
    bias: tuple[int, ...]
    step: float

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
                tuple(int(value) for value in table["bias"]),
                float(table["step"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            raise CatalogueError(path.name, "file", "cannot be read as weights") from None

    def scores(
        self, text: str, slices: Sequence[Slice], marks: Iterable[str]
    ) -> dict[PracticeId, float]:
        """How much the words (and the marks) speak for each practice; 1 is plainly yes."""
        totals = [0.0] * len(self.labels)
        for share, keys in (
            (1.0, {gram for gram, _ in grams(text, slices)}),
            (MARK_SHARE, set(marks)),
        ):
            sums, norm = self._add(keys)
            if norm:
                scale = share * self.step / math.sqrt(norm)
                totals = [total + scale * value for total, value in zip(totals, sums, strict=True)]
        return {
            label: total + bias * self.step
            for label, total, bias in zip(self.labels, totals, self.bias, strict=True)
        }

    def _add(self, keys: Iterable[str]) -> tuple[list[int], int]:
        """Whole-number sums, whose order does not matter, and the square of the length."""
        sums = [0] * len(self.labels)
        norm = 0
        for key in keys:
            row = self.rows.get(key)
            if row is None:
                continue
            rarity = _decode(row[0])
            norm += rarity * rarity
            for at in range(1, len(row), 2):
                sums[_decode(row[at])] += rarity * (_decode(row[at + 1]) - _ZERO)
        return sums, norm

    def strongest(self, text: str, slices: Sequence[Slice], label: PracticeId) -> Slice:
        """The stretch of words that speaks most for a practice."""
        wanted = code(self.labels.index(label))
        gains = [0.0] * len(text)
        for gram, position in grams(text, slices):
            row = self.rows.get(gram)
            if row is None:
                continue
            for at in range(1, len(row), 2):
                if row[at] == wanted:
                    gain = _decode(row[0]) * (_decode(row[at + 1]) - _ZERO) / len(gram)
                    for inside in range(position, position + len(gram)):
                        gains[inside] += gain
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
