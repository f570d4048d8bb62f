"""Starting the simulator as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BOT = "123456:TEST-token"
"""The token of a bot that does not exist."""


@contextmanager
def running(token: str = BOT, port: int = 0) -> Iterator[str]:
    """A simulator on a free port; gives its address."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.telegram.simulator",
            *("--port", str(port), "--token", token),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the simulator did not start"
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
