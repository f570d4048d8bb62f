"""Reading a picture whichever way it was held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from PIL import Image

from bot.reading.engine import Pixels
from handlers.ports import Line

_FEW: Final = 8
"""Fewer characters than this may be letters seen sideways."""
_SURE: Final = 0.85
"""An average confidence below this may be letters upside down."""
_STANDING: Final = 0.4
"""A share of characters in standing boxes above this may be lines seen sideways."""
_CLEARLY: Final = 1.2
"""A turned picture must read this much better before it is believed."""
_TRIAL_SIDE: Final = 1500
"""Half size is enough to see which way is up; larger pictures are shrunk further."""
_TRIAL_RATIO: Final = 2
"""Of a long screenshot its middle is enough."""


def read_upright(
    pixels: Pixels, read: Callable[[Pixels], list[Line]], progress: Callable[[], None]
) -> tuple[list[Line], int]:
    """The lines of a picture, and how many degrees clockwise it was turned to read them.

    Args:
        pixels: the picture as it came.
        read: reads a picture in its own pixels.
        progress: called after each reading.
    """
    lines = read(pixels)
    progress()
    if not _reads_badly(lines):
        return lines, 0
    trial = _half(pixels)
    scores = {}
    for degrees in (0, 90, 180, 270):
        scores[degrees] = _score(read(turned(trial, degrees)))
        progress()
    best = max(scores, key=lambda degrees: scores[degrees])
    if best == 0 or scores[best] <= _CLEARLY * scores[0]:
        return lines, 0
    return read(turned(pixels, best)), best


def turned(pixels: Pixels, degrees: int) -> Pixels:
    """The picture turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))


def _score(lines: Sequence[Line]) -> float:
    return sum(line.confidence * len(line.text) for line in lines if not _stands(line))


def _reads_badly(lines: Sequence[Line]) -> bool:
    characters = sum(len(line.text) for line in lines)
    if characters < _FEW:
        return True
    sureness = sum(line.confidence * len(line.text) for line in lines) / characters
    standing = sum(len(line.text) for line in lines if _stands(line))
    return sureness < _SURE or standing > _STANDING * characters


def _stands(line: Line) -> bool:
    across = [x for x, _ in line.box]
    down = [y for _, y in line.box]
    return max(down) - min(down) > 1.5 * (max(across) - min(across))


def _half(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    longest = _TRIAL_RATIO * min(height, width)
    top, left = max(0, (height - longest) // 2), max(0, (width - longest) // 2)
    pixels = pixels[top : top + longest, left : left + longest]
    height, width = pixels.shape[:2]
    scale = min(0.5, _TRIAL_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))
