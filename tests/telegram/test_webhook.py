"""The address Telegram calls: who may, what is answered, and when."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.errors import SettingsWrong
from bot.settings import Settings
from tests.telegram.service import PATIENCE, Service, service
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.shapes import Json
from tests.whole.program import free_port

pytest_plugins = ["tests.telegram.simulator.fixtures"]

ANNA = 1001
SECRET = "only-Telegram_knows-this"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
THREAT = "再不还钱就把你欠款的事群发给你通讯录里所有人，第{n}次通知"


@dataclass(frozen=True, slots=True)
class Called:
    """The service in webhook mode, and its address."""

    service: Service
    url: str

    async def post(
        self, body: bytes, secret: str | None = SECRET, path: str = ""
    ) -> httpx.Response:
        headers = {} if secret is None else {HEADER: secret}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            return await client.post(self.url + path, content=body, headers=headers)


@pytest.fixture
async def called(simulator: Simulator, tmp_path: Path) -> AsyncIterator[Called]:
    await simulator.settings(webhook_delay=0.2)
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    with service(
        tmp_path,
        simulator.address,
        WENZHU_TELEGRAM_MODE="webhook",
        WENZHU_TELEGRAM_WEBHOOK_URL=url,
        WENZHU_TELEGRAM_WEBHOOK_SECRET=SECRET,
        WENZHU_WEBHOOK_PORT=str(port),
    ) as one:
        one.wait_up()
        while not await simulator.calls("setWebhook"):
            await asyncio.sleep(0.1)
        yield Called(one, url)
    assert SECRET not in one.logged()


def update(number: int, text: str, chat: Json | None = None) -> bytes:
    message = {
        "message_id": number,
        "date": 1_764_000_000,
        "chat": chat or {"id": ANNA, "type": "private", "first_name": "安"},
        "from": {"id": ANNA, "is_bot": False, "first_name": "安"},
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


def inbox(one: Called) -> int:
    with sqlite3.connect(one.service.data / "wenzhu.db") as connection:
        count: int = connection.execute("SELECT count(*) FROM inbox").fetchone()[0]
    connection.close()
    return count


async def test_updates_are_brought_and_answered(simulator: Simulator, called: Called) -> None:
    await simulator.text(ANNA, "/help")
    assert len(await simulator.sent(ANNA, count=2, wait=PATIENCE)) == 2
    statistics = await simulator.statistics()
    assert statistics["webhook"]["failed"] == 0
    assert statistics["webhook"]["delivered"] == 1
    (call,) = await simulator.calls("setWebhook")
    assert "edited_message" in call["values"]["allowed_updates"]
    assert called.service.stop() == 0


async def test_only_telegram_may_call(simulator: Simulator, called: Called) -> None:
    body = update(1, "你好")
    for secret in (None, "", "wrong", SECRET[:-1], SECRET + "x"):
        assert (await called.post(body, secret)).status_code == 403
    assert inbox(called) == 0
    assert (await called.post(body)).status_code == 200
    assert (await called.post(body)).status_code == 200
    assert inbox(called) == 1
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(called.url)).status_code == 405
        root = called.url.removesuffix("/telegram")
        for path in ("/", "/healthz", "/api/say", "/telegram/x"):
            assert (await client.post(root + path)).status_code == 404
    await simulator.meet(ANNA)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[1]", 400),
        (b"\xff\xfe", 400),
        (b'{"update_id":"1"}', 400),
        (b"[" * 100_000, 400),
        (b'{"update_id":1}', 200),
        (b'{"update_id":2,"hologram":{"chat":{"id":1}}}', 200),
        (b'{"update_id":3,"message":[]}', 200),
        (b'{"update_id":4,"message":{"chat":{"id":"x","type":"private"}}}', 200),
        (b'{"update_id":5,"callback_query":{"id":5}}', 200),
        (b'{"update_id":6,"my_chat_member":{"chat":{"id":1,"type":"private"}}}', 200),
        (b'{"update_id":7,"message":{"text":"' + b"x" * 1_100_000 + b'"}}', 413),
    ],
    ids=lambda value: str(value)[:24],
)
async def test_nothing_makes_it_fail(called: Called, body: bytes, status: int) -> None:
    assert (await called.post(body)).status_code == status
    assert inbox(called) == 0


async def test_what_was_not_acknowledged_is_brought_again(
    simulator: Simulator, called: Called
) -> None:
    for n in range(4):
        await simulator.inject(
            *({"chat_id": ANNA + k, "text": THREAT.format(n=n)} for k in range(6))
        )
        await asyncio.sleep(0.4)
        called.service.kill()
        called.service.start()
    found: set[tuple[int, str]] = set()
    async with asyncio.timeout(150):
        while len(found) < 24:
            await asyncio.sleep(0.3)
            texts = [(one["chat_id"], one["text"]) for one in await simulator.sent()]
            found = {(chat, text.split()[0]) for chat, text in texts if text.startswith("E-")}
    assert found == {(ANNA + k, f"E-000{n}") for k in range(6) for n in range(1, 5)}
    assert called.service.stop() == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"TOKEN": "no colon"}, "TOKEN"),
        ({"MODE": "push"}, "MODE"),
        ({"MODE": "webhook"}, "WEBHOOK_SECRET"),
        ({"MODE": "webhook", "WEBHOOK_SECRET": "with space"}, "WEBHOOK_SECRET"),
        ({"MODE": "webhook", "WEBHOOK_SECRET": "good"}, "WEBHOOK_URL"),
        ({"BASE_URL": "api.telegram.org"}, "BASE_URL"),
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, str], words: str) -> None:
    environment = {"TOKEN": "42:abc", **given}
    named = {f"WENZHU_TELEGRAM_{name}": value for name, value in environment.items()}
    with pytest.raises(SettingsWrong, match=words) as caught:
        Settings.read(named)
    assert "abc" not in str(caught.value)
    assert "with space" not in str(caught.value)
