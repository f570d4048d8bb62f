"""What handlers need from the outside, as protocols; `bot` brings the real things."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.messages import Media
from storage.records import LedgerId


class Clock(Protocol):
    """The only thing that knows what time it is."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line read from a picture: its words, where they stand, how sure the reader is.

    Attributes:
        box: four corners (x, y) in pixels of the upright picture, clockwise from top left.
        confidence: 0 to 1.
    """

    text: str
    box: tuple[tuple[int, int], ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one medium.

    Attributes:
        text: the lines in reading order, "" when nothing was found.
        engine: name and version of the reader ("rapidocr 3.10.0", "pdf text", …).
        seconds: how long it took.
        turned: degrees the picture was turned before it could be read.
        failed: why nothing could be read, as a key of texts ("too_large", "timeout",
            "damaged", "encrypted", "convert", "not_readable", "speech"); None when it could.
        pages: how many pages a paper has, 0 for anything else.
        pages_read: how many of them were read.
        cut: the end was left out, because it was longer than what is read.
    """

    text: str
    engine: str
    seconds: float
    lines: tuple[Line, ...] = ()
    turned: int = 0
    failed: str | None = None
    pages: int = 0
    pages_read: int = 0
    cut: bool = False


class Reader(Protocol):
    """Reads words from a medium. Never called inside a transaction."""

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Held while a medium is opened and read, so that waiting ones stay on the disk."""
        ...

    async def thumbnail(self, content: bytes) -> bytes | None:
        """A small picture of a picture or of a paper's first page; None when there is none."""
        ...

    async def read(self, media: Media, content: bytes) -> Reading:
        """What stands in it. A medium that cannot be read is an answer, not an exception."""
        ...


class Chance(StrEnum):
    """Whether something can be said on a door at an instant.

    NOW: it reaches the person there. OPEN: it does if what he has open there now is open then.
    UNSEEN: it can be put there, and is seen when he looks. NEVER: it cannot be said there.
    """

    NOW = "now"
    OPEN = "open"
    UNSEEN = "unseen"
    NEVER = "never"


class Reach(Protocol):
    """Can this be said on that door, now or at another instant?"""

    def chance(self, door: str, ledger: LedgerId, at: datetime) -> Chance:
        """What can be hoped for there at that instant, as far as is known now."""
        ...
