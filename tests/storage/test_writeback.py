"""The write-ahead log goes back beside the work, and is nobody's who must have it for himself."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from storage import writeback
from storage.records import Seq
from storage.store import Store
from storage.verify import verify
from storage.writeback import WriteBack
from tests.storage.builders import NOW, a_delivery, kept


def written_back(database: Path) -> int:
    """Deliveries that stand in the file itself; what is only in the log is not seen."""
    address = f"{database.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            return 0
        return int(connection.execute("SELECT count(*) FROM inbox").fetchone()[0])


async def test_the_log_goes_back_while_others_write(store: Store, data: Path) -> None:
    await store._database._write_back.settled()
    assert written_back(data / "wenzhu.db") == 0
    for _ in range(writeback.ROWS // 3):
        await store.deliver(a_delivery())
    await store._database._write_back.settled()
    assert written_back(data / "wenzhu.db") > 0


async def test_a_little_stays_in_the_log(store: Store) -> None:
    await store._database._write_back.settled()
    before = store._database._write_back._task
    await store.deliver(a_delivery())
    assert store._database._write_back._task is before


async def test_what_is_destroyed_leaves_the_log_at_once(store: Store, data: Path) -> None:
    """However often the log is being copied at the moment in which a key is destroyed."""
    log = data / "wenzhu.db-wal"
    for number in range(10):
        row, _ = await kept(store, b"%d" % number, address=f"b{number}")
        back = store._database._write_back
        await back.settled()
        back.after_commit(back._done + writeback.ROWS)
        async with store.transaction() as change:
            await change.erase(row.ledger, Seq(0), NOW)
        assert log.stat().st_size == 0


async def test_a_log_that_cannot_be_copied_loses_nothing(data: Path, tmp_path: Path) -> None:
    async with await Store.open(data) as store:
        elsewhere = WriteBack(tmp_path / "nowhere.db")
        store._database._write_back = elsewhere
        for number in range(writeback.ROWS // 3):
            await kept(store, b"%d" % number)
        await elsewhere.settled()
        assert not (tmp_path / "nowhere.db").exists()
    assert (await verify(data / "wenzhu.db")).exit_code() == 0
    assert written_back(data / "wenzhu.db") == writeback.ROWS // 3
