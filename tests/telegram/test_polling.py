"""Fetching updates: durable before they are confirmed, one process for one bot."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from bot.settings import Secret
from bot.telegram.errors import TokenTaken
from bot.telegram.pacing import Pace
from bot.telegram.polling import only_one
from storage.verify import verify
from tests.telegram.service import PATIENCE, Service, service, until
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.process import BOT, running
from tests.telegram.simulator.shapes import Json
from tests.whole.program import free_port

pytest_plugins = ["tests.telegram.simulator.fixtures"]

ANNA = 1001
PEOPLE = range(2001, 2008)
THREAT = "再不还钱就把你欠款的事群发给你通讯录里所有人，第{n}次通知"
KILLS = 6
TAKEN = "同一个机器人令牌已有另一个程序在收消息"


def originals(one: Service) -> int:
    with sqlite3.connect(one.data / "wenzhu.db") as connection:
        query = "SELECT count(*) FROM entries WHERE kind = 'original'"
        count: int = connection.execute(query).fetchone()[0]
    connection.close()
    return count


async def waiting(simulator: Simulator) -> int:
    count: int = (await simulator.statistics())["waiting"]
    return count


async def test_a_second_process_says_so_and_stops(simulator: Simulator, tmp_path: Path) -> None:
    with service(tmp_path / "one", simulator.address) as first:
        first.wait_up()
        with service(tmp_path / "two", simulator.address) as second:
            assert second.ended() == 78
            assert TAKEN in second.logged()
            assert "Traceback" not in second.logged()
        await simulator.text(ANNA, "/help")
        assert await simulator.sent(ANNA, count=2, wait=PATIENCE)
        assert first.stop() == 0


async def test_a_newcomer_elsewhere_gives_way(simulator: Simulator, tmp_path: Path) -> None:
    await simulator.fault("error", "getUpdates", status=409)
    with service(tmp_path, simulator.address) as newcomer:
        assert newcomer.ended() == 78
        assert TAKEN in newcomer.logged()


async def test_a_token_nobody_knows_is_said_without_showing_it(
    simulator: Simulator, tmp_path: Path
) -> None:
    with service(tmp_path, simulator.address, token="42:notthisone") as one:
        assert one.ended() == 78
        assert "WENZHU_TELEGRAM_TOKEN 不被 Telegram 接受" in one.logged()
        assert "notthisone" not in one.logged()


async def test_a_telegram_that_comes_later_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    with service(tmp_path, f"http://127.0.0.1:{port}") as one:
        one.wait_up()
        with running(port=port) as address:
            async with Simulator(address, BOT) as simulator:
                await simulator.text(ANNA, "/help")
                assert len(await simulator.sent(ANNA, count=2, wait=PATIENCE)) == 2
                assert one.stop() == 0


async def test_a_repeated_update_changes_nothing(simulator: Simulator, tmp_path: Path) -> None:
    with service(tmp_path, simulator.address) as one:
        one.wait_up()
        update = await simulator.text(ANNA, THREAT.format(n=1))
        await simulator.sent(ANNA, count=2, wait=PATIENCE)
        await simulator.again(update["update_id"], times=3)
        await simulator.text(ANNA, "/help")
        await simulator.sent(ANNA, count=3, wait=PATIENCE)
        assert originals(one) == 1
        assert len(await simulator.sent(ANNA)) == 3


async def test_unknown_updates_are_passed_over(simulator: Simulator, tmp_path: Path) -> None:
    with service(tmp_path, simulator.address) as one:
        one.wait_up()
        await simulator.raw({"hologram": {"depth": 3}})
        await simulator.raw({"message": "no object"})
        await simulator.raw({"message": {"chat": {"id": ANNA, "type": "private"}, "hm": 1}}, ANNA)
        await simulator.text(ANNA, "/help")
        texts = [m["text"] for m in await simulator.sent(ANNA, count=3, wait=PATIENCE)]
        assert "没法存成证据" in texts[1]
        assert await waiting(simulator) == 0


async def test_nothing_is_lost_by_killing(simulator: Simulator, tmp_path: Path) -> None:
    """SIGKILL while updates come; every one is kept once, in order, and answered."""
    rng = random.Random(20261123)
    with service(tmp_path, simulator.address) as one:
        sent = 0
        for _ in range(KILLS):
            orders: list[Json] = []
            for _ in range(12):
                text = THREAT.format(n=sent)
                orders.append({"chat_id": PEOPLE[sent % len(PEOPLE)], "text": text})
                sent += 1
            await simulator.inject(*orders)
            await asyncio.sleep(rng.uniform(0.5, 3.0))
            one.kill()
            one.start()

        async def answered() -> list[Json]:
            return [m for m in await simulator.sent() if m["text"].startswith("E-")]

        found = await until(answered, sent, patience=180)
        assert {m["chat_id"] for m in found} == set(PEOPLE)
        for person in PEOPLE:
            numbers = [m["text"].split()[0] for m in found if m["chat_id"] == person]
            assert sorted(set(numbers)) == list(dict.fromkeys(numbers))
        assert await waiting(simulator) == 0
        assert one.stop() == 0
        assert originals(one) == sent
    report = await verify(one.data / "wenzhu.db")
    assert report.exit_code() == 0


def test_the_lock_goes_with_its_holder() -> None:
    token, server = Secret("42:lock"), "https://api.example"
    other = "https://other.example"
    with (
        only_one(token, server),
        only_one(token, other),
        pytest.raises(TokenTaken),
        only_one(token, server),
    ):
        raise AssertionError("two at once")
    with only_one(token, server):
        pass


def test_the_pace() -> None:
    pace = Pace(overall=3, per_chat=1, window=1.0)
    assert pace.wait_for_chat(7, 10.0) == 0
    pace.spoke(7, 10.0)
    assert pace.wait_for_chat(7, 10.25) == 0.75
    assert pace.wait_for_chat(8, 10.25) == 0
    pace.spoke(8, 10.25)
    assert pace.wait_for_all(10.25) == 0
    pace.hush(8, 12.0, 8.0)
    assert pace.wait_for_chat(8, 12.0) == 8
    assert pace.wait_for_chat(8, 20.0) == 0
    assert pace.wait_for_chat(7, 11.0) == 0


def test_a_burst_passes_and_then_it_is_so_many_a_second() -> None:
    pace = Pace(overall=4, window=1.0)
    assert pace.room(10.0) == 4
    for chat in range(4):
        assert pace.wait_for_all(10.0) == 0
        pace.spoke(chat, 10.0)
    assert pace.room(10.0) == 0
    assert pace.wait_for_all(10.0) == 0.25
    assert pace.room(10.25) == 1
    assert pace.room(11.0) == 4
    assert pace.room(60.0) == 4


def test_where_telegram_objects_there_are_no_bursts_for_a_while() -> None:
    pace = Pace(overall=4, window=1.0)
    pace.hush(7, 10.0, 2.0)
    assert pace.room(20.0) == 1
    pace.spoke(8, 20.0)
    assert pace.wait_for_all(20.0) == 0.25
    assert pace.room(69.0) == 1
    assert pace.room(75.0) == 4
