"""In which order the lines of a picture are read: rows from the top, each from the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from handlers.ports import Line

_SAME_ROW: Final = 0.5
"""Lines whose middles are closer than this share of the smaller height stand side by side."""
_SAME_PARAGRAPH: Final = 0.7
"""Lines with a gap below this share of their height, and one left edge, are one paragraph."""
_CENTRED: Final = 0.4
"""A label is centred on a paragraph when their middles differ by less than this share."""
_LONG_ENOUGH: Final = 3
"""Only lines this many times longer than high tell how far a photo is tilted."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line, the upright rectangle around it, and the height at which it is read."""

    line: Line
    left: float
    top: float
    right: float
    bottom: float
    read_at: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def in_reading_order(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines as rows, top to bottom, and left to right within a row."""
    slope = _slope(lines)
    placed = [_place(line, slope) for line in lines]
    placed = [_before_its_paragraph(one, placed) for one in placed]
    rows: list[list[_Placed]] = []
    for one in sorted(placed, key=lambda p: (p.read_at, p.left)):
        row = next((row for row in reversed(rows[-2:]) if _same_row(row, one)), None)
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    return tuple(tuple(p.line for p in sorted(row, key=lambda p: p.left)) for row in rows)


def _slope(lines: Sequence[Line]) -> float:
    """By how much the lines of a tilted photo fall for each pixel to the right."""
    slopes = []
    for line in lines:
        (left, top), (right, fallen) = line.box[0], line.box[1]
        if right - left > _LONG_ENOUGH * abs(line.box[-1][1] - top):
            slopes.append((fallen - top) / (right - left))
    return median(slopes) if slopes else 0.0


def _place(line: Line, slope: float) -> _Placed:
    across = [x + slope * y for x, y in line.box]
    down = [y - slope * x for x, y in line.box]
    top, bottom = min(down), max(down)
    return _Placed(line, min(across), top, max(across), bottom, (top + bottom) / 2)


def _same_row(row: Sequence[_Placed], one: _Placed) -> bool:
    return all(
        abs(other.read_at - one.read_at) < _SAME_ROW * min(other.height, one.height)
        and (one.left >= other.right - other.height or one.right <= other.left + other.height)
        for other in row
    )


def _before_its_paragraph(label: _Placed, placed: Sequence[_Placed]) -> _Placed:
    """Let a cell that stands alone, centred beside a paragraph, be read with its first line.

    In a table with a wrapped cell the label's middle lies below the paragraph's first line,
    so that rows alone would read the label in the middle of a sentence.
    """
    paragraph = _paragraph_beside(label, placed)
    if len(paragraph) < 2:
        return label
    first, last = paragraph[0], paragraph[-1]
    if abs((first.top + last.bottom) / 2 - label.middle) > _CENTRED * first.height:
        return label
    alone = not any(
        p is not label and p.right <= first.left and p.bottom > first.top and p.top < last.bottom
        for p in placed
    )
    return replace(label, read_at=first.middle) if alone else label


def _paragraph_beside(label: _Placed, placed: Sequence[_Placed]) -> list[_Placed]:
    """The lines, from the top, of the paragraph that begins right of the label."""
    right = sorted((p for p in placed if p.left >= label.right), key=lambda p: p.top)
    near = [i for i, p in enumerate(right) if p.bottom > label.top and p.top < label.bottom]
    if not near:
        return []
    low, high = near[0], near[-1]
    while low > 0 and _follows(right[low - 1], right[low]):
        low -= 1
    while high + 1 < len(right) and _follows(right[high], right[high + 1]):
        high += 1
    lines = right[low : high + 1]
    unbroken = all(_follows(a, b) for a, b in pairwise(lines))
    return lines if unbroken else []


def _follows(upper: _Placed, lower: _Placed) -> bool:
    height = min(upper.height, lower.height)
    return (
        abs(upper.left - lower.left) < height
        and -0.5 * height < lower.top - upper.bottom < _SAME_PARAGRAPH * height
    )
