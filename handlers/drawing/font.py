"""The font that pictures are written in, and which characters it has.

It is a part of Noto Sans CJK SC under the SIL Open Font License (OFL.txt), cut by `make font`:
all of GB 2312, ASCII and a few marks. What else people may be called is not in it, and is left
out of a picture rather than shown as an empty box.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

FILE: Final = Path(__file__).with_name("wenzhu-sans.otf")
_LEADS: Final = (*range(0xA1, 0xAA), *range(0xB0, 0xF8))
_TRAILS: Final = range(0xA1, 0xFF)
_MARKS: Final = "·—–…￥"
"""The codec has others in their place."""


def _national() -> Iterator[str]:
    """All characters of GB 2312."""
    for lead in _LEADS:
        for trail in _TRAILS:
            yield bytes((lead, trail)).decode("gb2312", errors="ignore")


@lru_cache(maxsize=1)
def characters() -> frozenset[str]:
    """Everything that can be written."""
    printable = (chr(code) for code in range(0x20, 0x7F))
    return frozenset((*_national(), *printable, *_MARKS)) - {""}


def writable(text: str) -> bool:
    """Whether every character of it can be written."""
    return characters().issuperset(text)


@lru_cache(maxsize=32)
def sized(pixels: int) -> ImageFont.FreeTypeFont:
    """The font at a size."""
    return ImageFont.truetype(FILE, pixels, layout_engine=ImageFont.Layout.BASIC)
