"""A process of its own to be killed: python -m tests.storage.child MODE FOLDER [NAME COUNT].

It says on its standard output what has been acknowledged, one line each.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from storage.records import Draft, InboxRow, Slot
from storage.store import Store
from tests.storage.builders import NOW, a_delivery, a_keep, an_upload

SENTENCE = "张三你今天五点前不还钱我就打给你妈"
NAME = "借款人甲13800138000"
WORKERS = 8


def picture() -> bytes:
    """Bytes that occur nowhere else; long enough for several chunks."""
    return b"".join(b"PIXEL%09d" % number for number in range(120_000))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def keep(store: Store, row: InboxRow) -> None:
    async with store.transaction() as change:
        result = await a_keep(change, row, message=row.delivery_id, content=b"content")
        seq = result.entry.seq
        if result.new:
            await change.note(row.ledger, seq, "verdict", b"{}", NOW)
            await change.say(row.ledger, row.item, Draft(f"r:{row.delivery_id}", b"reply"), NOW)
        await change.inbox_done(row)


async def write(folder: Path, name: str, count: int) -> None:
    """Deliver and keep ``count`` messages from one address; every fourth has a picture."""
    async with await Store.open(folder) as store:
        numbers = iter(range(count))

        async def work() -> None:
            for number in numbers:
                delivery = a_delivery(b"x" * 500, delivery_id=f"{name}{number}")
                if number % 4 == 0:
                    upload = await an_upload(store, b"picture" * 20_000)
                    delivery = a_delivery(
                        b"caption",
                        delivery_id=f"{name}{number}",
                        item=upload.item,
                        uploads=[upload.part],
                    )
                row = await store.deliver(delivery)
                say(f"in {row.delivery_id}")
                await keep(store, row)
                say(f"kept {row.delivery_id}")

        await asyncio.gather(*(work() for _ in range(WORKERS)))


async def plant(folder: Path) -> None:
    """Put the sentence and the picture everywhere, begin one more upload, and wait."""
    store = await Store.open(folder)
    text, image = SENTENCE.encode(), picture()
    upload = await an_upload(store, image, address=NAME)
    row = await store.deliver(
        a_delivery(
            text,
            delivery_id=f"{NAME}-{SENTENCE}",
            address=NAME,
            item=upload.item,
            uploads=[upload.part],
            replies=[Draft("crisis", text)],
        )
    )
    await store.deliver(a_delivery(text * 5000, address=NAME))
    async with store.transaction() as change:
        result = await a_keep(change, row, message=NAME, content=text, body=text)
        seq = result.entry.seq
        await change.note(row.ledger, seq, "verdict", text, NOW)
        await change.seal(row.item, Slot("2.thumb"), image[:5000])
        await change.say(row.ledger, row.item, Draft("reply", text), NOW)
        await change.add_step(row.ledger, seq, NOW)
        await change.inbox_done(row)
    async with store.uploading("local", NAME) as unfinished:
        await unfinished.begin()
        await unfinished.write(image)
        say("planted")
        await asyncio.sleep(60)


def main(mode: str, folder: str, name: str = "", count: str = "0") -> None:
    if mode == "plant":
        asyncio.run(plant(Path(folder)))
    else:
        asyncio.run(write(Path(folder), name, int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
