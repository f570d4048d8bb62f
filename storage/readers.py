"""Connections that read, kept open and lent to one snapshot at a time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.connections import driver_of, translated, uninterrupted
from storage.errors import Busy, Unusable

READERS: Final = 8
PATIENCE: Final = 30.0
"""Seconds that a snapshot waits for a free reader."""


class Readers:
    """A few of them; whoever comes when all are lent waits."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._closed = False
        self._idle: list[AsyncConnection] = []
        self._room = asyncio.Semaphore(READERS)

    async def close(self) -> None:
        """Close those that are not lent; the others are closed when they come back."""
        self._closed = True
        while self._idle:
            await uninterrupted(self._idle.pop().close())
        await uninterrupted(self._engine.dispose())

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database, that of its first read."""
        async with self._lent() as connection:
            with translated():
                driver_of(connection).at_once("BEGIN", ())  # looks at nothing yet
            try:
                yield connection
            finally:
                await uninterrupted(_let_go(connection))

    @contextlib.asynccontextmanager
    async def _lent(self) -> AsyncIterator[AsyncConnection]:
        """A reader that nobody else uses meanwhile."""
        if self._closed:
            raise Unusable("closed")
        await self._reserve()
        try:
            with translated():
                connection = self._idle.pop() if self._idle else await self._engine.connect()
            try:
                yield connection
            finally:
                await self._give_back(connection)
        finally:
            self._room.release()

    async def _give_back(self, connection: AsyncConnection) -> None:
        if self._closed or driver_of(connection).in_transaction:
            await uninterrupted(connection.close())
        else:
            self._idle.append(connection)

    async def _reserve(self) -> None:
        if not self._room.locked():
            await self._room.acquire()
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._room.acquire()
        except TimeoutError:
            raise Busy from None


async def _let_go(connection: AsyncConnection) -> None:
    """End a snapshot; where nothing runs in the connection's thread, without a visit."""
    if connection.in_transaction():
        await connection.rollback()
    elif driver_of(connection).in_transaction:
        driver_of(connection).at_once("ROLLBACK", ())
