"""Foreign errors become ours, in one place, and say nothing they should not."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import inspect
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import exc, text

from storage import errors
from storage.connections import translate
from storage.database import Database
from storage.records import Draft
from storage.store import Store
from tests.storage.builders import NOW, a_delivery, a_keep, kept

CODES = sorted(
    value
    for name, value in vars(sqlite3).items()
    if name.startswith("SQLITE_") and isinstance(value, int) and value < 100
)


def of_code(code: int) -> errors.StorageError:
    cause = sqlite3.OperationalError("secret words")
    cause.sqlite_errorcode = code
    return translate(exc.OperationalError("secret statement", {}, cause))


def test_every_code_of_sqlite_becomes_one_of_ours() -> None:
    for code in CODES:
        error = of_code(code)
        assert isinstance(error, errors.StorageError)
        assert "secret" not in str(error)
    assert type(of_code(sqlite3.SQLITE_BUSY_SNAPSHOT)) is errors.Busy
    assert type(of_code(sqlite3.SQLITE_FULL)) is errors.DiskLow
    assert type(of_code(sqlite3.SQLITE_CORRUPT)) is errors.Tampered
    assert type(of_code(sqlite3.SQLITE_CONSTRAINT_UNIQUE)) is errors.Conflict
    assert type(of_code(sqlite3.SQLITE_IOERR)) is errors.Unusable
    assert type(translate(exc.TimeoutError())) is errors.Busy
    assert type(translate(exc.InvalidRequestError())) is errors.Unusable


def test_every_error_of_the_file_system_becomes_one_of_ours() -> None:
    for code in errno.errorcode:
        assert isinstance(errors.from_os(OSError(code, "secret")), errors.StorageError)
    assert type(errors.from_os(OSError(errno.ENOSPC, ""))) is errors.DiskLow
    assert type(errors.from_os(OSError(errno.EDQUOT, ""))) is errors.DiskLow
    assert type(errors.from_os(OSError(errno.ENOENT, ""))) is errors.Missing
    assert type(errors.from_os(OSError())) is errors.Unusable


def test_the_tree_is_drawn_and_every_leaf_has_its_own_code() -> None:
    ours = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.StorageError)
    ]
    assert len({value.code for value in ours}) == len(ours)
    drawing = errors.__doc__ or ""
    for value in ours:
        assert value.__name__ in drawing
        branches = [errors.TryAgain, errors.Refused, errors.Stop]
        if value is not errors.StorageError:
            assert sum(issubclass(value, branch) for branch in branches) == 1


async def test_a_writer_elsewhere_makes_us_wait_then_give_up(store: Store, data: Path) -> None:
    await store.deliver(a_delivery())
    impatient = Database(data / "wenzhu.db", busy_ms=50)
    await impatient.open()
    with contextlib.closing(sqlite3.connect(data / "wenzhu.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.Busy):
            async with impatient.change():
                pass
        waiting = asyncio.create_task(store.deliver(a_delivery()))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        other.execute("ROLLBACK")
    assert (await waiting).new
    async with impatient.change():
        pass
    await impatient.close()


async def test_giving_up_while_waiting_for_the_writer_leaves_it_usable(
    store: Store, data: Path
) -> None:
    await store.deliver(a_delivery())

    async def wait_in_line() -> None:
        async with store.transaction():
            pass

    with contextlib.closing(sqlite3.connect(data / "wenzhu.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(wait_in_line())
        await asyncio.sleep(0.1)
        waiting.cancel()
        await asyncio.sleep(0.1)
        other.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await wait_in_line()
    assert (await store.deliver(a_delivery())).new


async def test_a_disk_that_fills_up_in_the_middle_keeps_nothing_half(store: Store) -> None:
    row, _ = await kept(store, b"one")
    writer = store._database._writer
    assert writer is not None

    async def pages(limit: int) -> None:
        async with store._database.change() as connection:
            await connection.execute(text(f"PRAGMA max_page_count={limit}"))

    async def keep_much() -> None:
        async with store.transaction() as change:
            for number in range(100):
                reply = Draft(f"key {number}", b"x" * 50_000)
                await change.say(row.ledger, row.item, reply, NOW)

    await pages(1)  # SQLite takes the present size for the least
    with pytest.raises(errors.DiskLow):
        await keep_much()
    results = await asyncio.gather(
        *(store.deliver(a_delivery(b"x" * 60_000)) for _ in range(3)), return_exceptions=True
    )
    assert {type(result) for result in results} == {errors.DiskLow}
    await pages(1_000_000)
    async with store.snapshot() as view:
        assert len(await view.inbox_of(row.ledger, 100)) == 1
        assert len(await view.outbox_of(row.ledger, 200)) == 1
    await keep_much()
    assert (await store.deliver(a_delivery(b"x" * 60_000))).new


async def test_a_lost_blob_folder_is_missing_not_a_crash(store: Store, data: Path) -> None:
    row, _ = await kept(store, b"one", picture=b"x" * 100_000)
    shutil.rmtree(data / "blobs")
    async with store.snapshot() as view:
        with pytest.raises(errors.Missing):
            await view.part(row.item, row.uploads[0].slot)
    with pytest.raises(errors.Unusable):
        async with store.uploading("local", "me") as upload:
            await upload.begin()


async def test_changed_bytes_are_tampered(store: Store, data: Path) -> None:
    row, _ = await kept(store, b"one", picture=b"x" * 100_000)
    cipher = row.uploads[0].cipher
    blob = data / "blobs" / cipher[:2] / cipher
    content = blob.read_bytes()
    blob.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    async with store.snapshot() as view:
        with pytest.raises(errors.Tampered):
            await view.part(row.item, row.uploads[0].slot)
    with contextlib.closing(sqlite3.connect(data / "wenzhu.db")) as connection:
        connection.execute("DROP TRIGGER entries_refuse_update")
        connection.execute("UPDATE entries SET canonical = canonical || ' ' WHERE seq = 0")
        connection.commit()
    async with store.snapshot() as view:
        with pytest.raises(errors.Tampered):
            await view.originals(row.ledger, 10)


async def test_a_closed_store_refuses(data: Path) -> None:
    store = await Store.open(data)
    await store.close()
    with pytest.raises(errors.Unusable):
        await store.deliver(a_delivery())
    with pytest.raises(errors.Unusable):
        async with store.transaction():
            pass


async def test_keeping_what_was_erased_meanwhile(store: Store) -> None:
    row = await store.deliver(a_delivery())
    async with store.transaction() as change:
        await change.erase_person(row.person, NOW)
    async with store.transaction() as change:
        with pytest.raises(errors.Erased):
            await a_keep(change, row)
