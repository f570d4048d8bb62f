"""Replies that wait: for a retry, for a person who blocked us; media that come after a delivery."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storage.errors import Erased, Missing
from storage.records import Draft, InboxRow, Kind, OutboxState, SealedPart, Seq, Slot, Source
from storage.store import Store
from storage.verify import verify
from tests.storage.builders import NOW, a_delivery, kept

LATER = NOW + timedelta(seconds=30)


async def said(store: Store, row: InboxRow, *keys: str, urgent: bool = False) -> None:
    async with store.transaction() as change:
        for key in keys:
            await change.say(row.ledger, row.item, Draft(key, b"body", urgent=urgent), NOW)


async def due(store: Store, at: timedelta = timedelta()) -> list[str]:
    async with store.snapshot() as view:
        return [one.key for one in view.outbox_due("local", NOW + at, 10)]


async def tried(store: Store, key: str, state: OutboxState, *, wait: bool = False) -> None:
    """One attempt that ended so."""
    async with store.transaction() as change:
        row = await change.outbox_by_key(key)
        assert row is not None
        await change.outbox_mark(row, OutboxState.SENDING, at=NOW)
        await change.outbox_mark(row, state, not_before=LATER if wait else None, at=NOW)


async def test_nothing_overtakes_a_reply_that_is_tried_again(store: Store) -> None:
    anna = await store.deliver(a_delivery(address="anna"))
    bert = await store.deliver(a_delivery(address="bert"))
    await said(store, anna, "a1", "a2")
    await said(store, bert, "b1")
    await tried(store, "a1", OutboxState.QUEUED, wait=True)
    assert await due(store) == ["b1"]
    await said(store, anna, "crisis", urgent=True)
    assert await due(store) == ["crisis", "b1"]
    assert await due(store, timedelta(seconds=31)) == ["crisis", "a1", "b1"]


async def test_a_reply_that_is_only_for_later_holds_nothing_up(store: Store) -> None:
    row = await store.deliver(a_delivery())
    async with store.transaction() as change:
        reminder = Draft("reminder", b"body", not_before=LATER)
        await change.say(row.ledger, row.item, reminder, NOW)
    await said(store, row, "now")
    assert await due(store) == ["now"]


async def test_many_replies_to_one_person_hide_nobody_else(store: Store) -> None:
    anna = await store.deliver(a_delivery(address="anna"))
    bert = await store.deliver(a_delivery(address="bert"))
    await said(store, anna, "a1", "a2", "a3")
    await said(store, bert, "b1", "b2")
    assert await due(store) == ["a1", "b1"]
    await tried(store, "a1", OutboxState.SENT)
    assert await due(store) == ["a2", "b1"]


async def test_where_nobody_is_reached_all_waits_until_he_is_back(store: Store) -> None:
    anna = await store.deliver(a_delivery(address="anna"))
    bert = await store.deliver(a_delivery(address="bert"))
    await said(store, anna, "a1", "a2")
    await said(store, bert, "b1")
    await tried(store, "a1", OutboxState.BLOCKED)
    assert await due(store) == ["b1"]
    await said(store, anna, "a3")
    assert await due(store) == ["b1"]
    async with store.snapshot() as view:
        assert view.outbox_blocked() == {anna.ledger}
    async with store.transaction() as change:
        assert await change.outbox_resume(anna.ledger, NOW) == 1
    assert await due(store) == ["a1", "b1"]


async def test_pausing_blocks_what_waits(store: Store) -> None:
    row = await store.deliver(a_delivery())
    await said(store, row, "one")
    async with store.transaction() as change:
        assert await change.outbox_pause(row.ledger, "blocked", NOW) == 1
        assert await change.outbox_pause(row.ledger, "blocked", NOW) == 0
    assert await due(store) == []


async def test_erasing_ends_what_was_blocked(store: Store) -> None:
    row, one = await kept(store)
    await tried(store, f"receipt:{row.ledger}:{one.entry.seq}", OutboxState.BLOCKED)
    async with store.transaction() as change:
        await change.erase(row.ledger, one.entry.seq, NOW)
        assert await change.outbox_resume(row.ledger, NOW) == 0


async def test_a_place_is_remembered_and_erased_with_what_it_is_about(
    store: Store, data: Path
) -> None:
    row, one = await kept(store)
    key = f"receipt:{row.ledger}:{one.entry.seq}"
    async with store.transaction() as change:
        reply = await change.outbox_by_key(key)
        assert reply is not None
        assert await change.outbox_placed(key) is None
        await change.outbox_place(reply, "[41]")
        await change.outbox_place(reply, "[41,42]")
    async with store.snapshot() as view:
        assert await view.outbox_placed(key) == "[41,42]"
        assert await view.outbox_placed("never said") is None
    assert (await verify(data / "wenzhu.db")).exit_code() == 0
    async with store.transaction() as change:
        await change.erase(row.ledger, one.entry.seq, NOW)
        with pytest.raises(Erased):
            await change.outbox_place(reply, "[43]")
    async with store.snapshot() as view:
        assert await view.outbox_placed(key) is None


async def attached(store: Store, row: InboxRow, content: bytes) -> SealedPart:
    async with await store.attaching(row) as upload:
        await upload.begin()
        await upload.write(content)
        return await upload.finish()


async def keep(store: Store, row: InboxRow, part: SealedPart) -> Seq:
    async with store.transaction() as change:
        source = Source("telegram", "7", str(row.id))
        done = await change.keep(
            row, source=source, content=b"c", body=b"b", at=NOW, media=[part], kind=Kind.ORIGINAL
        )
    return done.entry.seq


async def test_media_may_come_after_the_delivery(store: Store, data: Path) -> None:
    row = await store.deliver(a_delivery(b"update"))
    await attached(store, row, b"begun by a process that died")
    part = await attached(store, row, "催收".encode() * 100_000)
    seq = await keep(store, row, part)
    async with store.snapshot() as view:
        assert await view.part(row.item, Slot("2")) == "催收".encode() * 100_000
        assert Slot("2") in (await view.entry(row.ledger, seq)).slots
    assert (await verify(data / "wenzhu.db")).exit_code() == 0


async def test_media_that_are_not_there_are_not_kept(store: Store) -> None:
    row = await store.deliver(a_delivery(b"update"))
    other = await store.deliver(a_delivery(b"other", address="other"))
    part = await attached(store, other, b"content")
    async with store.transaction() as change:
        await change.erase_person(other.person, NOW)
    with pytest.raises(Erased):
        await store.attaching(other)
    gone = SealedPart(part.slot, type(part.cipher)("0" * 64), part.mac, part.plain, part.size)
    with pytest.raises(Missing):
        await keep(store, row, gone)
