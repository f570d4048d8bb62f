"""The reader that the rest of the program uses: it owns the child and never decodes itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Final, Self

from bot.reading.errors import ChildGone, ReadingUnavailable
from bot.reading.kinds import HEAD_BYTES, READABLE_PICTURES, sniff
from bot.reading.limits import Limits
from bot.reading.plain import decoded
from bot.reading.process import ChildProcess
from handlers.messages import Media, MediaKind
from handlers.ports import Line, Reading
from storage.inside import refuse_inside_transaction

_MEGABYTE: Final = 1_000_000
_TRIES: Final = 2
"""A medium that ends the child twice is answered; the first time may have been bad luck."""
_FAILURES: Final = frozenset({"too_large", "damaged", "encrypted"})
_THUMBNAIL_LARGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the child said, or why it said nothing."""

    header: dict[str, Any]
    content: bytes = b""
    failed: str | None = None


class ChildReader:
    """Reads media in a child process that is started on first use and killed when it hangs.

    Used as a context manager; leaving it ends the child.

    Args:
        threads: threads of the OCR engine.
        seconds: time for one picture.
        memory_mb: memory of the child.
        limits: everything else that is bounded.
    """

    def __init__(
        self,
        *,
        threads: int = 2,
        seconds: float = 30,
        memory_mb: int = 3000,
        limits: Limits | None = None,
    ) -> None:
        self._limits = replace(
            limits or Limits(), threads=threads, seconds=seconds, memory=memory_mb * _MEGABYTE
        )
        self._opening = asyncio.Lock()
        self._asking = asyncio.Lock()
        self._child: ChildProcess | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        async with self._asking:
            await self._drop()

    async def warm(self) -> bool:
        """Start the child if it is not running; False when it does not start."""
        try:
            async with self._asking:
                await self._running()
        except ReadingUnavailable:
            return False
        return True

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return None if self._child is None else self._child.pid

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Held while a medium is opened and read, so that waiting ones stay on the disk."""
        async with self._opening:
            yield

    async def read(self, media: Media, content: bytes) -> Reading:
        """What stands in a medium, whose kind is found by looking at its bytes.

        Raises:
            ReadingUnavailable: the child does not start, which says nothing about the medium.
        """
        refuse_inside_transaction()
        started = time.monotonic()
        reading = await self._reading(media.name, content)
        return replace(reading, seconds=round(time.monotonic() - started, 3))

    async def thumbnail(self, content: bytes) -> bytes | None:
        """A small WebP of a picture or of a paper's first page; None when there is none.

        Raises:
            ReadingUnavailable: the child does not start.
        """
        refuse_inside_transaction()
        _, mime = sniff(content[:HEAD_BYTES], "")
        if mime not in READABLE_PICTURES and mime != "application/pdf":
            return None
        if len(content) > self._limits.content:
            return None
        request = "paper thumbnail" if mime == "application/pdf" else "thumbnail"
        answer = await self._ask(request, content)
        whole = answer.failed is None and 0 < len(answer.content) <= _THUMBNAIL_LARGEST
        return answer.content if whole else None

    async def _reading(self, name: str, content: bytes) -> Reading:
        kind, mime = sniff(content[:HEAD_BYTES], name)
        if kind in {MediaKind.VOICE, MediaKind.VIDEO}:
            return _unread("speech")
        if kind is MediaKind.TEXT:
            return self._plain(content)
        if kind is MediaKind.PICTURE and mime not in READABLE_PICTURES:
            return _unread("convert")
        if kind is not MediaKind.PICTURE and mime != "application/pdf":
            return _unread("not_readable")
        if len(content) > self._limits.content:
            return _unread("too_large")
        answer = await self._ask("picture" if kind is MediaKind.PICTURE else "paper", content)
        return _unread(answer.failed) if answer.failed else _reading_in(answer.header)

    def _plain(self, content: bytes) -> Reading:
        found = decoded(content, self._limits.characters)
        if found is None:
            return _unread("not_readable")
        text, cut = found
        return Reading(text=text, engine="text", seconds=0.0, cut=cut)

    async def _ask(self, request: str, content: bytes) -> _Answer:
        async with self._asking:
            for _ in range(_TRIES):
                child = await self._running()
                try:
                    return await self._answer(child, request, content)
                except TimeoutError:
                    return _Answer({}, failed="timeout")
                except ChildGone:
                    continue
        return _Answer({}, failed="damaged")

    async def _answer(self, child: ChildProcess, request: str, content: bytes) -> _Answer:
        """One answer of this child; it is dropped unless it gave a proper one."""
        proper = False
        try:
            async with asyncio.timeout(
                max(self._limits.seconds_in_all, self._limits.time_for(len(content)))
            ):
                header, attachment = await child.ask(
                    {"do": request}, content, self._limits.time_for(len(content))
                )
            failed = header.get("failed")
            if failed is None and request in {"picture", "paper"}:
                _reading_in(header)
            elif failed is not None and failed not in _FAILURES:
                raise ChildGone
            proper = header.get("exhausted") is False
            return _Answer(header, attachment, None if failed is None else str(failed))
        finally:
            if not proper:
                await self._drop()

    async def _running(self) -> ChildProcess:
        if self._child is not None and not self._child.alive:
            await self._drop()
        if self._child is None:
            self._child = await ChildProcess.start(self._limits)
        return self._child

    async def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.kill()


def _unread(failed: str) -> Reading:
    return Reading(text="", engine="", seconds=0.0, failed=failed)


def _reading_in(header: dict[str, Any]) -> Reading:
    """The child's answer as a reading.

    Raises:
        ChildGone: it does not have the shape of one.
    """
    try:
        return Reading(
            text=str(header["text"]),
            engine=str(header["engine"]),
            seconds=0.0,
            lines=tuple(_line_in(line) for line in header.get("lines", ())),
            turned=int(header.get("turned", 0)),
            pages=int(header.get("pages", 0)),
            pages_read=int(header.get("pages_read", 0)),
            cut=bool(header.get("cut", False)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ChildGone from error


def _line_in(shape: Any) -> Line:
    text, box, confidence = shape
    return Line(str(text), tuple((int(x), int(y)) for x, y in box), float(confidence))
