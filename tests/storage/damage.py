"""A small real store with everything in it, and ways to damage a copy of it behind its back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from storage.database import TRIGGERS
from storage.records import Kind, Seq, Slot
from storage.store import Store
from storage.verify import Report, verify
from tests.storage.builders import NOW, a_delivery, a_keep, kept

INDEX = ("kind", "item", "at", "number", "refers", "label", "source", "digest", "seq", "ledger")


@dataclass(frozen=True, slots=True)
class EntryRow:
    rowid: int
    ledger: str
    seq: int
    kind: str
    item: str


async def build(folder: Path) -> None:
    """Two persons; texts, pictures, notes, an edit, a repeat, talk, one erased, one forgotten."""
    async with await Store.open(folder) as store:
        at = [NOW + timedelta(hours=hour) for hour in range(4)]
        small, large = os.urandom(90_000), os.urandom(1_200_000)
        row, _ = await kept(store, b"first", picture=small, message="1", at=at[0])
        await kept(store, b"second", message="2", at=at[1])
        await kept(store, b"third", picture=large, message="3", at=at[2])
        edit, talk, repeat = [await store.deliver(a_delivery()) for _ in range(3)]
        async with store.transaction() as change:
            await a_keep(
                change, edit, message="1", edit="1", kind=Kind.EDIT, refers=Seq(0), at=at[3]
            )
            await a_keep(change, repeat, message="2", content=b"second")
            await change.seal(row.item, Slot("2.thumb"), b"thumbnail")
            await change.inbox_done(talk)
            await change.erase(row.ledger, Seq(2), at[3])
        await kept(store, b"other", address="other", message="9")
        await kept(store, b"another", address="other", message="10", at=at[1])
        gone, _ = await kept(store, b"gone", address="gone", message="11")
        async with store.transaction() as change:
            await change.erase_person(gone.person, at[1])


def template(folder: Path) -> Path:
    asyncio.run(build(folder))
    return folder


def copy(of: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(of, to)
    return to


def check(folder: Path, key: Path | None = None) -> Report:
    return asyncio.run(verify(folder / "wenzhu.db", key))


@contextlib.contextmanager
def behind_its_back(folder: Path) -> Iterator[sqlite3.Connection]:
    """Change the file as somebody would who has it: triggers aside, and back afterwards."""
    connection = sqlite3.connect(folder / "wenzhu.db", isolation_level=None)
    try:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for statement in TRIGGERS.values():
            connection.execute(statement)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    for suffix in ("-wal", "-shm"):
        folder.joinpath("wenzhu.db" + suffix).unlink(missing_ok=True)


def entries(folder: Path) -> list[EntryRow]:
    with contextlib.closing(sqlite3.connect(folder / "wenzhu.db")) as connection:
        rows = connection.execute(
            "SELECT rowid, ledger, seq, kind, item FROM entries ORDER BY ledger, seq"
        ).fetchall()
    return [EntryRow(*row) for row in rows]


def blobs(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "blobs").rglob("*") if path.is_file())


def flipped(value: bytes, bit: int) -> bytes:
    at, mask = (bit // 8) % len(value), 1 << (bit % 8)
    return value[:at] + bytes([value[at] ^ mask]) + value[at + 1 :]


def flip(connection: sqlite3.Connection, table: str, rowid: int, column: str, bit: int) -> None:
    """Flip one bit of one value, keeping its type; a NULL becomes something."""
    query = f"SELECT typeof({column}), CAST({column} AS BLOB) FROM {table} WHERE rowid = ?"
    kind, value = connection.execute(query, (rowid,)).fetchone()
    if kind == "null":
        new: object = 7 if column in {"number", "refers"} else "x"
        update = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
    elif kind == "integer":
        new = int(value) ^ (1 << (bit % 40))
        update = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
    else:
        new = flipped(value, bit)
        type_name = "TEXT" if kind == "text" else "BLOB"
        update = f"UPDATE {table} SET {column} = CAST(? AS {type_name}) WHERE rowid = ?"
    connection.execute(update, (new, rowid))
