"""The Store: everything the upper floors may ask of storage, in one place."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import delete, insert, select

from storage import inbox, outbox, schema
from storage.blobs import FolderBlobs
from storage.change import Change
from storage.database import Database
from storage.delivering import Deliveries
from storage.folder import DataFolder, ServiceLock, master_key
from storage.inbox import Prepared
from storage.keys import ItemKey, Keyring
from storage.outbox import Recovered
from storage.persons import random_id
from storage.records import Delivery, InboxRow, ItemId, Sha256
from storage.session import Session
from storage.sharing import Outcome, Sharing, Work
from storage.upload import Upload
from storage.view import View

__all__ = ["LOW_WATER", "Change", "Recovered", "Store", "Upload", "View"]

T = TypeVar("T")

LOW_WATER = 200_000_000
"""Bytes that stay free on the disk; what would go below is refused."""


class Store:
    """One open data folder."""

    def __init__(
        self, folder: DataFolder, database: Database, blobs: FolderBlobs, keyring: Keyring
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._keyring = keyring
        self._service = ServiceLock(folder)
        self._deliveries = Deliveries(keyring, blobs, self._write_deliveries)
        self._sharing = Sharing(self._write_together)

    @classmethod
    async def open(
        cls, folder: Path, key_file: Path | None = None, *, low_water: int = LOW_WATER
    ) -> Store:
        """Open a data folder; on first start make everything in it.

        Args:
            folder: wenzhu.db, blobs/ and master.key lie here.
            key_file: where the master key lies instead.
            low_water: bytes that must stay free on the disk.

        Raises:
            KeyMissing: persons exist but there is no key.
            WrongKey: it is not the key of this database.
            UnknownSchema: a newer version made this database.
        """
        place = DataFolder.at(folder, key_file)
        place.create()
        database = Database(place.database)
        try:
            await database.open()
            keyring = await _keyring(database, place.key_file)
            store = cls(place, database, FolderBlobs(place.blobs, low_water), keyring)
        except BaseException:
            await database.close()
            raise
        await store._sweep()
        return store

    async def close(self) -> None:
        """Write what is waiting and let go of everything."""
        await self._deliveries.close()
        await self._sharing.close()
        await self._database.close()
        self._service.release()

    async def __aenter__(self) -> Self:
        """Open already."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        await self.close()

    def room(self, size: int) -> None:
        """Whether so many bytes more may be kept.

        Raises:
            DiskLow: they would go below the low-water mark.
        """
        self._blobs.room(size)

    async def deliver(self, delivery: Delivery) -> InboxRow:
        """Put a delivery into the inbox; durable when this returns.

        The same delivery id on the same door again changes nothing and gives new=False.
        """
        return await self._deliveries.deliver(delivery)

    def uploading(self, door: str, address: str) -> Upload:
        """Take in media of a delivery to come, sealing while they stream in."""
        del door, address  # an item's key is bound to its person when the delivery comes
        key = ItemKey.new(ItemId(random_id()))
        return Upload(key, self._blobs, self._deliveries.uploaded)

    async def attaching(self, row: InboxRow) -> Upload:
        """Take in media of a delivery that is durable already; `Change.keep` makes them its own.

        Whoever dies in between leaves only ciphertext that nothing names, and begins again.

        Raises:
            Erased: the delivery was.
        """
        async with self._database.snapshot() as connection:
            key = await Session.on(connection, self._keyring, self._blobs).item_key(row.item)
        return Upload(key, self._blobs, lambda _: None)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[Change]:
        """The one writer: everything inside is committed together, or nothing is."""
        async with self._writing() as session:
            yield Change(session)

    async def together(self, work: Callable[[Change], Awaitable[T]]) -> T:
        """As `transaction`, for what comes in numbers: it may share its commit with others.

        Args:
            work: called with the change; what it raises undoes only what it did itself. It must
                not wait for anything but the change.
        """
        return await self._sharing.change(work)

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[View]:
        """Read one consistent state."""
        async with self._database.snapshot() as connection:
            yield View(Session.on(connection, self._keyring, self._blobs))

    async def recover(self, now: datetime) -> Recovered:
        """For the service at its start: claim the folder, and settle what was being sent.

        Raises:
            DataFolderInUse: another service runs on this folder.
        """
        self._service.take()
        # whoever died after destroying a key may not have come to wipe the write-ahead log
        self._database.owe_truncation()
        async with self._writing() as session:
            return await outbox.recover(session, now)

    @contextlib.asynccontextmanager
    async def _writing(self, *, delivery: bool = False) -> AsyncIterator[Session]:
        doomed: Sequence[Sha256] = ()
        async with self._database.change(delivery=delivery) as connection:
            session = Session.on(connection, self._keyring, self._blobs)
            yield session
            doomed = session.doomed
            if session.destroyed:
                self._database.owe_truncation()
        await self._blobs.remove(doomed)

    async def _write_together(self, works: Sequence[Work]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        good: list[Session] = []
        async with self._database.change() as connection:
            for work in works:
                session = Session.on(connection, self._keyring, self._blobs)
                try:
                    async with session.apart():
                        outcomes.append((await work(Change(session)), None))
                    good.append(session)
                except Exception as error:
                    if not session.driver.in_transaction:  # all is undone, by the database itself
                        raise
                    outcomes.append((None, error))
                await asyncio.sleep(0)  # nothing in there waits, and others are waiting
            if any(session.destroyed for session in good):
                self._database.owe_truncation()
        await self._blobs.remove([one for session in good for one in session.doomed])
        return outcomes

    async def _write_deliveries(self, batch: Sequence[Prepared]) -> list[InboxRow]:
        async with self._writing(delivery=True) as session:
            return await inbox.write(session, batch)

    async def _sweep(self) -> None:
        """Remove what crashed uploads and erasures have left."""

        async def referenced() -> Collection[Sha256]:
            parts = schema.parts.c
            async with self._database.snapshot() as connection:
                session = Session.on(connection, self._keyring, self._blobs)
                rows = await session.rows(select(parts.cipher).where(parts.sealed.is_(None)))
            return {Sha256(row.cipher) for row in rows}

        await self._blobs.sweep(referenced)


async def _keyring(database: Database, key_file: Path) -> Keyring:
    """Read or create the master key, while no other process can decide the same."""
    facts = schema.facts
    async with database.change() as connection:
        persons = (await connection.execute(select(schema.persons.c.person).limit(1))).first()
        check = (
            await connection.execute(select(facts.c.value).where(facts.c.name == schema.KEY_CHECK))
        ).scalar()
        master = master_key(
            key_file,
            persons=persons is not None,
            check=check,
            check_of=lambda candidate: Keyring(candidate).check,
        )
        keyring = Keyring(master)
        if check != keyring.check:
            await connection.execute(delete(facts).where(facts.c.name == schema.KEY_CHECK))
            await connection.execute(
                insert(facts).values(name=schema.KEY_CHECK, value=keyring.check)
            )
        return keyring
