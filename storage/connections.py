"""What every connection of the database needs: errors in our words, its driver, clean ends."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Coroutine, Iterator
from typing import Any, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import driver
from storage.errors import Busy, Conflict, DiskLow, StorageError, Tampered, Unusable

DRIVER: Final = "driver"
"""Where a connection's own driver is found in its `info`."""

_OURS: Final[dict[int, type[StorageError]]] = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_FULL: DiskLow,
    sqlite3.SQLITE_CONSTRAINT: Conflict,
    sqlite3.SQLITE_CORRUPT: Tampered,
    sqlite3.SQLITE_NOTADB: Tampered,
}


def translate(error: SQLAlchemyError) -> StorageError:
    """Ours for an error of the database."""
    if isinstance(error, PoolTimeoutError):
        return Busy()
    cause = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _OURS.get(code & 0xFF, Unusable)()
    return Unusable()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Errors of the database leave as ours."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translate(error) from error
    except sqlite3.Error as error:
        raise of_driver(error) from error


def of_driver(error: Exception) -> StorageError:
    """Ours for what the driver raises by itself."""
    return _OURS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, Unusable)()


def driver_of(connection: AsyncConnection) -> driver.Connection:
    """The driver under an open connection, for statements that need no more than it."""
    found = connection.info[DRIVER]
    if not isinstance(found, driver.Connection):
        raise TypeError("a connection of this database")
    return found


async def uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end even when cancelled meanwhile; half a commit is nobody's wish."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled is not None:
        raise cancelled


async def commit(connection: AsyncConnection) -> None:
    """Commit what was begun; the engine knows of it only when it was asked for something."""
    if connection.in_transaction():
        await connection.commit()
    else:
        await driver_of(connection).plain("COMMIT")


async def roll_back(connection: AsyncConnection) -> None:
    """Undo what was begun, unless the database has done so by itself."""
    if connection.in_transaction():
        await connection.rollback()
    elif driver_of(connection).in_transaction:
        await driver_of(connection).plain("ROLLBACK")
