"""The database: one writer, readers beside it, and every word of SQLite that there is.

One connection writes, behind a lock, and a whole change is one transaction (BEGIN IMMEDIATE to
COMMIT). Readers use other connections and see one snapshot each. Other processes may hold the
same file open; whoever decides something from what stands in the database must therefore read
it inside the write transaction.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage import driver, inside
from storage.connections import (
    DRIVER,
    commit,
    driver_of,
    of_driver,
    roll_back,
    translated,
    uninterrupted,
)
from storage.errors import (
    Busy,
    UnknownSchema,
    Unusable,
)
from storage.inside import refuse_inside_transaction
from storage.readers import Readers
from storage.schema import HEAD
from storage.turnstile import Turnstile
from storage.writeback import BACKSTOP_PAGES, WriteBack

__all__ = ["TRIGGERS", "Database", "log_beside", "open_read_only", "refuse_inside_transaction"]

BUSY_MS: Final = 5_000
CHECKPOINT_MS: Final = 500

TRIGGERS: Final = {
    "entries_refuse_update": (
        "CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
    ),
    "entries_refuse_delete": (
        "CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END"
    ),
}
"""What makes the table of entries append-only for everybody who uses SQL."""

_EVERY: Final = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # REPLACE deletes; without this the triggers do not see it
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)
_WRITER: Final = (
    *_EVERY,
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA wal_autocheckpoint={BACKSTOP_PAGES}",
    "PRAGMA secure_delete=ON",  # a destroyed key must not stay in a free page
)
_READER: Final = (*_EVERY, "PRAGMA query_only=ON")


def _prepare(engine: Engine, pragmas: tuple[str, ...], begin: str) -> None:
    """Have every connection of the engine set up, and every transaction begin, our way."""

    def on_connect(connection: Any, record: Any) -> None:
        record.info[DRIVER] = getattr(connection, "driver_connection", connection)
        connection.isolation_level = None  # the driver would begin and commit on its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    def on_begin(connection: Connection) -> None:
        if not connection.info[DRIVER].in_transaction:  # else it was begun without the engine
            connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _engine(path: Path, **pool: Any) -> AsyncEngine:
    url = URL.create("sqlite+aiosqlite", database=str(path))
    connect = partial(driver.connect, str(path))
    return create_async_engine(url, async_creator=connect, hide_parameters=True, **pool)


class Database:
    """One file, one writer, a few readers."""

    def __init__(self, path: Path, *, busy_ms: int = BUSY_MS) -> None:
        self._path = path
        self._patience = busy_ms / 1000
        self._busy = f"PRAGMA busy_timeout={busy_ms}"
        self._writers = _engine(path, pool_reset_on_return=None)
        readers = _engine(path, poolclass=NullPool)
        _prepare(self._writers.sync_engine, (self._busy, *_WRITER), "BEGIN IMMEDIATE")
        _prepare(readers.sync_engine, (self._busy, *_READER), "BEGIN")
        self._readers = Readers(readers)
        self._writer: AsyncConnection | None = None
        self._turnstile = Turnstile()
        self._write_back = WriteBack(path)
        self._truncation_owed = False

    async def open(self) -> None:
        """Connect, and bring the schema up to date.

        Raises:
            UnknownSchema: a newer version has made this database.
        """
        with translated():
            await uninterrupted(asyncio.to_thread(_into_wal, self._path, self._patience))
            self._writer = await self._writers.connect()
        async with self.change() as connection:
            await connection.run_sync(_bring_to_head)

    async def close(self) -> None:
        """Let go of the file."""
        if self._writer is not None:
            async with self._turnstile.turn():
                await self._write_back.settled()
                if self._truncation_owed:
                    await self._truncate()
                await self._writer.close()
            self._writer = None
        await _dispose(self._writers)
        await self._readers.close()

    @contextlib.asynccontextmanager
    async def change(self, *, delivery: bool = False) -> AsyncIterator[AsyncConnection]:
        """The one write transaction: committed at the end, rolled back by an exception.

        Args:
            delivery: a platform waits for it; see `Turnstile`.
        """
        refuse_inside_transaction()
        async with self._turnstile.turn(delivery=delivery):
            writer = self._writer
            if writer is None:
                raise Unusable("closed")
            try:
                with translated():
                    await self._begin(driver_of(writer))
                mark = inside.enter()
                try:
                    yield writer
                finally:
                    mark.open = False
                with translated():
                    await uninterrupted(commit(writer))
            except BaseException:
                await uninterrupted(roll_back(writer))
                raise
            if self._truncation_owed:
                await uninterrupted(self._truncate())
            else:
                self._write_back.after_commit(driver_of(writer).total_changes)

    async def _begin(self, writer: driver.Connection) -> None:
        """Begin at once where nobody else writes; else wait for it in the connection's thread."""
        writer.at_once("PRAGMA busy_timeout=0", ())
        try:
            writer.at_once("BEGIN IMMEDIATE", ())
        except sqlite3.OperationalError as error:
            writer.at_once(self._busy, ())
            if not isinstance(of_driver(error), Busy):
                raise
            await uninterrupted(writer.plain("BEGIN IMMEDIATE"))
        else:
            writer.at_once(self._busy, ())

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database, that of its first read."""
        async with self._readers.snapshot() as connection:
            yield connection

    def owe_truncation(self) -> None:
        """After this transaction, leave no old page in the write-ahead log."""
        self._truncation_owed = True

    async def _truncate(self) -> None:
        """Empty the write-ahead log; while a reader is in the way, owe it to the next change."""
        if self._writer is None:
            return
        await self._write_back.settled()
        raw = (await self._writer.get_raw_connection()).driver_connection
        if raw is None:
            return
        try:
            await raw.execute_fetchall(f"PRAGMA busy_timeout={CHECKPOINT_MS}")
            ((busy, *_),) = await raw.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            self._truncation_owed = busy != 0
        except sqlite3.OperationalError:
            self._truncation_owed = True
        finally:
            await raw.execute_fetchall(self._busy)


def _into_wal(path: Path, patience: float) -> None:
    """Have the file use a write-ahead log, which it remembers.

    Of several first starts at once all but one are refused without SQLite waiting for its busy
    timeout; so the waiting is done here.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            with contextlib.closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            ours = of_driver(error)
            if not isinstance(ours, Busy) or time.monotonic() > deadline:
                raise ours from None
            time.sleep(0.01)
        else:
            return


