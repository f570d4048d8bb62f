"""Three hundred updates at once from sixty people: in order for each, nothing lost, quickly."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import defaultdict
from pathlib import Path

import pytest

from handlers.bodies import original_in
from storage.records import BODY
from storage.store import Store
from tests.reading.drawing import encoded, sms
from tests.telegram.service import service, until
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.shapes import Json

pytest_plugins = ["tests.telegram.simulator.fixtures"]

PEOPLE = 60
EACH = 5
ALBUMS = 6
READER = 1999
PATIENCE = 120.0
THREAT = "再不还钱就把你欠款的事群发给你通讯录里所有人，第{n}条"


def orders(picture: str) -> list[Json]:
    """Everybody sends five at once; some of them an album of four among them."""
    made: list[Json] = []
    for number in range(EACH):
        for person in range(PEOPLE):
            chat = 2000 + person
            if person < ALBUMS and number:
                order = {"kind": "photo", "upload": picture, "extra": group(person)}
                made.append({"chat_id": chat, **order})
            else:
                text = THREAT.format(n=f"{person}-{number}")
                made.append({"kind": "text", "chat_id": chat, "text": text})
    return made


def group(person: int) -> Json:
    return {"media_group_id": f"album-{person}"}


def said(sent: list[Json]) -> dict[int, list[tuple[float, str]]]:
    """Everything each person could read so far, edits included, with its time."""
    heard: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for one in sent:
        for version in one["versions"] or [one]:
            heard[one["chat_id"]].append((version["at"], version["text"]))
    return heard


async def everybody(simulator: Simulator, words: str) -> dict[int, float]:
    """When each person first read these words, once all of them have."""
    deadline = time.monotonic() + PATIENCE
    while True:
        firsts = {
            chat: min(at for at, text in read if words in text)
            for chat, read in said(await simulator.sent()).items()
            if chat != READER and any(words in text for _, text in read)
        }
        if len(firsts) == PEOPLE:
            return firsts
        assert time.monotonic() < deadline, f"only {len(firsts)} read {words}"
        await asyncio.sleep(1)  # every look costs the machine as much as some receipts


async def loaded(simulator: Simulator, picture: str) -> None:
    """Once a picture was read, the program that reads has started."""
    await simulator.message(READER, "photo", upload=picture)
    await until(lambda: _verdicts(simulator), patience=PATIENCE)
    await asyncio.sleep(2)


async def _verdicts(simulator: Simulator) -> list[Json]:
    return [one for one in await simulator.sent(READER) if len(one["versions"]) > 1]


async def kept(data: Path) -> dict[str, list[str]]:
    """The platform's message ids each person's ledger holds, in order of the chain."""
    found: dict[str, list[str]] = {}
    async with await Store.open(data) as store, store.snapshot() as view:
        for ledger in await view.ledgers():
            _, chat = await view.address(ledger)
            bodies = [
                original_in(await view.part(entry.item, BODY))
                for entry in reversed(await view.originals(ledger, 1000))
            ]
            found[chat] = [body.message for body in bodies]
    found.pop(str(READER), None)
    return found


@pytest.mark.slow
async def test_a_burst_is_kept_in_order_and_receipted_quickly(
    tmp_path: Path, simulator: Simulator
) -> None:
    picture = await simulator.upload(encoded(sms(("再不还钱", "群发给你通讯录"))), "a.png")
    server = simulator.base_url.removesuffix("/bot")
    with service(tmp_path, server) as program:
        await asyncio.to_thread(program.wait_up)
        for person in range(PEOPLE):  # first contact is not what is measured
            await simulator.text(2000 + person, "你好")
        await everybody(simulator, "催收")
        await loaded(simulator, picture)  # nor is starting the reader
        began = time.time()
        updates = await simulator.inject(*orders(picture))
        firsts = await everybody(simulator, "E-0001")
        deadline = time.monotonic() + PATIENCE
        while sum(map(len, (await kept(program.data)).values())) < PEOPLE * EACH:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.5)
        assert program.stop() == 0
    sent: dict[str, list[str]] = defaultdict(list)
    for update in updates:
        sent[str(update["message"]["chat"]["id"])].append(str(update["message"]["message_id"]))
    assert await kept(tmp_path / "data") == sent
    waits = [at - began for at in firsts.values()]
    print(f"first receipt: median {statistics.median(waits):.2f} s, worst {max(waits):.2f} s")
