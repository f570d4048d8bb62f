"""`wenzhu run` as a process, with the simulator for Telegram."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.telegram.simulator.process import BOT
from tests.telegram.simulator.shapes import Json

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@dataclass(slots=True)
class Service:
    """The service on a data folder; it may be killed and started again."""

    data: Path
    log: Path
    settings: Mapping[str, str]
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("WENZHU_") and not name.lower().endswith("_proxy")
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "--data", str(self.data), "run", "--port", "0"],
                cwd=ROOT,
                env={**clean, "WENZHU_LOW_WATER_MB": "1", **self.settings},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def wait_up(self) -> int:
        """Until the chat page is announced; gives its port."""
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "token=" in line:
                return urlsplit(line.strip()).port or 0
        raise AssertionError(f"the service ended:\n{self.logged()[-2000:]}")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        assert self.process is not None
        return self.process.wait(timeout=PATIENCE)

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def service(folder: Path, server: str, *, token: str = BOT, **more: str) -> Iterator[Service]:
    """The service, started; killed at the end if it still runs."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"WENZHU_TELEGRAM_TOKEN": token, "WENZHU_TELEGRAM_BASE_URL": server, **more}
    running = Service(folder / "data", folder / "log", settings)
    running.start()
    try:
        yield running
    finally:
        running.kill()


async def until(
    look: Callable[[], Awaitable[list[Json]]], count: int = 1, patience: float = PATIENCE
) -> list[Json]:
    """What a look finds, as soon as it finds so much."""
    deadline = time.monotonic() + patience
    while True:
        found = await look()
        if len(found) >= count:
            return found
        assert time.monotonic() < deadline, f"only {len(found)} of {count}: {found}"
        await asyncio.sleep(0.1)
