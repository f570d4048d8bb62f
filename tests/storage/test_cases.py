"""Originals that came as one, persons let in, what each has used, deliveries that are not kept."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from storage import errors
from storage.migrate import configuration
from storage.records import THUMBNAIL, Draft, Kind, Seq, Slot, Source, Spent, StepState
from storage.store import Store
from storage.verify import verify
from tests.storage.builders import (
    LATER,
    NOW,
    a_delivery,
    a_keep,
    an_upload,
    kept,
)

PICTURE = os.urandom(200_000)
GROUP = Source("local", "chat", "album-1", "case")


def everything(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file())


async def test_parts_of_a_case_find_each_other(store: Store, data: Path) -> None:
    row, _ = await kept(store, b"one", message="1")
    await kept(store, b"alone", message="2")
    await kept(store, b"two", message="3")
    async with store.transaction() as change:
        for seq in (0, 4, 0):
            await change.join(row.ledger, Seq(seq), GROUP)
    async with store.snapshot() as view:
        assert [entry.seq for entry in await view.joined(row.ledger, Seq(4))] == [0, 4]
        assert [entry.seq for entry in await view.joined(row.ledger, Seq(2))] == [2]
    async with store.transaction() as change:
        await change.erase(row.ledger, Seq(0), LATER)
    async with store.snapshot() as view:
        assert [entry.seq for entry in await view.joined(row.ledger, Seq(4))] == [4]
    assert b"album-1" not in everything(data)


async def test_an_entry_is_found_by_its_source(store: Store) -> None:
    row, result = await kept(store, b"one", message="m")
    async with store.snapshot() as view:
        found = await view.entry_of_source(Source(row.door, "chat", "m"))
        assert found == result.entry
        assert await view.entry_of_source(Source(row.door, "chat", "m", "1")) is None


async def test_usage_is_counted_for_the_newest_day_only(store: Store) -> None:
    row = await store.deliver(a_delivery())
    today, tomorrow = NOW.date(), NOW.date() + timedelta(days=1)
    async with store.transaction() as change:
        await change.spend(row.person, today, Spent(1, 10, 100))
        await change.spend(row.person, today, Spent(1, 5))
        assert await change.spent(row.person, today) == Spent(2, 15, 100)
        await change.spend(row.person, tomorrow, Spent(1))
        assert await change.spent(row.person, today) == Spent()
        assert await change.spent(row.person, tomorrow) == Spent(1)


async def test_guests_and_addresses_on_a_list(store: Store) -> None:
    row = await store.deliver(a_delivery(address="Ab1"))
    async with store.transaction() as change:
        assert not await change.is_guest(row.person)
        await change.admit(row.person, NOW)
        await change.admit(row.person, NOW)
        assert await change.is_guest(row.person)
        assert await change.is_among(row.ledger, [("local", "x"), ("local", "Ab1")])
        assert not await change.is_among(row.ledger, [("local", "ab1"), ("other", "Ab1")])
        await change.erase_person(row.person, NOW)
        assert not await change.is_guest(row.person)
        assert not await change.is_among(row.ledger, [("local", "Ab1")])


async def test_an_emptied_delivery_leaves_no_bytes_but_its_answers(
    store: Store, data: Path
) -> None:
    upload = await an_upload(store, PICTURE)
    delivery = a_delivery(
        b"planted words",
        delivery_id="d",
        item=upload.item,
        uploads=[upload.part],
        replies=[Draft("crisis", b"numbers to call")],
    )
    row = await store.deliver(delivery)
    async with store._database.snapshot() as connection:
        wrapped = (await connection.exec_driver_sql("SELECT wrapped FROM items")).scalar_one()
    blob = data / "blobs" / upload.part.cipher[:2] / upload.part.cipher
    assert blob.exists()
    async with store.transaction() as change:
        await change.say(row.ledger, row.item, Draft("no", b"not today"), NOW)
        await change.empty(row)
        await change.inbox_done(row)
    assert not blob.exists()
    assert wrapped not in everything(data)
    async with store.snapshot() as view:
        with pytest.raises(errors.Erased):
            await view.payload(row)
        (left,) = await view.inbox_of(row.ledger, 10)
        assert (left.delivery_id, left.uploads) == ("d", ())
        said = await view.outbox_of(row.ledger, 10)
        assert [one.body for one in said] == [b"not today", b"numbers to call"]
    assert not (await store.deliver(a_delivery(b"planted words", delivery_id="d"))).new
    report = await verify(data / "wenzhu.db")
    assert report.exit_code() == 0, report.lines()


async def test_evidence_is_never_emptied(store: Store) -> None:
    row, _ = await kept(store)
    async with store.transaction() as change:
        with pytest.raises(errors.Conflict):
            await change.empty(row)


async def test_retired_media_are_told_from_damage_and_from_erasure(
    store: Store, data: Path
) -> None:
    row, result = await kept(store, b"one", picture=PICTURE)
    second, _ = await kept(store, b"two", picture=os.urandom(90_000))
    async with store.transaction() as change:
        await change.seal(row.item, THUMBNAIL, b"small")
        marked = await change.retire(row.ledger, result.entry.seq, b"{}", LATER)
    assert (marked.kind, marked.label, marked.refers) == (Kind.NOTE, "retired", Seq(0))
    async with store.snapshot() as view:
        with pytest.raises(errors.Retired):
            await view.part(row.item, Slot("2"))
        with pytest.raises(errors.Missing):
            await view.part(row.item, THUMBNAIL)
        assert await view.part(row.item, Slot("1")) == b"body"
        assert not (await view.entry(row.ledger, Seq(0))).erased
    report = await verify(data / "wenzhu.db")
    assert report.exit_code() == 0, report.lines()
    assert "retired" in [remark.code for remark in report.remarks]
    cipher = second.uploads[0].cipher
    (data / "blobs" / cipher[:2] / cipher).unlink()
    report = await verify(data / "wenzhu.db")
    assert [fault.code for fault in report.faults] == ["part-missing"]
    async with store.transaction() as change:
        await change.erase(row.ledger, Seq(0), LATER)
    with pytest.raises(errors.Erased):
        async with store.snapshot() as view:
            await view.part(row.item, Slot("2"))


async def test_what_is_retired_but_still_there_is_named(store: Store, data: Path) -> None:
    row, _ = await kept(store, b"one", picture=PICTURE)
    async with store.transaction() as change:
        await change.note(row.ledger, Seq(0), "retired", b"{}", LATER)
    report = await verify(data / "wenzhu.db")
    assert [fault.code for fault in report.faults] == ["retired-there"]
    assert report.exit_code() == 1


async def test_a_retired_note_is_gone_whole(store: Store, data: Path) -> None:
    row, _ = await kept(store, b"one")
    async with store.transaction() as change:
        await change.retire(row.ledger, Seq(1), b"{}", LATER)
    async with store.snapshot() as view:
        with pytest.raises(errors.Retired):
            await view.part(row.item, Slot("1.0"))
    assert (await verify(data / "wenzhu.db")).exit_code() == 0


async def test_an_unsaid_reply_is_gone_with_its_words(store: Store, data: Path) -> None:
    row, _ = await kept(store, b"one")
    key = f"receipt:{row.ledger}:0"
    async with store.transaction() as change:
        await change.unsay(key)
        await change.unsay(key)
        assert await change.outbox_by_key(key) is None
        assert await change.say(row.ledger, row.item, Draft(key, b"again"), LATER)
    assert (await verify(data / "wenzhu.db")).exit_code() == 0


async def test_old_media_wait_until_they_are_read(store: Store) -> None:
    row, _ = await kept(store, b"one", picture=PICTURE)
    await kept(store, b"text")
    async with store.transaction() as change:
        assert await change.with_media(LATER, 10) == ()
        step = await change.step_of(row.ledger, Seq(0))
        assert step is not None
        await change.step_mark(step, StepState.DONE)
        assert [entry.seq for entry in await change.with_media(LATER, 10)] == [0]
        assert await change.with_media(NOW, 10) == ()
        await change.retire(row.ledger, Seq(0), b"{}", LATER)
        assert await change.with_media(LATER, 10) == ()


async def test_an_edit_is_retired_like_its_original(store: Store) -> None:
    _, result = await kept(store, b"one", message="m")
    upload = await an_upload(store, PICTURE)
    row = await store.deliver(a_delivery(item=upload.item, uploads=[upload.part]))
    async with store.transaction() as change:
        edit = await a_keep(
            change, row, message="m", edit="1", kind=Kind.EDIT, refers=result.entry.seq
        )
        assert await change.with_media(LATER, 10) == (edit.entry,)


def first_version(data: Path) -> None:
    data.mkdir(mode=0o700)
    engine = create_engine(f"sqlite:///{data / 'wenzhu.db'}")
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


async def test_a_database_of_the_first_version_is_brought_up(data: Path) -> None:
    first_version(data)
    async with await Store.open(data) as store:
        row, _ = await kept(store, b"one")
        async with store.transaction() as change:
            await change.join(row.ledger, Seq(0), GROUP)
    assert (await verify(data / "wenzhu.db")).exit_code() == 0
