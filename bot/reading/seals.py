"""Taking the red ink of a seal off a paper, so that what stands under it can be read."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.engine import Pixels

_REDDER: Final = 60
"""A pixel this much redder than green and blue is red ink."""
_SMALLEST: Final = 0.06
"""A seal's side as a share of the picture's shorter side."""
_FILLED: Final = 0.55
"""A seal is a ring with some letters; a button or a red envelope is filled."""
_SQUARE: Final = 0.7
"""A seal is about as wide as it is high."""


def without_seals(pixels: Pixels) -> Pixels:
    """The picture with the red of its seals made light; itself when it has none."""
    red, green, blue = cv2.split(pixels)
    mask = (cv2.subtract(red, cv2.max(green, blue)) > _REDDER).astype(np.uint8)
    if not mask.any():
        return pixels
    side = round(0.005 * min(pixels.shape[:2])) + 1
    joined = cv2.dilate(mask, np.ones((side, side), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = pixels
    for left, top, width, height, area in found[1:]:
        if not _is_seal(width, height, area, min(pixels.shape[:2])):
            continue
        if cleaned is pixels:
            cleaned = pixels.copy()
        # In red light red ink is as bright as paper, and black stays black.
        part = cleaned[top : top + height, left : left + width]
        part[:] = part[:, :, :1]
    return cleaned


def _is_seal(width: int, height: int, area: int, shorter: int) -> bool:
    return (
        min(width, height) >= _SMALLEST * shorter
        and min(width, height) >= _SQUARE * max(width, height)
        and area < _FILLED * width * height
    )
