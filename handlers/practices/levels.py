"""Weights as printable characters: a file of them is small, and its lines can be compared.

Small weights keep their fine steps, great ones have steps of an eighth of their size: a few marks
weigh a hundred times as much as most words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

_FIRST = 35  # "#": numbers are stored as printable characters from here on
_FINE = 8
_LEVELS = 44


def code(number: int) -> str:
    """A small whole number as one printable character that JSON need not escape."""
    character = chr(_FIRST + number)
    return "!" if character == "\\" else character


def _sizes() -> tuple[int, ...]:
    sizes = [0]
    while len(sizes) <= _LEVELS:
        sizes.append(max(sizes[-1] + 1, sizes[-1] * 9 // _FINE))
    return tuple(sizes)


SIZES = _sizes()
"""Sizes a weight may have, by level, rising."""

NUMBERS: Mapping[str, int] = {code(number): number for number in range(2 * _LEVELS + 1)}
"""The number that a character stands for."""

WEIGHTS_OF: Mapping[str, int] = {
    code(_LEVELS + sign * level): sign * size
    for level, size in enumerate(SIZES)
    for sign in (-1, 1)
}
"""The weight that a character stands for."""


def character(weight: float) -> str:
    """The character for the level that is nearest to a weight."""
    above = bisect_left(SIZES, abs(weight))
    near = [level for level in (above - 1, above) if 0 <= level <= _LEVELS]
    best = min(near, key=lambda level: abs(SIZES[level] - abs(weight)))
    return code(_LEVELS + (best if weight > 0 else -best))
