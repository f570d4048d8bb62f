"""Draws how far plans are: a calm card that reads the same in a light and in a dark chat.

Shapes tell the marks apart as well as colours do: paid is full with a tick, part of it is full
to that height, late has a bar, next has a thick rim, what is to come a thin one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from handlers.drawing.font import sized, writable
from handlers.picture import Mark, Panel, Picture, Square

SCALE: Final = 2
"""Pixels for each unit: sharp on a phone that shows the card about `WIDTH` points wide."""
WIDTH: Final = 360
MARGIN: Final = 22
INNER: Final = WIDTH - 2 * MARGIN
IN_ROW: Final = 12
"""Squares in a row: of monthly instalments one row is a year."""
MOST_SQUARES: Final = 48
"""With more there is one bar instead."""
SIDE: Final = 20
GAP: Final = (INNER - IN_ROW * SIDE) / (IN_ROW - 1)
LEAST: Final = 11
"""Units below which no letter gets, however long the line."""

GROUND: Final = "#1d3335"
LINE: Final = "#3a5557"
INK: Final = "#f2f6f3"
SOFT: Final = "#b3c5c3"
FULL: Final = "#7fc8b8"
RIM: Final = "#78928f"
WARM: Final = "#ecc07a"

_RIMS: Final = {
    Mark.PAID: (FULL, 1.0),
    Mark.PART: (FULL, 1.5),
    Mark.LATE: (WARM, 2.0),
    Mark.NEXT: (INK, 2.0),
    Mark.COMING: (RIM, 1.2),
}
FINE: Final = 4
"""Shapes are drawn so many times as large and made smaller, for smooth edges."""
COLOURS: Final = 128
"""The card has a handful and their mixtures at edges; a third of the bytes."""
TICK: Final = ((0.27, 0.53), (0.44, 0.70), (0.75, 0.34))
ELLIPSIS: Final = "…"

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """One line of writing from its top left corner, or from the top right where it ends there."""

    x: float
    y: float
    text: str
    size: float
    ink: str = INK
    room: float = INNER
    ends: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A rounded box, filled or with a rim inside it."""

    box: Box
    radius: float
    fill: str | None = None
    rim: str | None = None
    thick: float = 0.0


@dataclass(frozen=True, slots=True)
class Tick:
    """The tick inside a box."""

    box: Box


Part = Words | Shape | Tick


def png(picture: Picture) -> bytes:
    """The picture as a PNG of `WIDTH` * `SCALE` pixels' width."""
    parts, height = laid_out(picture)
    card = Image.new("RGB", (WIDTH * SCALE, round(height * SCALE)), GROUND)
    pen = ImageDraw.Draw(card)
    for part in parts:
        if isinstance(part, Words):
            _write(pen, part)
        else:
            _place(card, part)
    held = io.BytesIO()
    card.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(held, "PNG")
    return held.getvalue()


def laid_out(picture: Picture) -> tuple[tuple[Part, ...], float]:
    """Everything that is drawn with its place, and how high it all is, in units."""
    parts: list[Part] = []
    y = float(MARGIN)
    for number, panel in enumerate(picture.panels):
        if number:
            parts.append(Shape((MARGIN, y, WIDTH - MARGIN, y + 1), 0, fill=LINE))
            y += 18
        y = _panel(parts, panel, y)
    squares = {one.mark for panel in picture.panels if _in_squares(panel) for one in panel.squares}
    legend = [(mark, word) for mark, word in picture.legend if mark in squares]
    if legend:
        y = _legend(parts, legend, y)
    if picture.rest:
        parts.append(Words(MARGIN, y, picture.rest, 13, SOFT))
        y += 20
    return tuple(parts), y + MARGIN - 10


