"""SIGKILL at random moments, by polling and by webhook: nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from handlers.bodies import original_in
from storage.records import BODY, OutboxState
from storage.store import Store
from storage.verify import verify
from tests.telegram.service import Service, service
from tests.telegram.simulator.client import Simulator
from tests.whole.program import free_port

pytest_plugins = ["tests.telegram.simulator.fixtures"]

UPDATES = 500
KILLS = 50
CHATS = 40
SECRET = "kill-test-secret"
THREATS = (
    "再不还钱就把你欠款的事群发给你通讯录里所有人，第{n}次通知",
    "你这个老赖骗子，今天不还，明天就去你单位找你领导，编号{n}",
    "【某某消费金融】您的借款已逾期{n}天，请通过官方APP还款，客服电话400-000-0000。",
)


def settings(mode: str) -> Mapping[str, str]:
    if mode == "poll":
        return {}
    port = free_port()
    return {
        "WENZHU_TELEGRAM_MODE": "webhook",
        "WENZHU_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WENZHU_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "WENZHU_WEBHOOK_PORT": str(port),
    }


async def people(simulator: Simulator, rng: random.Random) -> dict[str, int]:
    """Everybody writes; gives the chat of every text that is evidence."""
    kept: dict[str, int] = {}
    for number in range(UPDATES):
        chat = 1000 + rng.randrange(CHATS)
        if rng.random() < 0.2:
            await simulator.text(chat, f"你好，我想问第{number}个问题")
        else:
            text = rng.choice(THREATS).format(n=number)
            forward = {"type": "hidden_user", "name": "催收"} if rng.random() < 0.5 else None
            order = {} if forward is None else {"forward": forward}
            update = await simulator.text(chat, text, **order)
            kept[text] = chat
            if rng.random() < 0.1:
                await simulator.again(update["update_id"])
        await asyncio.sleep(rng.random() * 0.1)
    return kept


async def torment(program: Service, rng: random.Random, writing: asyncio.Task[object]) -> int:
    kills = 0
    while kills < KILLS or not writing.done():
        if kills:
            program.start()
        await asyncio.to_thread(program.wait_up)
        await asyncio.sleep(rng.choice((0.05, 0.3, 0.8)) * rng.random() * 2)
        program.kill()
        kills += 1
    return kills


async def settle(simulator: Simulator, data: Path, patience: float = 240) -> None:
    """Until Telegram has nothing left for us and our queues are empty."""
    deadline = time.monotonic() + patience
    left: list[object] = []
    while time.monotonic() < deadline:
        waiting = (await simulator.statistics())["waiting"]
        async with await Store.open(data) as store, store.snapshot() as view:
            counts = await view.counts()
        states = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.HELD)
        queued = sum(counts.outbox.get(state, 0) for state in states)
        left = [waiting, counts.inbox_waiting, counts.steps_waiting, queued]
        if not any(left):
            return
        await asyncio.sleep(1)
    raise AssertionError(f"not settled: {left}")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["poll", "webhook"])
async def test_fifty_kills(tmp_path: Path, simulator: Simulator, mode: str) -> None:
    rng = random.Random(mode)
    writing = asyncio.create_task(people(simulator, random.Random(7)))
    server = simulator.base_url.removesuffix("/bot")
    with service(tmp_path, server, **settings(mode)) as program:
        kills = await torment(program, rng, writing)
        kept = await writing
        program.start()
        await asyncio.to_thread(program.wait_up)
        await settle(simulator, program.data)
        assert program.stop() == 0
        log = program.logged()
    assert kills >= KILLS
    assert all(text[:12] not in log for text in kept)
    await check(simulator, tmp_path / "data", kept, f"{mode}: {kills} kills")


async def check(simulator: Simulator, data: Path, kept: Mapping[str, int], title: str) -> None:
    """Each text stands in exactly one original; each reply was seen; copies only in doubt."""
    found: Counter[str] = Counter()
    copies = 0
    async with await Store.open(data) as store, store.snapshot() as view:
        counts = await view.counts()
        for ledger in await view.ledgers():
            _, chat = await view.address(ledger)
            sent = await simulator.sent(int(chat))
            shown = [str(v["text"]) for one in sent for v in one["versions"] or [one]]
            copies += len(sent) - len({str(one["text"]) for one in sent})
            for entry in await view.originals(ledger, 10_000):
                original = original_in(await view.part(entry.item, BODY))
                found[original.text] += 1
                assert any(f"E-{entry.number:04}" in text for text in shown), entry.number
    assert dict(found) == dict.fromkeys(kept, 1)
    assert set(counts.outbox) == {OutboxState.SENT}
    report = await verify(data / "wenzhu.db", None)
    assert report.exit_code() == 0, "\n".join(report.lines())
    print(f"{title}, {len(kept)} originals, {counts.doubts} doubts, about {copies} copies")
