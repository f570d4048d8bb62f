"""Verifies the data from time to time, in a process of its own with low priority."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.metrics import Metrics
from handlers.ports import Clock
from storage.folder import DataFolder

FIRST: Final = timedelta(minutes=10)
"""After the start, so that a service that is restarted every night is verified too."""
_ROOT: Final = Path(__file__).resolve().parents[1]
_NICE: Final = 15
_FOREIGN: Final = 2
"""A verification that ended in a way of its own could not verify."""

log = structlog.get_logger()


class Checker:
    """Runs `python -m storage.verify` on the data folder and counts what it says."""

    def __init__(self, place: DataFolder, every: timedelta, metrics: Metrics, clock: Clock) -> None:
        self._place = place
        self._every = every
        self._metrics = metrics
        self._clock = clock

    async def run(self, first: timedelta = FIRST) -> None:
        """Verify again and again, until cancelled; never, when the interval is nothing."""
        if not self._every:
            await asyncio.Event().wait()
        pause = min(first, self._every)
        while True:
            await asyncio.sleep(pause.total_seconds())
            await self.check()
            pause = self._every

    async def check(self) -> int:
        """Verify once; gives the exit code of the verification."""
        # no environment: neither tokens nor proxies are its business
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "storage.verify",
            str(self._place.database.absolute()),
            "--key",
            str(self._place.key_file.absolute()),
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"},
        )
        try:
            with suppress(ProcessLookupError, PermissionError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
            code = await process.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        result = code if code in {0, 1} else _FOREIGN
        self._metrics.verified(result, self._clock.now())
        if result:
            log.error("verify_failed", result=result)
        return result
