"""Cutting a long screenshot into pieces instead of shrinking it until nobody can read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
from PIL import Image

from bot.reading.engine import Pixels
from handlers.ports import Line

PIECE: Final = 1900
"""Height of a piece; one that is not much longer is read whole."""
_WHOLE: Final = 2600
_WIDTH: Final = 1080
"""Wider long pictures are brought to this width: their letters are large enough."""
_LONG: Final = 2.0
"""Height by width from which a picture is a long screenshot and no photo."""
_SEARCH: Final = 300
"""How far from the ideal place a quiet row is looked for."""
_MARGIN: Final = 80
"""Each piece reaches this far beyond its seams, so that no line is cut in two."""
_BAND: Final = 15
_EDGE: Final = 24
"""Difference of neighbouring grey values that counts as ink."""


def read_in_pieces(
    pixels: Pixels, read: Callable[[Pixels], list[Line]], progress: Callable[[], None]
) -> list[Line]:
    """The lines of a picture of any length, boxes in its own pixels.

    Args:
        pixels: the upright picture.
        read: reads one piece.
        progress: called after each piece.
    """
    height, width = pixels.shape[:2]
    if height < _LONG * width or height <= _WHOLE:
        return read(pixels)
    scale = min(1.0, _WIDTH / width)
    if scale < 1.0:
        pixels = _shrunk(pixels, scale)
    lines: list[Line] = []
    for top, bottom in pairwise(_seams(pixels)):
        start = max(0, top - _MARGIN)
        piece = pixels[start : bottom + _MARGIN]
        for line in read(piece):
            middle = start + sum(y for _, y in line.box) / len(line.box)
            # A line on a seam stands in both pieces; its middle belongs to one of them.
            if top <= middle < bottom:
                lines.append(_moved(line, start, scale))
        progress()
    return lines


def _shrunk(pixels: Pixels, scale: float) -> Pixels:
    size = round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))


def _moved(line: Line, down: int, scale: float) -> Line:
    box = tuple((round(x / scale), round((y + down) / scale)) for x, y in line.box)
    return replace(line, box=box)


def _seams(pixels: Pixels) -> list[int]:
    """Rows at which the picture is cut, first and last included; quiet ones where possible."""
    height = pixels.shape[0]
    if height <= _WHOLE:
        return [0, height]
    quiet = _loudness(pixels)
    pieces = -(-height // PIECE)
    seams = [0]
    for number in range(1, pieces):
        ideal = number * height // pieces
        window = quiet[ideal - _SEARCH : ideal + _SEARCH]
        seams.append(ideal - _SEARCH + int(np.argmin(window)))
    return [*seams, height]


def _loudness(pixels: Pixels) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How much ink each row has, averaged over a band around it."""
    grey = pixels[:, :, 1].astype(np.int16)
    ink = (np.abs(np.diff(grey, axis=1)) > _EDGE).sum(axis=1).astype(np.float64)
    return np.convolve(ink, np.ones(_BAND) / _BAND, mode="same")
