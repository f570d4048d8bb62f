"""A reply as Telegram shows it: escaped HTML in pieces of at most 4096 units.

Units are UTF-16 code units of what is seen; tags and escapes do not count.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.messages import Button, Look, Reply, Segment, Voice
from storage.records import LedgerId

LIMIT = 4096
CAPTION = 1024
"""Units under a picture."""
DATA_LIMIT = 64
GAP = "\n\n"
FOLD = ("<blockquote expandable>", "</blockquote>")
LONG_LABEL = 8
"""A button with a longer label gets a row of its own."""
ROW = 3
TAG = 8
"""Hex digits of the ledger that a button belongs to."""
SEPARATOR = "~"

_ENDS = re.compile(r"[。！？!?；;\n]+[”」』\"']?|\.\s")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: its HTML, and the same without any marks."""

    html: str
    plain: str


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(reply: Reply, limit: int = LIMIT) -> tuple[Piece, ...]:
    """The reply as messages, in order; cut between paragraphs, else at ends of sentences."""
    done: list[Piece] = []
    marked: list[str] = []
    plain: list[str] = []
    room = limit
    for (opening, closing), text in _blocks(reply.segments):
        for part in _parts(text, limit):
            needed = units(part) + (units(GAP) if plain else 0)
            if plain and needed > room:
                done.append(Piece(GAP.join(marked), GAP.join(plain)))
                marked, plain, room, needed = [], [], limit, units(part)
            marked.append(f"{opening}{html.escape(part, quote=False)}{closing}")
            plain.append(part)
            room -= needed
    if plain:
        done.append(Piece(GAP.join(marked), GAP.join(plain)))
    return tuple(done)


def _blocks(segments: Sequence[Segment]) -> Iterator[tuple[tuple[str, str], str]]:
    """Paragraphs with the tags around them; provisions in a row share one fold."""
    for marks, row in itertools.groupby(segments, _marks):
        texts = [text for segment in row if (text := _clean(segment.text))]
        if texts and marks == FOLD:
            texts = ["\n".join(texts)]
        yield from ((marks, text) for text in texts)


def _clean(text: str) -> str:
    """Without what cannot be shown: halves of pairs and control characters."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text).strip()


def _marks(segment: Segment) -> tuple[str, str]:
    """The tags around a segment."""
    if segment.voice is Voice.QUOTED:
        return "<blockquote><tg-spoiler>", "</tg-spoiler></blockquote>"
    if segment.folded or segment.look is Look.LAW:
        return FOLD
    match segment.look:
        case Look.LEAD:
            return "<b>", "</b>"
        case Look.SENDABLE:
            return "<code>", "</code>"
        case _:
            return "", ""


def _parts(text: str, limit: int) -> Iterator[str]:
    """The text in parts of at most so many units, cut after a sentence where there is one."""
    while units(text) > limit:
        longest = _head(text, limit)
        ends = [found.end() for found in _ENDS.finditer(text, 0, longest)]
        cut = ends[-1] if ends and ends[-1] > longest // 4 else longest
        part = text[:cut].strip()
        if part:
            yield part
        text = text[cut:].strip()
    if text:
        yield text


def _head(text: str, limit: int) -> int:
    """How many characters fit; a pair that needs two units is never cut."""
    room = text[:limit]
    while (over := units(room) - limit) > 0:
        room = room[: len(room) - max(over // 2, 1)]
    return len(room)


def callback_data(ledger: LedgerId, action: str) -> str:
    """What a button carries: whose it is, and what it does."""
    return f"{ledger[:TAG]}{SEPARATOR}{action}"


def action_of(ledger: LedgerId, data: str) -> str | None:
    """What a pressed button does, None if it belongs to a ledger that is no more."""
    tag, separator, action = data.partition(SEPARATOR)
    return action if separator and tag == ledger[:TAG] else None


def keyboard(ledger: LedgerId, buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """The buttons in rows; short ones share a row.

    One whose action Telegram would not carry is left out rather than the whole reply; every
    button there is fits, which a test holds.
    """
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for button in buttons:
        data = callback_data(ledger, button.action)
        if len(data.encode()) > DATA_LIMIT:
            continue
        wide = len(button.label) > LONG_LABEL
        if room <= 0 or wide:
            rows.append([])
            room = ROW
        rows[-1].append(InlineKeyboardButton(button.label, callback_data=data))
        room = 0 if wide else room - 1
    return InlineKeyboardMarkup(rows) if rows else None
