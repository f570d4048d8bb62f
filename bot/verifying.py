"""`wenzhu verify`: the store's own numbered checks, printed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TextIO

from storage.verify import leads_nowhere, verify
from storage.verify_texts import NOWHERE


def run(database: Path, key: Path | None, out: TextIO, trouble: TextIO) -> int:
    """Print every check; the exit code is the report's, 64 for a path that leads nowhere."""
    if leads_nowhere(database):
        trouble.write(NOWHERE + "\n")
        return 64
    report = asyncio.run(verify(database, key))
    out.writelines(f"{line}\n" for line in report.lines())
    return report.exit_code()
