"""One damaged thing stands in nobody's way: not in its person's, not in the service's."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from handlers.messages import Stage
from storage.records import InboxRow, OutboxState
from tests.doors.httpdoor import NAME
from tests.whole.house import PERSON, House, house

THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，看你还有没有脸做人。"


async def handed_in(home: House, name: str, text: str) -> InboxRow:
    shape = {"id": name, "person": PERSON, "text": text}
    return await home.rooms.reception.receive(
        door=NAME,
        delivery_id=name,
        address=PERSON,
        payload=json.dumps(shape).encode(),
        text=text,
    )


def damage(home: House, statement: str, row: InboxRow) -> None:
    """Change sealed bytes behind the program's back."""
    with sqlite3.connect(home.rooms.settings.data / "wenzhu.db") as database:
        assert database.execute(statement, (row.item,)).rowcount > 0
    database.close()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await condition():
            await asyncio.sleep(0.05)


@asynccontextmanager
async def working(home: House) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(home.rooms.worker.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_delivery_whose_key_is_damaged_blocks_nobody(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        broken = await handed_in(home, "broken", THREAT)
        await handed_in(home, "whole", THREAT)
        damage(home, "UPDATE items SET wrapped = zeroblob(length(wrapped)) WHERE item = ?", broken)
        async with working(home) as task:

            async def judged() -> bool:
                assert not task.done()
                replies = await home.replies()
                return any(reply.stage is Stage.JUDGED for _, reply in replies)

            await until(judged)
            async with asyncio.timeout(30):
                await home.rooms.worker.finish()


SEALED = "UPDATE parts SET sealed = zeroblob(length(sealed)) WHERE item = ?"
SAID = "UPDATE parts SET sealed = zeroblob(length(sealed)) WHERE item = ? AND slot LIKE 'out:%'"


async def test_a_delivery_whose_bytes_are_damaged_is_told(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        broken = await handed_in(home, "broken", THREAT)
        damage(home, SEALED, broken)
        await handed_in(home, "whole", THREAT)
        async with working(home) as task:

            async def answered() -> bool:
                assert not task.done()
                stages = [reply.stage for _, reply in await home.replies()]
                return {Stage.FAILED, Stage.JUDGED} <= set(stages)

            await until(answered)


async def test_a_damaged_reply_holds_up_no_other(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        await home.rooms.deliverer.deliver_due()
        row = await handed_in(home, "first", THREAT)
        await home.work_off(row)
        damage(home, SAID, row)
        await home.work_off(await handed_in(home, "second", "在吗"))
        while await home.rooms.deliverer.deliver_due():
            pass
        async with home.rooms.store.snapshot() as view:
            ledger = await home.ledger()
            assert ledger is not None
            newest, damaged, *_ = await view.outbox_of(ledger, 10)
        assert damaged.state is OutboxState.EXPIRED
        assert damaged.reason == "damaged"
        assert newest.state is OutboxState.SENT