def _panel(parts: list[Part], panel: Panel, y: float) -> float:
    """One plan from y on; where the next thing begins."""
    right, half = WIDTH - MARGIN, INNER / 2 - 6
    heading = panel.heading if writable(panel.heading) else panel.spare
    state = WARM if panel.late else FULL
    parts += [
        Words(MARGIN, y, heading, 17, room=INNER - 76, strong=True),
        Words(right, y + 3, panel.state, 13, state, room=70, ends=True),
        Words(MARGIN, y + 34, panel.left[0], 13, SOFT),
        Words(MARGIN, y + 51, panel.left[1], 22, room=half),
        Words(MARGIN + half + 12, y + 34, panel.paid[0], 13, SOFT),
        Words(MARGIN + half + 12, y + 51, panel.paid[1], 22, FULL, room=half),
    ]
    y += 92
    if _in_squares(panel):
        for box, square in zip(_grid(len(panel.squares), y), panel.squares, strict=True):
            parts += _square(box, square)
        y += -(-len(panel.squares) // IN_ROW) * (SIDE + GAP) + 4
    else:
        parts += _bar((MARGIN, y, right, y + 14), panel.filled)
        y += 26
    parts.append(Words(MARGIN, y, panel.tally, 13, SOFT))
    y += 21
    if panel.next:
        parts.append(Words(MARGIN, y, panel.next, 14, WARM if panel.late else INK))
        y += 22
    return y + 14


def _in_squares(panel: Panel) -> bool:
    return len(panel.squares) <= MOST_SQUARES


def _grid(count: int, y: float) -> Iterator[Box]:
    for number in range(count):
        row, column = divmod(number, IN_ROW)
        left, top = MARGIN + column * (SIDE + GAP), y + row * (SIDE + GAP)
        yield left, top, left + SIDE, top + SIDE


def _square(box: Box, square: Square) -> Iterator[Part]:
    rim, thick = _RIMS[square.mark]
    left, top, right, bottom = box
    if square.mark is Mark.PAID:
        yield Shape(box, 5, fill=FULL)
        yield Tick(box)
        return
    if square.filled:
        inner = (bottom - top - 6) * square.filled / 100
        yield Shape((left + 3, bottom - 3 - inner, right - 3, bottom - 3), 1, fill=FULL)
    yield Shape(box, 5, rim=rim, thick=thick)
    if square.mark is Mark.LATE and not square.filled:
        middle, inset = (top + bottom) / 2, (right - left) / 4
        yield Shape((left + inset, middle - 1.2, right - inset, middle + 1.2), 1, fill=WARM)


def _bar(box: Box, filled: int) -> Iterator[Part]:
    """So much of the whole is paid; a first and a last bit stay to be seen."""
    left, top, right, bottom = box
    yield Shape(box, 7, rim=RIM, thick=1.2)
    if filled:
        end = left + max((right - left) * filled / 100, bottom - top)
        yield Shape((left, top, end, bottom), 7, fill=FULL)


def _legend(parts: list[Part], legend: Sequence[tuple[Mark, str]], y: float) -> float:
    """What the marks are called, in as many rows as it takes."""
    x, side, size = float(MARGIN), 14, 12
    for mark, word in legend:
        wide = side + 6 + sized(size * SCALE).getlength(word) / SCALE + 14
        if x > MARGIN and x + wide - 14 > WIDTH - MARGIN:
            x, y = float(MARGIN), y + 22
        square = Square(mark, 50 if mark is Mark.PART else 0)
        parts += _square((x, y, x + side, y + side), square)
        parts.append(Words(x + side + 6, y - 1, word, size, SOFT))
        x += wide
    return y + 24


def _place(card: Image.Image, part: Shape | Tick) -> None:
    """A shape at its place, its edges smoothed."""
    left, top, right, bottom = (round(value * SCALE) for value in part.box)
    area = (max(right - left, 1), max(bottom - top, 1))
    if isinstance(part, Tick):
        card.paste(GROUND, (left, top), _tick(area))
        return
    radius, thick = round(part.radius * SCALE), round(part.thick * SCALE, 1)
    colour = part.rim if part.fill is None else part.fill
    card.paste(colour or INK, (left, top), _rounded(area, radius, thick, full=part.rim is None))


@lru_cache(maxsize=64)
def _rounded(area: tuple[int, int], radius: int, thick: float, *, full: bool) -> Image.Image:
    """How much of each pixel a rounded box covers, or its rim."""
    mask = Image.new("L", (area[0] * FINE, area[1] * FINE))
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, mask.width - 1, mask.height - 1),
        radius=radius * FINE,
        fill=255 if full else None,
        outline=None if full else 255,
        width=round(thick * FINE),
    )
    return mask.reduce(FINE)


@lru_cache(maxsize=8)
def _tick(area: tuple[int, int]) -> Image.Image:
    """How much of each pixel a tick covers."""
    mask = Image.new("L", (area[0] * FINE, area[1] * FINE))
    places = [(x * mask.width, y * mask.height) for x, y in TICK]
    ImageDraw.Draw(mask).line(places, fill=255, width=round(mask.width * 0.12), joint="curve")
    return mask.reduce(FINE)


def _write(pen: ImageDraw.ImageDraw, part: Words) -> None:
    text, size = fitting(part.text, part.size, part.room)
    base = part.y + part.size  # whatever size it gets, it stands on the same line
    pen.text(
        (part.x * SCALE, base * SCALE),
        text,
        fill=part.ink,
        font=sized(round(size * SCALE)),
        anchor="rs" if part.ends else "ls",
        stroke_width=0.5 if part.strong else 0,
    )


def fitting(text: str, size: float, room: float) -> tuple[str, float]:
    """The text in a size in which it fits; its end is left out where it never does."""
    while size > LEAST and _wide(text, size) > room:
        size -= 1
    if _wide(text, size) <= room:
        return text, size
    while text and _wide(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS, size


def _wide(text: str, size: float) -> float:
    return sized(round(size * SCALE)).getlength(text) / SCALE
