"""The child process as its parent sees it: start, ask, kill."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from bot.reading.errors import ChildGone, ReadingUnavailable
from bot.reading.frames import LENGTHS, header_of, packed
from bot.reading.limits import Limits

_ROOT: Final = Path(__file__).resolve().parents[2]
_LONGEST_ANSWER: Final = 64_000_000
"""A child that was taken over must not fill the parent's memory."""

Frame = tuple[dict[str, object], bytes]


class ChildProcess:
    """One running child; used for one request at a time and never after a failure."""

    def __init__(self, process: Process, engine: str) -> None:
        self._process = process
        self.engine = engine

    @classmethod
    async def start(cls, limits: Limits) -> ChildProcess:
        """A child with its engine loaded.

        Raises:
            ReadingUnavailable: it ended, or was not ready in time.
        """
        # No environment: neither tokens nor proxies are the child's business.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-B",
            "-P",
            "-m",
            "bot.reading.child",
            json.dumps(asdict(limits)),
            str(os.getpid()),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        child = cls(process, "")
        try:
            async with asyncio.timeout(limits.start_seconds):
                header: dict[str, object] = {}
                while "ready" not in header:
                    header, _ = await child._receive()
        except (ChildGone, TimeoutError) as error:
            await child.kill()
            raise ReadingUnavailable from error
        except BaseException:
            await child.kill()
            raise
        child.engine = str(header["ready"])
        return child

    @property
    def alive(self) -> bool:
        """Whether it has not ended yet, as far as is known."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def ask(self, header: Mapping[str, object], content: bytes, seconds: float) -> Frame:
        """Hand over one medium and wait for the answer.

        Args:
            header: what to do.
            content: the medium.
            seconds: how long the child may be silent; each progress it reports starts anew.

        Raises:
            TimeoutError: it was silent for too long.
            ChildGone: it died, or said what is no answer.
        """
        async with asyncio.timeout(seconds) as patience:
            await self._hand_over(header, content)
            while True:
                answer, attachment = await self._receive()
                if "progress" not in answer:
                    return answer, attachment
                patience.reschedule(asyncio.get_running_loop().time() + seconds)

    async def kill(self) -> None:
        """End it at once and wait until it is gone."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()

    async def _hand_over(self, header: Mapping[str, object], content: bytes) -> None:
        stream = self._process.stdin
        if stream is None:
            raise ChildGone
        try:
            stream.write(packed(header, len(content)))
            stream.write(content)
            await stream.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise ChildGone from error

    async def _receive(self) -> Frame:
        stream = self._process.stdout
        if stream is None:
            raise ChildGone
        try:
            header_size, content_size = LENGTHS.unpack(await stream.readexactly(LENGTHS.size))
            if header_size + content_size > _LONGEST_ANSWER:
                raise ChildGone
            header = header_of(await stream.readexactly(header_size))
            return header, await stream.readexactly(content_size)
        except (asyncio.IncompleteReadError, ConnectionResetError, ValueError) as error:
            raise ChildGone from error
