"""Decoding pictures; a stranger's bytes meet a decoder only here, in the child."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from PIL import Image, ImageOps

from bot.reading.engine import Pixels
from bot.reading.limits import Limits

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_BRIGHT: Final = 170
"""Letters lighter than this on a transparent ground were made for a dark one."""
_THUMBNAIL_SIDE: Final = 320
_THUMBNAIL_QUALITY: Final = 70


class TooLarge(Exception):
    """The picture, once decoded, would exceed the limits."""


class Damaged(Exception):
    """The bytes end too early or make no sense."""


def opened(content: bytes, limits: Limits) -> Image.Image:
    """The first picture of a file, upright as its camera said, in red, green and blue.

    Raises:
        TooLarge: it has more pixels than allowed; nothing was decoded.
        Damaged: it cannot be decoded to its end.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            _refuse_beyond(limits, *picture.size)
            picture.load()
            return _on_ground(ImageOps.exif_transpose(picture))
    except (TooLarge, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except Exception as error:
        # Decoders raise OSError, SyntaxError, struct.error, KeyError and more for bad bytes.
        raise Damaged from error


def _refuse_beyond(limits: Limits, width: int, height: int) -> None:
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise TooLarge


def pixels_of(picture: Image.Image) -> Pixels:
    """The picture as an array."""
    return np.asarray(picture, dtype=np.uint8)


def thumbnail_of(picture: Image.Image) -> bytes:
    """A small WebP of the picture."""
    small = picture.copy()
    small.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
    target = io.BytesIO()
    small.save(target, "WEBP", quality=_THUMBNAIL_QUALITY)
    return target.getvalue()


def _on_ground(picture: Image.Image) -> Image.Image:
    """Lay a transparent picture on white, or on black when its ink is light."""
    if picture.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    values = np.asarray(layered, dtype=np.float32)
    weight = values[:, :, 3]
    total = float(weight.sum())
    if total == 0.0:
        return Image.new("RGB", layered.size, "white")
    brightness = float((values[:, :, :3].mean(axis=2) * weight).sum()) / total
    ground = Image.new("RGBA", layered.size, "black" if brightness > _BRIGHT else "white")
    return Image.alpha_composite(ground, layered).convert("RGB")
