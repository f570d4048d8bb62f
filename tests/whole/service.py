"""`wenzhu run` as a real process, entered through the address it prints."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.console.house import House, listens, wait_until
from tests.whole.program import ROOT


@contextlib.contextmanager
def service(data: Path, temporary: Path | None = None) -> Iterator[House]:
    """The service on a data folder and a free port, killed at the end if it still runs."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WENZHU_")},
        **({} if temporary is None else {"TMPDIR": str(temporary)}),
        "WENZHU_LOW_WATER_MB": "1",
    }
    with data.with_suffix(".log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "--data", str(data), "run", "--port", "0"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        with process:
            try:
                link = _printed_link(process)
                started = House(process, link, urlsplit(link).port or 0, data)
                wait_until(lambda: listens(started.origin))
                yield started
            finally:
                process.kill()


def _printed_link(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if "token=" in line:
            return line.strip()
    raise AssertionError("the service ended before it printed its address")