async def _dispose(engine: AsyncEngine) -> None:
    await uninterrupted(engine.dispose())


def schema_version(connection: Connection) -> str | None:
    """The migration a database stands at, None when it is empty."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def _bring_to_head(connection: Connection) -> None:
    found = schema_version(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise UnknownSchema(found)
    # slower to import than everything else here, and needed once per version
    from storage.migrate import to_head  # noqa: PLC0415 - start-up speed of every command

    to_head(connection)


def log_beside(path: Path) -> bool:
    """Whether a write-ahead log lies beside a database: somebody has it open, or has died."""
    return path.with_name(path.name + "-wal").exists()


def open_read_only(path: Path, *, still: bool) -> Engine:
    """An engine that can neither change nor create anything, for verification.

    Args:
        path: the SQLite file.
        still: there is no write-ahead log, so the file is complete. SQLite would create one, if
            it were not told that nobody else writes. (Beside a log whose index was lost it
            creates that index; this is the one thing it writes.)
    """
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.text_factory = _lenient
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    _prepare(engine, (f"PRAGMA busy_timeout={BUSY_MS}", "PRAGMA query_only=ON"), "BEGIN")
    return engine


def _lenient(raw: bytes) -> str:
    """Damaged text must be reported, not end the report."""
    return raw.decode("utf-8", "replace")


def copy_database(source: Path, target: Path) -> None:
    """One consistent state of a database as a file of its own, also while others write.

    All pages are copied in one step, under one read transaction; with a write-ahead log nobody
    waits for it.
    """
    origin = sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)  # never created
    try:
        origin.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        copy = sqlite3.connect(target)
        try:
            origin.backup(copy)
        finally:
            copy.close()
    except sqlite3.Error as error:
        raise of_driver(error) from None
    finally:
        origin.close()


def soundness(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file; empty when nothing."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check(20)").all()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def triggers(connection: Connection) -> dict[str, str]:
    """The triggers a database has, by name."""
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    return {str(name): str(sql) for name, sql in rows}
