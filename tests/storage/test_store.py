"""The Store as the upper floors use it."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storage import errors
from storage.database import refuse_inside_transaction
from storage.records import (
    BODY,
    PAYLOAD,
    Draft,
    InboxState,
    Kind,
    Number,
    OutboxState,
    Seq,
    Slot,
    Source,
    StepState,
)
from storage.store import Store
from storage.verify import verify
from tests.storage.builders import LATER, NOW, a_delivery, a_keep, an_upload, kept


async def test_a_delivery_is_there_after_reopening(data: Path) -> None:
    async with await Store.open(data) as store:
        row = await store.deliver(a_delivery("你今天不还钱".encode(), delivery_id="一"))
    assert row.new
    assert row.first
    async with await Store.open(data) as store, store.snapshot() as view:
        (again,) = await view.inbox_waiting(10)
        assert await view.payload(again) == "你今天不还钱".encode()
        assert await view.identity("local", "borrower") == (row.person, row.ledger)
        assert await view.address(row.ledger) == ("local", "borrower")
        assert await view.ledgers(row.person) == (row.ledger,) == await view.ledgers()
    assert (again.delivery_id, again.item, again.received_at) == ("一", row.item, NOW)
    assert again.first
    assert not again.new


async def test_a_second_delivery_of_the_same_id_changes_nothing(store: Store) -> None:
    row = await store.deliver(a_delivery(b"one", delivery_id="7"))
    again = await store.deliver(a_delivery(b"two", delivery_id="7", address="somebody else"))
    assert not again.new
    assert (again.id, again.item, again.person) == (row.id, row.item, row.person)
    other = await store.deliver(a_delivery(b"two", delivery_id="7", door="cli"))
    assert other.new
    async with store.snapshot() as view:
        assert await view.payload(row) == b"one"
        assert len(await view.inbox_waiting(10)) == 2
        assert await view.identity("local", "somebody else") is None


async def test_concurrent_deliveries_share_persons_and_refuse_doubles(store: Store) -> None:
    deliveries = [
        a_delivery(b"x", delivery_id=f"{n % 60}", address=f"a{n % 7}") for n in range(120)
    ]
    rows = await asyncio.gather(*(store.deliver(one) for one in deliveries))
    assert sum(row.new for row in rows) == 60
    assert sum(row.first and row.new for row in rows) <= 7
    async with store.snapshot() as view:
        waiting = await view.inbox_waiting(1000)
        assert [row.id for row in waiting] == list(range(1, 61))
        assert sum(row.first for row in waiting) == len(await view.ledgers()) <= 7
        assert await view.inbox_waiting(3, after=10) == waiting[10:13]
        newest = await view.inbox_of(waiting[0].ledger, 100)
        assert list(newest) == sorted(newest, key=lambda row: -row.id)
        assert await view.inbox_of(waiting[0].ledger, 100, before=newest[0].id) == newest[1:]


async def test_a_naive_time_is_refused_and_does_not_spoil_the_others(store: Store) -> None:
    bad = a_delivery(received_at=NOW.replace(tzinfo=None))
    results = await asyncio.gather(
        store.deliver(a_delivery()),
        store.deliver(bad),
        store.deliver(a_delivery()),
        return_exceptions=True,
    )
    assert [isinstance(result, ValueError) for result in results] == [False, True, False]


async def test_one_bad_row_of_a_batch_fails_alone(store: Store) -> None:
    upload = await an_upload(store, b"picture")
    for blob in (path for path in upload_files(store) if path.is_file()):
        blob.unlink()
    bad = a_delivery(item=upload.item, uploads=[upload.part])
    results = await asyncio.gather(
        *(store.deliver(one) for one in (a_delivery(), bad, a_delivery())),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results] == ["InboxRow", "Missing", "InboxRow"]


def upload_files(store: Store) -> list[Path]:
    return list(store._blobs._folder.rglob("*"))


async def test_replies_of_a_delivery_are_said_with_it(store: Store) -> None:
    reply = Draft("crisis:1", b"help", urgent=True)
    row = await store.deliver(a_delivery(replies=[reply], delivery_id="c"))
    await store.deliver(a_delivery(replies=[reply], delivery_id="d"))
    await store.deliver(a_delivery(replies=[reply], delivery_id="c"))
    async with store.snapshot() as view:
        (due,) = view.outbox_due("local", NOW, 10)
        said = await view.outbox_by_key(due.key)
        assert said is not None
    assert (said.body, said.item, said.ledger, said.urgent) == (b"help", row.item, row.ledger, True)


async def test_keeping_appends_a_numbered_original_once(store: Store) -> None:
    row, first = await kept(store, b"one", message="m")
    assert first.new
    assert (first.entry.seq, first.entry.number, first.entry.slots) == (0, 1, (PAYLOAD, BODY))
    async with store.transaction() as change:
        again = await a_keep(change, row, message="m", content=b"one")
    assert not again.new
    assert again.entry == first.entry
    repeated = await store.deliver(a_delivery(b"one"))
    async with store.transaction() as change:
        third = await a_keep(change, repeated, message="m", content=b"one")
        with pytest.raises(errors.Conflict):
            await a_keep(change, repeated, message="m", content=b"other")
    assert third.entry == first.entry
    _, second = await kept(store, b"two")
    assert (second.entry.seq, second.entry.number) == (2, 2)
    async with store.snapshot() as view:
        assert await view.entry(row.ledger, Seq(0)) == first.entry
        assert await view.entry_by_number(row.ledger, Number(2)) == second.entry
        assert await view.entry_by_number(row.ledger, Number(3)) is None
        assert await view.original_of(row.ledger, row.item) == first.entry
        assert await view.original_of(row.ledger, repeated.item) is None
        assert await view.originals(row.ledger, 10) == (second.entry, first.entry)
        assert await view.originals(row.ledger, 10, before=Seq(2)) == (first.entry,)
        assert await view.part(row.item, BODY) == b"body"
        (note,) = await view.notes(row.ledger, Seq(0))
        assert (note.kind, note.label, note.refers, note.at) == (Kind.NOTE, "verdict", 0, LATER)
        assert await view.notes(row.ledger, Seq(0), "feedback") == ()
        assert await view.part(note.item, note.slots[0]) == b"note of one"
        with pytest.raises(errors.Missing):
            await view.entry(row.ledger, Seq(9))


async def test_another_persons_source_is_a_conflict_not_a_receipt(store: Store) -> None:
    await kept(store, b"one", message="m")
    stranger = await store.deliver(a_delivery(b"one", address="stranger"))
    with pytest.raises(errors.Conflict):
        async with store.transaction() as change:
            await a_keep(change, stranger, message="m", content=b"one")


async def test_an_edit_follows_its_original(store: Store) -> None:
    _, original = await kept(store, b"one", message="m")
    row = await store.deliver(a_delivery(b"two"))
    async with store.transaction() as change:
        edit = await a_keep(
            change, row, message="m", edit="1", kind=Kind.EDIT, refers=original.entry.seq
        )
        with pytest.raises(errors.Refused):
            await a_keep(change, row, message="n", kind=Kind.EDIT)
    assert edit.entry.number is None
    async with store.snapshot() as view:
        kinds = [entry.kind for entry in await view.notes(row.ledger, Seq(0))]
    assert kinds == [Kind.NOTE, Kind.EDIT]


async def test_media_are_sealed_while_they_stream_in(store: Store) -> None:
    picture = bytes(range(256)) * 10_000
    row, result = await kept(store, b"caption", picture=picture)
    assert result.entry.slots == (PAYLOAD, BODY, Slot("2"))
    assert row.uploads[0].size == len(picture)
    async with store.snapshot() as view:
        assert await view.part(row.item, Slot("2")) == picture
        pieces = [piece async for piece in view.stream(row.item, Slot("2"))]
        assert b"".join(pieces) == picture
        assert len(pieces) == 3
        (again,) = await view.inbox_of(row.ledger, 1)
        assert again.uploads == row.uploads


async def test_what_was_uploaded_is_evidence_whether_named_or_not(store: Store, data: Path) -> None:
    upload = await an_upload(store, b"picture")
    row = await store.deliver(a_delivery(item=upload.item, uploads=[upload.part]))
    other = await store.deliver(a_delivery())
    source = Source("local", "chat", "m")
    async with store.transaction() as change:
        kept_ = await change.keep(row, source=source, content=b"", body=b"", at=NOW)
        sealed = await change.seal(other.item, Slot("2"), b"fetched later")
        second = await change.keep(
            other,
            source=replace(source, message="n"),
            content=b"",
            body=b"",
            at=NOW,
            media=[sealed],
        )
    assert kept_.entry.slots == second.entry.slots == (PAYLOAD, BODY, Slot("2"))
    assert (await verify(data / "wenzhu.db")).exit_code() == 0


async def test_an_unfinished_upload_leaves_nothing(store: Store) -> None:
    async with store.uploading("local", "me") as upload:
        await upload.begin()
        await upload.write(b"x" * 2_000_000)
    assert [path for path in upload_files(store) if path.is_file()] == []
    with pytest.raises(errors.Conflict):
        await upload.write(b"more")


async def test_an_upload_delivered_twice_is_kept_once(store: Store) -> None:
    one, two = await an_upload(store, b"a" * 100), await an_upload(store, b"a" * 100)
    first = a_delivery(item=one.item, uploads=[one.part], delivery_id="1")
    row = await store.deliver(first)
    assert not (await store.deliver(first)).new
    again = await store.deliver(a_delivery(item=two.item, uploads=[two.part], delivery_id="1"))
    assert not again.new
    assert again.uploads == row.uploads
    assert len([path for path in upload_files(store) if path.is_file()]) == 1
    async with store.snapshot() as view:
        assert await view.part(row.item, Slot("2")) == b"a" * 100


async def test_an_exception_rolls_everything_back(store: Store) -> None:
    row = await store.deliver(a_delivery())

    async def keep_and_fail() -> None:
        async with store.transaction() as change:
            await a_keep(change, row)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await keep_and_fail()
    async with store.transaction() as change:
        result = await a_keep(change, row)
    assert (result.entry.seq, result.new) == (0, True)


async def test_a_cancelled_change_is_rolled_back_and_frees_the_writer(store: Store) -> None:
    row = await store.deliver(a_delivery())
    started = asyncio.Event()

    async def slow() -> None:
        async with store.transaction() as change:
            await a_keep(change, row)
            started.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.transaction() as change:
        assert (await a_keep(change, row)).new


async def test_a_snapshot_does_not_move(store: Store) -> None:
    await kept(store, b"one")
    async with store.snapshot() as view:
        before = await view.counts()
        await kept(store, b"two")
        assert await view.counts() == before
    async with store.snapshot() as view:
        assert (await view.counts()).evidence == 2


async def test_nothing_slow_may_run_inside_a_transaction(store: Store) -> None:
    refuse_inside_transaction()

    over = asyncio.Event()

    async def heir() -> None:
        refuse_inside_transaction()

    async def late_heir() -> None:
        await over.wait()
        refuse_inside_transaction()

    async with store.transaction():
        with pytest.raises(errors.InsideTransaction):
            refuse_inside_transaction()
        with pytest.raises(errors.InsideTransaction):
            await store.deliver(a_delivery())
        with pytest.raises(errors.InsideTransaction):
            async with store.transaction():
                pass
        with pytest.raises(errors.InsideTransaction):
            await asyncio.create_task(heir())
        late = asyncio.create_task(late_heir())
    over.set()
    await late
    refuse_inside_transaction()


async def test_inbox_states(store: Store) -> None:
    one, two = await store.deliver(a_delivery()), await store.deliver(a_delivery())
    async with store.transaction() as change:
        await change.inbox_retry(one, "busy")
        await change.inbox_failed(two, "damaged")
    async with store.snapshot() as view:
        (again,) = await view.inbox_waiting(10)
        assert (again.id, again.attempts, again.reason) == (one.id, 1, "busy")
        failed = (await view.inbox_of(two.ledger, 1))[0]
        assert (failed.state, failed.reason) == (InboxState.FAILED, "damaged")


async def test_outbox_order_states_and_claims(store: Store) -> None:
    row = await store.deliver(a_delivery())
    async with store.transaction() as change:
        assert await change.say(row.ledger, row.item, Draft("a", b"a"), NOW)
        late = Draft("b", b"b", not_before=LATER)
        assert await change.say(row.ledger, row.item, late, NOW)
        urgent = Draft("c", b"c", urgent=True, replaces="a")
        assert await change.say(row.ledger, row.item, urgent, NOW)
        assert not await change.say(row.ledger, row.item, Draft("a", b"x"), NOW)
    async with store.snapshot() as view:
        first, second = view.outbox_due("local", NOW, 10)
        assert [first.key, second.key] == ["c", "a"]
        assert [reply.key for reply in view.outbox_due("local", LATER, 9)] == ["c", "a"]
        assert view.outbox_due("elsewhere", NOW, 10) == ()
        assert [reply.key for reply in await view.outbox_of(row.ledger, 2)] == ["c", "b"]
        older = await view.outbox_of(row.ledger, 9, before=first.id)
        assert [reply.key for reply in older] == ["b", "a"]
        assert await view.outbox_by_key("nobody") is None
    async with store.transaction() as change:
        taken = await change.outbox_take(first, LATER)
        assert taken is not None
        assert (taken.replaces, taken.body, taken.attempts) == ("a", b"c", 1)
        assert await change.outbox_take(first, LATER) is None
        with pytest.raises(errors.Conflict):
            await change.outbox_mark(taken, OutboxState.SENDING, at=LATER)
        await change.outbox_mark(taken, OutboxState.SENT, at=LATER)
        slow = await change.outbox_by_key("a")
        assert slow is not None
        await change.outbox_mark(slow, OutboxState.QUEUED, reason="slow", not_before=LATER, at=NOW)
    async with store.snapshot() as view:
        sent = await view.outbox_by_key("c")
        assert sent is not None
        assert (sent.state, sent.attempts, sent.body) == (OutboxState.SENT, 1, b"c")
        assert view.outbox_due("local", NOW, 10) == ()
        assert [reply.key for reply in view.outbox_due("local", LATER, 9)] == ["a"]


async def test_what_was_being_sent_is_sent_again_once_then_held(data: Path) -> None:
    async with await Store.open(data) as store:
        row = await store.deliver(a_delivery(replies=[Draft("a", b"a")]))
    for expected in (OutboxState.QUEUED, OutboxState.HELD):
        async with await Store.open(data) as store, store.transaction() as change:
            (reply,) = change.outbox_due("local", NOW, 10)
            assert await change.outbox_take(reply, NOW) is not None
        async with await Store.open(data) as store:
            found = await store.recover(LATER)
            assert found.again + found.held == 1
            async with store.snapshot() as view:
                (again,) = await view.outbox_of(row.ledger, 10)
                assert again.state is expected
                assert again.reason == "in-doubt"
                assert again.attempts == (1 if expected is OutboxState.QUEUED else 2)
    async with await Store.open(data) as store:
        assert (await store.recover(LATER)).again == 0
        async with store.snapshot() as view:
            counts = await view.counts()
        assert (counts.doubts, counts.outbox) == (2, {OutboxState.HELD: 1})
        async with store.transaction() as change:
            assert await change.outbox_release(LATER) == 1
            assert await change.outbox_release(LATER) == 0
            assert [reply.key for reply in change.outbox_due("local", LATER, 9)] == ["a"]


async def test_only_one_service_per_folder(store: Store, data: Path) -> None:
    await store.recover(NOW)
    await store.recover(NOW)
    async with await Store.open(data) as other:
        await other.deliver(a_delivery())
        with pytest.raises(errors.DataFolderInUse):
            await other.recover(NOW)


async def test_steps(store: Store) -> None:
    row, result = await kept(store)
    seq = result.entry.seq
    async with store.transaction() as change:
        await change.add_step(row.ledger, seq, NOW)
    async with store.snapshot() as view:
        assert await view.steps_due(NOW, 10) == ()
        (step,) = await view.steps_due(LATER, 10)
        assert await view.step_of(row.ledger, seq) == step
        assert await view.step_of(row.ledger, Seq(5)) is None
    async with store.transaction() as change:
        soon = LATER + timedelta(seconds=30)
        await change.step_mark(
            step, StepState.WAITING, reason="slow", not_before=soon, attempt=True
        )
    async with store.snapshot() as view:
        assert await view.steps_due(LATER, 10) == ()
        (step,) = await view.steps_due(soon, 10)
        assert (step.attempts, step.reason) == (1, "slow")
    async with store.transaction() as change:
        await change.step_mark(step, StepState.DONE)
    async with store.snapshot() as view:
        assert (await view.counts()).steps_waiting == 0


async def test_thumbnails_lie_beside_the_chain(store: Store) -> None:
    row, _ = await kept(store)
    async with store.transaction() as change:
        await change.seal(row.item, Slot("2.thumb"), b"small picture")
        for slot in ("0", "1", "3.0", "in", "out:x", "2.thumb"):
            with pytest.raises(errors.Conflict):
                await change.seal(row.item, Slot(slot), b"")
    async with store.snapshot() as view:
        assert await view.part(row.item, Slot("2.thumb")) == b"small picture"
        with pytest.raises(errors.Missing):
            await view.part(row.item, Slot("9"))
        with pytest.raises(errors.Missing):
            await view.part(type(row.item)("0" * 32), PAYLOAD)


async def test_the_key_is_made_once_and_never_again(data: Path, tmp_path: Path) -> None:
    async with await Store.open(data):
        pass
    key = data / "master.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_bytes()) == 32
    key.unlink()
    async with await Store.open(data) as store:
        await store.deliver(a_delivery())
    kept_aside = tmp_path / "aside.key"
    shutil.move(key, kept_aside)
    with pytest.raises(errors.KeyMissing):
        await Store.open(data)
    assert not key.exists()
    for wrong in (b"x" * 32, b"short", b""):
        key.write_bytes(wrong)
        with pytest.raises(errors.WrongKey):
            await Store.open(data)
    with pytest.raises(errors.Missing):
        await Store.open(tmp_path / "elsewhere", tmp_path / "not there" / "master.key")
    async with await Store.open(data, kept_aside) as store, store.snapshot() as view:
        assert (await view.counts()).inbox_waiting == 1


async def test_a_full_disk_refuses_before_anything_is_half_kept(data: Path) -> None:
    plenty = shutil.disk_usage(data.parent).free + 1_000_000_000
    async with await Store.open(data, low_water=plenty) as store:
        with pytest.raises(errors.DiskLow):
            store.room(0)
        with pytest.raises(errors.DiskLow):
            await an_upload(store, b"picture")
        with pytest.raises(errors.DiskLow):
            await store.deliver(a_delivery(b"x" * 100_000))
        assert [path for path in upload_files(store) if path.is_file()] == []
        assert (await store.deliver(a_delivery(b"words still fit"))).new
