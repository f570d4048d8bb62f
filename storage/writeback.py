"""The write-ahead log goes back into the database beside the work, not inside somebody's commit.

SQLite does it by itself in the commit that makes the log long, and whoever that commit belongs to
waits for twenty times what his own pages cost. Here it happens in a thread and on a connection of
its own, while others read and write (https://www.sqlite.org/wal.html, "Checkpointing").
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from typing import Final

ROWS: Final = 500
"""After so many changed rows, some thousand pages."""
BACKSTOP_PAGES: Final = 8_000
"""So long the log may become before a commit does it after all: 32 MiB."""


class WriteBack:
    """At most one at a time; whoever must have the log for himself waits with `settled`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done = 0
        self._task: asyncio.Task[None] | None = None

    def after_commit(self, rows: int) -> None:
        """Begin one when enough has come together.

        Args:
            rows: how many the writer has changed since it was opened.
        """
        running = self._task is not None and not self._task.done()
        if running or rows - self._done < ROWS:
            return
        self._done = rows
        self._task = asyncio.create_task(asyncio.to_thread(_write_back, self._path))

    async def settled(self) -> None:
        """Nothing runs when this returns."""
        if self._task is not None:
            await asyncio.wait({self._task})


def _write_back(path: Path) -> None:
    """Copy what no reader needs in the log any more; what fails is tried again with the next.

    Nothing is lost by a failure: the log holds all that was committed until it is copied. What is
    wrong with the disk shows in the next commit, which says so to whom it concerns.
    """
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as log,
    ):
        log.execute("PRAGMA wal_checkpoint(PASSIVE)")
