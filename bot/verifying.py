"""`wenzhu verify`: the store's own numbered checks, printed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TextIO

from storage.verify import verify


def run(database: Path, key: Path | None, out: TextIO) -> int:
    """Print every check; the exit code is the report's."""
    report = asyncio.run(verify(database, key))
    out.writelines(f"{line}\n" for line in report.lines())
    return report.exit_code()
