"""SIGKILL at random moments: nothing acknowledged is lost or kept twice, all is answered."""

from __future__ import annotations

import asyncio
import base64
import json
import random
import threading
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw

from handlers.bodies import original_in
from storage.records import BODY, OutboxState
from storage.store import Store
from storage.verify import verify
from tests.whole.program import Heard, Program, free_port, listening

DELIVERIES = 500
KILLS = 50
PERSONS = 23
SEED = 20261123

THREATS = (
    "再不还钱就把你欠款的事群发给你通讯录里所有人，第{n}次通知",
    "你这个老赖骗子，今天不还，明天就去你单位找你领导，编号{n}",
    "我们的人已经在你家楼下了，不还钱别想出这个门，{n}",
)
LAWFUL = "【某某消费金融】您的借款已逾期{n}天，请通过官方APP还款，客服电话400-000-0000。"
CHAT = "你好，我想问问第{n}个问题"


@dataclass(slots=True)
class Ledger:
    """What the sender knows: what it sent, what was acknowledged."""

    shapes: dict[str, dict[str, object]]
    acknowledged: set[str] = field(default_factory=set)
    repeats: int = 0


def picture(number: int) -> str:
    image = Image.new("RGB", (320, 60), "white")
    ImageDraw.Draw(image).text((10, 20), f"PAY NOW {number}", fill="black")
    out = BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def shapes(rng: random.Random) -> dict[str, dict[str, object]]:
    """A mix as people send it: threats, lawful reminders, chat, forwards and a few pictures."""
    made: dict[str, dict[str, object]] = {}
    for number in range(DELIVERIES):
        shape: dict[str, object] = {
            "id": f"d{number:04}",
            "person": f"person-{rng.randrange(PERSONS)}",
        }
        dice = rng.random()
        if dice < 0.04:
            shape |= {"file": picture(number), "name": "屏幕.png"}
        elif dice < 0.24:
            shape["text"] = CHAT.format(n=number)
        elif dice < 0.4:
            shape["text"] = LAWFUL.format(n=number)
        else:
            shape["text"] = rng.choice(THREATS).format(n=number)
            shape["forwarded"] = rng.random() < 0.5
        made[str(shape["id"])] = shape
    return made


async def send_all(port: int, ledger: Ledger, rng: random.Random, done: threading.Event) -> None:
    """Send until everything is acknowledged; what fails is sent again, some of the rest too."""
    limits = httpx.Limits(max_connections=16)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", timeout=20, limits=limits
    ) as client:
        lanes = [asyncio.create_task(lane(client, ledger, part, rng)) for part in split(ledger)]
        await asyncio.gather(*lanes)
    done.set()


def split(ledger: Ledger) -> list[list[str]]:
    ids = sorted(ledger.shapes)
    return [ids[start::8] for start in range(8)]


async def lane(
    client: httpx.AsyncClient, ledger: Ledger, ids: list[str], rng: random.Random
) -> None:
    for identity in ids:
        await asyncio.sleep(rng.random() * 0.35)
        while not await send(client, ledger, identity):
            await asyncio.sleep(0.05)
        if rng.random() < 0.2:
            ledger.repeats += await send(client, ledger, rng.choice(ids))


async def send(client: httpx.AsyncClient, ledger: Ledger, identity: str) -> bool:
    try:
        answer = await client.post("/deliver", json=ledger.shapes[identity])
    except httpx.HTTPError:
        return False
    if answer.status_code != 200:
        return False
    ledger.acknowledged.add(identity)
    return True


def torment(program: Program, rng: random.Random, done: threading.Event) -> int:
    """Kill and start again at random moments until KILLS is reached and all is sent."""
    kills = 0
    while kills < KILLS or not done.is_set():
        program.start()
        program.wait_open()
        time.sleep(rng.choice((0.02, 0.2, 0.6)) * rng.random() * 2)
        program.kill()
        kills += 1
    return kills


async def settle(program: Program, patience: float = 120) -> None:
    """Wait until every queue of the last, undisturbed run is empty."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{program.port}") as client:
        deadline = time.monotonic() + patience
        state: dict[str, Any] = {}
        while time.monotonic() < deadline:
            state = (await client.get("/state")).json()
            waiting = state["inbox"] + state["steps"]
            waiting += sum(state["outbox"].get(name, 0) for name in ("queued", "sending", "held"))
            if not waiting:
                return
            await asyncio.sleep(0.2)
    raise AssertionError(f"queues do not empty: {state}")


@pytest.mark.slow
async def test_every_acknowledged_message_survives_fifty_kills(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    ledger = Ledger(shapes(rng))
    with listening() as (sink, heard):
        program = Program(tmp_path / "data", free_port(), sink, tmp_path / "log")
        done = threading.Event()
        sender = threading.Thread(
            target=lambda: asyncio.run(send_all(program.port, ledger, random.Random(1), done))
        )
        sender.start()
        kills = await asyncio.to_thread(torment, program, rng, done)
        sender.join()
        program.start()
        program.wait_open()
        await settle(program)
        assert program.stop() == 0

    assert kills >= KILLS
    assert ledger.acknowledged == set(ledger.shapes)
    assert ledger.repeats > 0, "redelivery was not tried"
    await check_kept_once(tmp_path / "data", ledger)
    report = await verify(tmp_path / "data" / "wenzhu.db", None)
    assert report.exit_code() == 0, "\n".join(report.lines())
    duplicates = await check_replies(tmp_path / "data", heard)
    print(f"{kills} kills, {len(ledger.acknowledged)} deliveries, {duplicates} in-doubt copies")


async def check_kept_once(data: Path, ledger: Ledger) -> None:
    """Each message that is evidence stands in exactly one original, with its own words."""
    found: dict[str, int] = {}
    async with await Store.open(data) as store, store.snapshot() as view:
        for chain in await view.ledgers():
            for entry in await view.originals(chain, 10_000):
                original = original_in(await view.part(entry.item, BODY))
                found[original.message] = found.get(original.message, 0) + 1
                assert original.text == ledger.shapes[original.message].get("text", "")
    assert set(found.values()) == {1}
    must = {
        identity
        for identity, shape in ledger.shapes.items()
        if "file" in shape or shape.get("forwarded") or "欠款" in str(shape.get("text"))
    }
    assert must <= set(found)


async def check_replies(data: Path, heard: Heard) -> int:
    """Every reply in the outbox reached the sink; copies only where the outbox was in doubt."""
    said = heard.by_key()
    duplicates = 0
    async with await Store.open(data) as store, store.snapshot() as view:
        answered = set()
        for chain in await view.ledgers():
            for row in await view.outbox_of(chain, 10_000):
                assert row.state is OutboxState.SENT, json.dumps([row.key, row.state.value])
                assert row.key in said, row.key
                answered.add(row.key)
                copies = len(said[row.key]) - 1
                duplicates += copies
                assert copies == 0 or row.attempts > 1, row.key
        assert set(said) <= answered
    return duplicates
