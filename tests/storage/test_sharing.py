"""Changes that share a commit: all are kept, one that fails is undone alone."""

from __future__ import annotations

import asyncio

import pytest

from storage import errors
from storage.records import Draft, InboxRow, Kept
from storage.store import Change, Store
from storage.verify import verify
from tests.storage.builders import NOW, a_delivery, a_keep

LARGE = 50_000


async def test_many_share_and_one_that_fails_is_undone_alone(store: Store) -> None:
    rows = [await store.deliver(a_delivery(address=f"a{n % 3}")) for n in range(20)]

    async def keep(change: Change, row: InboxRow, number: int) -> Kept:
        kept = await a_keep(change, row, message=f"m{number}", content=b"words")
        await change.say(row.ledger, row.item, Draft(f"r{number}", b"kept"), NOW)
        if number % 5 == 4:
            raise ValueError(number)
        return kept

    def work(number: int) -> asyncio.Task[Kept]:
        row = rows[number]
        return asyncio.create_task(store.together(lambda change: keep(change, row, number)))

    results = await asyncio.gather(*(work(n) for n in range(20)), return_exceptions=True)
    failed = [n for n, result in enumerate(results) if isinstance(result, ValueError)]
    assert failed == [4, 9, 14, 19]
    async with store.snapshot() as view:
        assert (await view.counts()).evidence == 16
        for number in range(20):
            said = await view.outbox_by_key(f"r{number}")
            assert (said is None) == (number in failed)
    assert (await verify(store._database._path)).exit_code() == 0


async def test_what_the_database_undoes_itself_is_undone_for_all(store: Store) -> None:
    row = await store.deliver(a_delivery())
    writer = store._database._writer
    assert writer is not None

    async def say(change: Change, number: int) -> None:
        for part in range(20):
            draft = Draft(f"{number}.{part}", b"x" * LARGE)
            await change.say(row.ledger, row.item, draft, NOW)

    async with store._database.change() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=1")
    works = [store.together(lambda change, n=n: say(change, n)) for n in range(3)]  # type: ignore[misc]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert {type(result) for result in results} == {errors.DiskLow}
    async with store.snapshot() as view:
        assert await view.outbox_of(row.ledger, 10) == ()
    async with store._database.change() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    await store.together(lambda change: say(change, 9))
    async with store.snapshot() as view:
        assert len(await view.outbox_of(row.ledger, 100)) == 20


async def test_nobody_shares_from_inside_a_transaction(store: Store) -> None:
    async def nothing(_: Change) -> None:
        return

    async with store.transaction():
        with pytest.raises(errors.InsideTransaction):
            await store.together(nothing)
