"""aiosqlite with one visit to its thread per statement, or none.

SQLAlchemy asks a driver for a cursor, the execution, the rows and the closing one after the
other, and with aiosqlite each of them is a message to the connection's thread and back. Under
load those visits, not SQLite, are what a transaction spends its time on; here all four are one.

What finds or writes a few rows by a key is done before a visit would have begun: `at_once` runs it
where it is called. What may wait (for a lock, for the disk) never goes that way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self

import aiosqlite

STATEMENTS = 256
"""Statements that a connection keeps parsed."""

Rows = list[Any]
Run = Callable[[sqlite3.Cursor], object]


class WholeCursor:
    """Executes, fetches everything and closes in one go; then answers from what it has."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Nothing to open."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close."""

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute one statement."""
        await self._connection.visit(self, lambda cursor: cursor.execute(statement, parameters))
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Execute one statement for each of the parameters."""
        await self._connection.visit(self, lambda cursor: cursor.executemany(statement, parameters))
        return self

    def take(self, cursor: sqlite3.Cursor) -> None:
        """Take everything from a cursor that was executed; runs in the connection's thread."""
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []

    async def fetchall(self) -> Rows:
        """The rows."""
        rows, self._rows = self._rows, []
        return rows

    async def fetchone(self) -> Any:
        """The next row, None when there is none."""
        return self._rows.pop(0) if self._rows else None

    async def close(self) -> None:
        """Closed already."""
        self._rows = []


class Connection(aiosqlite.Connection):
    """A connection whose cursors need one visit."""

    def __init__(self, path: str) -> None:
        super().__init__(
            # the event loop and the connection's thread use it in turn, never together
            lambda: sqlite3.connect(path, check_same_thread=False, cached_statements=STATEMENTS),
            iter_chunk_size=64,
        )
        # like SQLAlchemy's own: a connection nobody closed must not keep the process alive
        self._thread.daemon = True

    def cursor(self) -> WholeCursor:  # type: ignore[override]  # SQLAlchemy awaits neither
        """A cursor; nothing happens before it executes."""
        return WholeCursor(self)

    def at_once(self, statement: str, values: Sequence[Any]) -> tuple[Rows, int]:
        """Run a statement here and now: its rows, and how many it touched."""
        cursor = self._conn.execute(statement, values)
        return cursor.fetchall(), cursor.rowcount

    def at_once_for_each(self, statement: str, values: Iterable[Sequence[Any]]) -> int:
        """Run a statement here and now for each of the values; how many rows it touched."""
        return self._conn.executemany(statement, values).rowcount

    async def visit(self, cursor: WholeCursor, run: Run) -> None:
        """Run something with a real cursor in the connection's thread."""

        def there() -> None:
            real = self._conn.cursor()
            try:
                run(real)
                cursor.take(real)
            finally:
                real.close()

        await self._there(there)

    async def plain(self, statement: str) -> None:
        """Run a statement without values or rows, such as COMMIT, in the connection's thread."""
        await self._there(lambda: self._conn.execute(statement))

    async def _there(self, work: Callable[[], object]) -> None:
        execute: Callable[[Callable[[], object]], Awaitable[object]] = self._execute
        await execute(work)


async def connect(path: str) -> Connection:
    """Open a database."""
    connection = Connection(path)
    await connection
    return connection
