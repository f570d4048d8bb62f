"""What the child does with one request: a picture, a paper or a thumbnail becomes an answer."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.reading.engine import Engine
from bot.reading.limits import Limits
from bot.reading.order import in_reading_order
from bot.reading.pdf import Encrypted, first_page, read_paper
from bot.reading.pictures import Damaged, TooLarge, opened, pixels_of, thumbnail_of
from bot.reading.seals import without_seals
from bot.reading.tiles import read_in_pieces
from bot.reading.upright import read_upright
from handlers.ports import Line

PICTURE: Final = "picture"
PAPER: Final = "paper"
THUMBNAIL: Final = "thumbnail"
PAPER_THUMBNAIL: Final = "paper thumbnail"
_SAMPLE: Final = "2026"
_SAMPLE_PAPER: Final = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 39>>stream
BT /F 20 Tf 1 0 0 1 20 40 Tm (2026) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF"""
"""A paper with one word in its text layer; the cross-reference table is rebuilt on opening."""
_CODECS: Final = ("utf-16-le", "utf-16-be", "utf-16", "latin-1", "ascii", "cp1252")
"""What the libraries decode names and texts with; each would be loaded from disk when needed."""


class EngineBroken(Exception):
    """The engine is there but cannot read the simplest sample; the child does not start."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the parent.

    Attributes:
        header: the fields of a reading, or "failed" alone.
        content: a thumbnail, else nothing.
        exhausted: memory ran out, so the process is not to be trusted with another medium.
    """

    header: dict[str, object]
    content: bytes = b""
    exhausted: bool = False


class Work:
    """The engine together with what may not be exceeded."""

    def __init__(self, limits: Limits, progress: Callable[[], None]) -> None:
        self._limits = limits
        self._progress = progress
        self._engine = Engine(limits.threads)
        self.name = self._engine.name

    def warm(self) -> None:
        """Do everything once, so that nothing is loaded from disk later.

        Raises:
            EngineBroken: it does not read what it should.
        """
        sample = Image.new("RGB", (400, 120), "white")
        ImageDraw.Draw(sample).text((40, 30), _SAMPLE, "black", ImageFont.load_default(48))
        Image.init()  # a JPEG of a phone may turn out to be one of several formats
        for codec in _CODECS:
            codecs.lookup(codec)
        for name in ("PNG", "JPEG", "WEBP", "GIF", "BMP"):
            encoded = io.BytesIO()
            sample.save(encoded, name)
            opened(encoded.getvalue(), self._limits)
        thumbnail_of(sample)
        thumbnail_of(first_page(_SAMPLE_PAPER))
        paper = read_paper(_SAMPLE_PAPER, self._limits, lambda _: "", lambda: None)
        if _SAMPLE not in _text(self._seen(sample)[0]) or _SAMPLE not in paper.text:
            raise EngineBroken

    def answer(self, request: str, content: bytes) -> Answer:
        """The answer to one request; everything a medium can do wrong becomes one."""
        try:
            return self._done(request, content)
        except TooLarge:
            return Answer({"failed": "too_large"})
        except Damaged:
            return Answer({"failed": "damaged"})
        except Encrypted:
            return Answer({"failed": "encrypted"})
        except Exception as error:  # noqa: BLE001 - whatever a decoder raises is an answer
            if _out_of_memory(error):
                return Answer({"failed": "too_large"}, exhausted=True)
            return Answer({"failed": "damaged"}, exhausted=True)

    def _done(self, request: str, content: bytes) -> Answer:
        if request == PICTURE:
            rows, turned = self._seen(opened(content, self._limits))
            return Answer(
                {
                    "text": _text(rows),
                    "engine": self.name,
                    "turned": turned,
                    "lines": [
                        [line.text, line.box, line.confidence] for row in rows for line in row
                    ],
                }
            )
        if request == PAPER:
            return self._paper(content)
        if request == THUMBNAIL:
            return Answer({}, thumbnail_of(opened(content, self._limits)))
        return Answer({}, thumbnail_of(first_page(content)))

    def _paper(self, content: bytes) -> Answer:
        paper = read_paper(
            content, self._limits, lambda page: _text(self._seen(page)[0]), self._progress
        )
        return Answer(
            {
                "text": paper.text,
                "engine": f"pdf, {self.name}" if paper.looked else "pdf text",
                "pages": paper.pages,
                "pages_read": paper.pages_read,
                "cut": paper.cut,
            }
        )

    def _seen(self, picture: Image.Image) -> tuple[tuple[tuple[Line, ...], ...], int]:
        pixels = without_seals(pixels_of(picture))
        lines, turned = read_upright(
            pixels,
            lambda part: read_in_pieces(part, self._engine.lines, self._progress),
            self._progress,
        )
        return in_reading_order(lines), turned


def _text(rows: Sequence[Sequence[Line]]) -> str:
    return "\n".join(" ".join(line.text for line in row) for row in rows)


def _out_of_memory(error: BaseException) -> bool:
    """Each library has its own way of saying that memory ran out."""
    if isinstance(error, MemoryError):
        return True
    words = str(error).lower()
    return any(sign in words for sign in ("alloc", "insufficient memory", "out of memory"))
