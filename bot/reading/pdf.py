"""Reading papers: the text layer where there is one, else the page as a picture."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
from PIL import Image

from bot.reading.limits import Limits
from bot.reading.pictures import Damaged

_ENOUGH: Final = 40
"""Characters of a page's text layer from which it is believed without looking at the page."""
_POINTS_PER_INCH: Final = 72
_DOTS_PER_INCH: Final = 200
_LONGEST_SIDE: Final = 2400
_PASSWORD: Final = 4
"""PDFium's code for a paper that opens only with a password."""
_GARBAGE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffc-\uffff]")
_GARBAGE_SHARE: Final = 0.2
"""With more characters without meaning than this, the layer is a font's numbering, no text."""


class Encrypted(Exception):
    """The paper opens only with a password."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """What a paper says.

    Attributes:
        text: its pages, a blank line between them.
        pages: how many it has.
        pages_read: how many were read.
        cut: something was left out.
        looked: at least one page was read as a picture.
    """

    text: str
    pages: int
    pages_read: int
    cut: bool
    looked: bool


def read_paper(
    content: bytes,
    limits: Limits,
    look: Callable[[Image.Image], str],
    progress: Callable[[], None],
) -> PaperText:
    """The words of a paper.

    Args:
        content: the file.
        limits: pages, characters and seconds.
        look: reads a page given as a picture.
        progress: called after each page.

    Raises:
        Encrypted: it needs a password.
        Damaged: it is no PDF, or broken beyond repair.
    """
    started = time.monotonic()
    paper = _opened(content)
    try:
        texts: list[str] = []
        looked = False
        room = limits.characters
        for number in range(min(len(paper), limits.pages)):
            if room <= 0 or time.monotonic() - started > _share(limits):
                break
            text, as_picture = _page_text(paper, number, look)
            looked = looked or as_picture
            texts.append(text[:room])
            room -= len(text)
            progress()
        pages, read = len(paper), len(texts)
    finally:
        paper.close()
    body = "\n\n".join(text for text in texts if text)
    cut = read < pages or room < 0
    return PaperText(body[: limits.characters], pages, read, cut, looked)


def first_page(content: bytes) -> Image.Image:
    """The first page as a picture.

    Raises:
        Encrypted: it needs a password.
        Damaged: it is no PDF, or broken beyond repair.
    """
    paper = _opened(content)
    try:
        return _rendered(paper, 0)
    finally:
        paper.close()


def _share(limits: Limits) -> float:
    # The page in hand may take its full time before the parent loses patience.
    return max(limits.seconds_in_all - limits.seconds, limits.seconds_in_all / 2)


def _opened(content: bytes) -> Any:
    try:
        paper = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise Encrypted from error
        raise Damaged from error
    if len(paper) == 0:
        paper.close()
        raise Damaged
    return paper


def _page_text(paper: Any, number: int, look: Callable[[Image.Image], str]) -> tuple[str, bool]:
    """The words of one page, and whether it had to be looked at."""
    layer = _layer(paper, number)
    if len(layer) >= _ENOUGH and len(_GARBAGE.findall(layer)) < _GARBAGE_SHARE * len(layer):
        return layer, False
    try:
        seen = look(_rendered(paper, number))
    except Damaged:
        return layer, False
    # A scanner's watermark is a text layer too: the longer reading is the page.
    return (seen, True) if len(seen) >= len(layer) or _GARBAGE.search(layer) else (layer, False)


def _layer(paper: Any, number: int) -> str:
    try:
        page = paper[number]
        try:
            layer = page.get_textpage()
            try:
                text: str = layer.get_text_bounded()
            finally:
                layer.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _rendered(paper: Any, number: int) -> Image.Image:
    try:
        page = paper[number]
        try:
            longest = max(page.get_size())
            if longest <= 0:
                raise Damaged
            scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _LONGEST_SIDE / longest)
            bitmap = page.render(scale=scale)
            try:
                picture: Image.Image = bitmap.to_pil().convert("RGB")
            finally:
                bitmap.close()
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Damaged from error
    return picture
