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
import re
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import add
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
_HEAD = 2  # fields before the labels: the rarity's square, and a one
_OFFSET = 1 << 16  # keeps every field above zero: a rarity times a weight is smaller
_AT_ONCE = 30_000  # so many n-grams fit before a field could run over
_MASK = (1 << _BITS) - 1
_MOST_PACKED = 1 << 16
_DIGIT = re.compile("[1-9]")

Slice = tuple[int, int]


def folded(text: str) -> str:
    """All digits count as the same."""
    return _DIGIT.sub("0", text)


def keys(text: str, slices: Iterable[Slice]) -> Iterator[str]:
    """Every run of one to three characters of a folded text inside the slices."""
    return chain.from_iterable(run for start, end in slices for run in _runs(text[start:end]))


def _runs(text: str) -> tuple[str, list[str], list[str]]:
    """The runs of one, two and three characters, by where they start."""
    pairs = list(map(add, text, text[1:]))
    return text, pairs, list(map(add, pairs, text[2:]))


def damped(square: float) -> float:
    """What a sum over rarities is divided by, from the square of their length."""
    return math.sqrt(math.sqrt(square) * USUAL)


def _place(label: int) -> int:
    """Where a label's field begins."""
    return (label + _HEAD) * _BITS


class Packed(dict[str, int]):
    """Rows as whole numbers: the rarity's square, a one, a field for each label; 0 for no row.

    A row is packed when it is first asked for. The most frequent n-grams are few and lie close
    together here, which is what makes looking them up cheap; all of them would not fit a cache.
    """

    def __init__(self, rows: Mapping[str, str], labels: int) -> None:
        super().__init__()
        self._rows = rows
        self._fields = struct.Struct(f"<{labels + _HEAD}I")
        self._ground = [0, 1, *[_OFFSET] * labels]

    def __missing__(self, key: str) -> int:
        if len(self) >= _MOST_PACKED:
            self.clear()
        row = self._rows.get(key)
        self[key] = packed = 0 if row is None else self._pack(row)
        return packed

    def _pack(self, row: str) -> int:
        rarity = NUMBERS[row[0]]
        fields = self._ground.copy()
        fields[0] = rarity * rarity
        for label, weight in zip(row[1::2], row[2::2], strict=True):
            fields[NUMBERS[label] + _HEAD] += rarity * WEIGHTS_OF[weight]
        return int.from_bytes(self._fields.pack(*fields), "little")

    def known(self, wanted: Iterable[str]) -> dict[str, int]:
        """Of some keys those that have a row, packed."""
        return {key: row for key in wanted if (row := self[key])}

    def added(self, wanted: Collection[str]) -> tuple[int, Sequence[int]]:
        """Over the rows of different keys: the square of the length, and the sum for each label.

        Sums of whole numbers, whose order does not matter.
        """
        if len(wanted) > _AT_ONCE:
            keys = tuple(wanted)
            parts = [keys[first : first + _AT_ONCE] for first in range(0, len(keys), _AT_ONCE)]
            squares, sums = zip(*map(self.added, parts), strict=True)
            return sum(squares), [sum(fields) for fields in zip(*sums, strict=True)]
        fields = self._fields.unpack(
            sum(filter(None, map(self.__getitem__, wanted))).to_bytes(self._fields.size, "little")
        )
        above = fields[1] * _OFFSET
        return fields[0], [field - above for field in fields[_HEAD:]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as a model hears it.

    Attributes:
        text: with all digits the same.
        slices: the stretches that count.
        keys: every n-gram in them.
    """

    text: str
    slices: Sequence[Slice]
    keys: frozenset[str]

    @classmethod
    def of(cls, text: str, slices: Sequence[Slice]) -> Heard:
        """The words inside the slices."""
        same = folded(text)
        return cls(same, slices, frozenset(keys(same, slices)))


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
    _words: Packed = field(init=False, repr=False)
    _signs: Packed = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """What is packed of the rows begins empty."""
        object.__setattr__(self, "_words", Packed(self.rows, len(self.labels)))
        object.__setattr__(self, "_signs", Packed(self.marks, len(self.labels)))

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

    def scores(self, heard: Heard, marks: Collection[str]) -> dict[PracticeId, float]:
        """How much the words (and the marks, each once) speak for each practice; 1: plainly yes."""
        square, words = self._words.added(heard.keys)
        count, signs = self._signs.added(marks)
        by_words = self.step / damped(square) if square else 0.0
        by_signs = self.mark_step * MARK_SHARE / math.sqrt(count or 1)
        step = self.mark_step
        return {
            label: by_words * word + by_signs * sign + bias * step
            for label, word, sign, bias in zip(self.labels, words, signs, self.bias, strict=True)
        }

    def loudest(
        self, heard: Heard, marks: Iterable[str], label: PracticeId, count: int
    ) -> dict[str, float]:
        """The n-grams and marks that say most for or against a practice, with their shares."""
        place = _place(self.labels.index(label))
        shares: dict[str, float] = {}
        for packed, by, length_of in (
            (self._words.known(heard.keys), self.step, damped),
            (self._signs.known(marks), self.mark_step * MARK_SHARE, math.sqrt),
        ):
            length = length_of(sum(whole & _MASK for whole in packed.values()))
            for key, whole in packed.items():
                shares[key] = round(by * ((whole >> place & _MASK) - _OFFSET) / length, 3)
        loud = sorted(shares, key=lambda key: (-abs(shares[key]), key))
        return {key: shares[key] for key in loud[:count]}

    def strongest(self, heard: Heard, label: PracticeId) -> Slice:
        """The stretch of words that speaks most for a practice."""
        place = _place(self.labels.index(label))
        packed = self._words
        gain = {
            key: ((whole >> place & _MASK) - _OFFSET) / len(key)
            for key in heard.keys
            if (whole := packed[key])
        }
        gains = [0.0] * len(heard.text)
        for start, end in heard.slices:
            gains[start:end] = _gains(heard.text[start:end], gain)
        return _best(gains, heard.slices)


def _gains(text: str, gain: Mapping[str, float]) -> list[float]:
    """Per character what the n-grams that it lies in say, added in a fixed order."""
    ones, twos, threes = ([gain.get(run, 0.0) for run in runs] for runs in _runs(text))
    nothing = [0.0, 0.0]
    return [
        one + before + two + first + second + third
        for one, before, two, first, second, third in zip(
            ones,
            nothing[:1] + twos,
            twos + nothing,
            nothing + threes,
            nothing[:1] + threes + nothing,
            threes + nothing,
            strict=False,
        )
    ]


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
