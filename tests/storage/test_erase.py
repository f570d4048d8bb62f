"""Forgetting one item, and a whole person."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import errors
from storage.records import Draft, Kind, OutboxState, Seq, Slot
from storage.store import Store
from tests.storage.builders import LATER, NOW, a_delivery, a_keep, kept

PICTURE = os.urandom(200_000)


async def keys_of(store: Store) -> list[bytes]:
    async with store._database.snapshot() as connection:
        rows = (await connection.execute(text("SELECT wrapped FROM items"))).all()
    return [row[0] for row in rows]


def everything(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file())


async def test_erasing_one_item_erases_all_of_it(store: Store, data: Path) -> None:
    row, result = await kept(store, b"one", picture=PICTURE, message="m")
    other, _ = await kept(store, b"two", picture=PICTURE)
    async with store.transaction() as change:
        await change.seal(row.item, Slot("2.thumb"), b"small")
    wrapped = (await keys_of(store))[0]
    blob = data / "blobs" / row.uploads[0].cipher[:2] / row.uploads[0].cipher
    assert blob.exists()
    async with store.transaction() as change:
        stone = await change.erase(row.ledger, Seq(0), LATER)
    assert (stone.kind, stone.refers, stone.item) == (Kind.ERASED, 0, row.item)
    assert not blob.exists()
    assert wrapped not in everything(data)
    async with store.snapshot() as view:
        (newest, oldest) = await view.originals(row.ledger, 10)
        assert (newest.erased, oldest.erased) == (False, True)
        assert oldest.canonical == result.entry.canonical
        for slot in ("0", "1", "2", "2.thumb"):
            with pytest.raises(errors.Erased):
                await view.part(row.item, Slot(slot))
        with pytest.raises(errors.Erased):
            await view.payload(row)
        inbox = await view.inbox_of(row.ledger, 10)
        assert [(one.delivery_id, one.uploads) for one in inbox][1] == ("", ())
        assert [reply.item for reply in await view.outbox_of(row.ledger, 10)] == [other.item]
        assert await view.step_of(row.ledger, Seq(0)) is None
        assert await view.part(other.item, Slot("2")) == PICTURE
        assert (await view.counts()).outbox == {OutboxState.EXPIRED: 1, OutboxState.QUEUED: 1}
    async with store.transaction() as change:
        assert await change.erase(row.ledger, Seq(0), LATER) == stone
        for writing in (
            change.note(row.ledger, Seq(0), "verdict", b"", NOW),
            change.say(row.ledger, row.item, Draft("late", b""), NOW),
            change.seal(row.item, Slot("late"), b""),
        ):
            with pytest.raises(errors.Erased):
                await writing


async def test_a_redelivery_never_revives(store: Store) -> None:
    delivery = a_delivery(b"one", delivery_id="1")
    row = await store.deliver(delivery)
    async with store.transaction() as change:
        await a_keep(change, row, message="m")
        await change.erase(row.ledger, Seq(0), NOW)
    again = await store.deliver(delivery)
    assert (again.id, again.new, again.delivery_id) == (row.id, False, "")
    other = await store.deliver(a_delivery(b"one", delivery_id="2"))
    with pytest.raises(errors.Erased):
        async with store.transaction() as change:
            await a_keep(change, other, message="m")


async def test_a_repeat_of_the_same_content_is_erased_with_it(store: Store) -> None:
    await kept(store, b"one", message="m")
    repeat = await store.deliver(a_delivery(b"one"))
    async with store.transaction() as change:
        assert not (await a_keep(change, repeat, message="m", content=b"one")).new
        await change.say(repeat.ledger, repeat.item, Draft("again", b"you sent that"), NOW)
    async with store.transaction() as change:
        await change.erase(repeat.ledger, Seq(0), NOW)
    async with store.snapshot() as view:
        with pytest.raises(errors.Erased):
            await view.payload(repeat)
        assert await view.outbox_of(repeat.ledger, 10) == ()
        assert await view.inbox_waiting(10) == ()


async def test_edits_are_erased_with_their_original(store: Store) -> None:
    await kept(store, b"one", message="m")
    row = await store.deliver(a_delivery(b"two"))
    async with store.transaction() as change:
        edit = await a_keep(change, row, message="m", edit="1", kind=Kind.EDIT, refers=Seq(0))
        await change.erase(row.ledger, Seq(0), NOW)
        assert (await change.entry(row.ledger, edit.entry.seq)).erased
    later = await store.deliver(a_delivery(b"three"))
    async with store.transaction() as change:
        with pytest.raises(errors.Erased):
            await a_keep(change, later, message="m", edit="2", kind=Kind.EDIT, refers=Seq(0))
        with pytest.raises(errors.Missing):
            await change.erase(row.ledger, Seq(1), NOW)


async def test_erasing_a_person(store: Store, data: Path) -> None:
    row, _ = await kept(store, b"one", picture=PICTURE, message="m")
    chat = await store.deliver(a_delivery(b"just talk", delivery_id="talk"))
    other, _ = await kept(store, b"two", address="other")
    async with store._database.snapshot() as connection:
        secrets = [
            *(await connection.execute(text("SELECT wrapped FROM persons"))).scalars(),
            *(await connection.execute(text("SELECT sealed_address FROM identities"))).scalars(),
        ]
    async with store.transaction() as change:
        await change.erase_person(row.person, LATER)
    found = everything(data)
    assert [secret in found for secret in secrets] == [False, True, False, True]
    async with store.snapshot() as view:
        assert await view.identity("local", "borrower") is None
        with pytest.raises(errors.Erased):
            await view.address(row.ledger)
        with pytest.raises(errors.Erased):
            await view.payload(chat)
        (entry,) = await view.originals(row.ledger, 10)
        assert entry.erased
        assert await view.payload(other) == b"two"
        counts = await view.counts()
        assert (counts.persons, counts.evidence) == (1, 2)
    assert not (await store.deliver(a_delivery(delivery_id="talk"))).new
    anew = await store.deliver(a_delivery(b"one"))
    assert anew.first
    assert anew.person != row.person
    async with store.transaction() as change:
        with pytest.raises(errors.Erased):
            await a_keep(change, anew, message="m", content=b"one")
        await change.erase_person(row.person, LATER)
        with pytest.raises(errors.Missing):
            await change.erase_person(type(row.person)("0" * 32), LATER)


async def test_an_open_reader_delays_the_last_trace_but_does_not_keep_it(
    store: Store, data: Path
) -> None:
    row, _ = await kept(store, b"one")
    (wrapped,) = await keys_of(store)
    async with store.snapshot(), asyncio.timeout(30), store.transaction() as change:
        await change.erase(row.ledger, Seq(0), NOW)
    await store.deliver(a_delivery())
    assert wrapped not in everything(data)


ERASE_AND_DIE = """
import asyncio, os, pathlib, sys
from storage.database import Database
from storage.records import Seq
from storage.store import Store
from tests.storage.builders import NOW, kept

async def die(self):
    os._exit(9)

async def main():
    store = await Store.open(pathlib.Path(sys.argv[1]))
    row, _ = await kept(store, b"one")
    Database._truncate = die
    async with store.transaction() as change:
        await change.erase(row.ledger, Seq(0), NOW)

asyncio.run(main())
"""


async def test_whoever_dies_after_destroying_is_cleaned_up_after(data: Path) -> None:
    done = await asyncio.create_subprocess_exec(sys.executable, "-c", ERASE_AND_DIE, data)
    assert await done.wait() == 9
    log = data / "wenzhu.db-wal"
    assert log.stat().st_size > 0
    async with await Store.open(data) as store:
        await store.recover(NOW)
        assert log.stat().st_size == 0
        assert await keys_of(store) == []
