"""The simulator's webhook against a bot that listens: secret, order, repetition."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest

from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.shapes import Json

pytest_plugins = ["tests.telegram.simulator.fixtures"]
ANNA, BERT = 1001, 1002
HEADER = "x-telegram-bot-api-secret-token"


@dataclass(slots=True)
class Listener:
    """A bot's side of the webhook: what came, and how it answers."""

    url: str = ""
    bodies: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """The next answers; 200 when there are none left."""
    retry_after: str = ""
    seconds: float = 0.0
    now: int = 0
    most: int = 0

    async def hear(self, request: Request) -> Response:
        self.now += 1
        self.most = max(self.most, self.now)
        self.bodies.append(json.loads(await request.body()))
        self.secrets.append(request.headers.get(HEADER))
        await asyncio.sleep(self.seconds)
        self.now -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        headers = {"Retry-After": self.retry_after} if status == 429 else {}
        return Response(status_code=status, headers=headers)

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.bodies) < count:
                await asyncio.sleep(0.02)


async def delivered(simulator: Simulator, count: int) -> None:
    """Until the simulator has noted so many answers; it does so a moment after they are given."""
    async with asyncio.timeout(10):
        while (await simulator.statistics())["webhook"]["delivered"] < count:
            await asyncio.sleep(0.02)


@asynccontextmanager
async def serving(hear: Callable[[Request], Awaitable[Response]]) -> AsyncIterator[str]:
    app = Starlette(routes=[Route("/hook", hear, methods=["POST"])])
    config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
        server.should_exit = True
        await task


@pytest.fixture
async def listener(simulator: Simulator) -> AsyncIterator[Listener]:
    await simulator.settings(webhook_delay=0.1)
    one = Listener()
    async with serving(one.hear) as one.url:
        yield one
        await simulator.reset()


async def test_updates_come_with_the_secret(
    bot: Bot, simulator: Simulator, listener: Listener
) -> None:
    waiting = await simulator.text(ANNA, "先")
    word = "s-3_cret"
    assert await bot.set_webhook(listener.url, secret_token=word)
    later = await simulator.text(ANNA, "后")
    await listener.until(2)
    await delivered(simulator, 2)
    assert listener.bodies == [waiting, later]
    assert listener.secrets == [word, word]
    assert Update.de_json(listener.bodies[0], bot).message is not None
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (listener.url, 0, 40)
    assert (await simulator.statistics())["webhook"]["delivered"] == 2


async def test_without_a_secret_there_is_no_header(
    bot: Bot, simulator: Simulator, listener: Listener
) -> None:
    await bot.set_webhook(listener.url)
    await simulator.text(ANNA, "x")
    await listener.until(1)
    assert listener.secrets == [None]


async def test_a_refused_update_comes_again_before_the_next(
    bot: Bot, simulator: Simulator, listener: Listener
) -> None:
    listener.statuses = [500, 403, 302]
    await bot.set_webhook(listener.url)
    await simulator.inject(*({"chat_id": ANNA, "text": word} for word in "甲乙丙"))
    await listener.until(6)
    await delivered(simulator, 3)
    assert listener.texts == ["甲", "甲", "甲", "甲", "乙", "丙"]
    statistics = (await simulator.statistics())["webhook"]
    assert (statistics["delivered"], statistics["failed"]) == (3, 3)
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"


async def test_a_refusal_holds_up_only_its_own_chat(
    bot: Bot, simulator: Simulator, listener: Listener
) -> None:
    listener.statuses = [429]
    listener.retry_after = "1"
    await bot.set_webhook(listener.url)
    await simulator.text(ANNA, "甲")
    await listener.until(1)
    await simulator.text(BERT, "乙")
    await listener.until(3)
    assert listener.texts == ["甲", "乙", "甲"]
    made = {one["lane"]: one["served"] for one in await simulator.updates()}
    assert made[ANNA][1] - made[ANNA][0] >= 1


async def test_no_more_connections_than_wanted(
    bot: Bot, simulator: Simulator, listener: Listener
) -> None:
    listener.seconds = 0.1
    await bot.set_webhook(listener.url, max_connections=3)
    await simulator.inject(*({"chat_id": 3000 + n, "text": "x"} for n in range(12)))
    await listener.until(12)
    assert listener.most == 3
    assert (await simulator.statistics())["webhook"]["busiest"] == 3


async def test_one_chat_is_told_one_thing_at_a_time(
    bot: Bot, simulator: Simulator, listener: Listener
) -> None:
    listener.seconds = 0.05
    await bot.set_webhook(listener.url)
    words = [str(n) for n in range(8)]
    made = await simulator.inject(*({"chat_id": ANNA, "text": word} for word in words))
    await listener.until(8)
    assert listener.most == 1
    assert listener.texts == words
    await simulator.again(made[0]["update_id"])
    await listener.until(9)
    assert listener.bodies[-1] == made[0]


async def test_nobody_listening_is_tried_again(bot: Bot, simulator: Simulator) -> None:
    await simulator.settings(webhook_delay=0.1)
    heard = Listener()
    async with serving(heard.hear) as url:
        pass
    await bot.set_webhook(url)
    await simulator.text(ANNA, "x")
    await asyncio.sleep(0.4)
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert info.last_error_message == "Connection refused"
    assert await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


async def test_waiting_updates_can_be_dropped(
    bot: Bot, simulator: Simulator, listener: Listener
) -> None:
    await simulator.text(ANNA, "旧")
    await bot.set_webhook(listener.url, drop_pending_updates=True, allowed_updates=["message"])
    await simulator.text(ANNA, "新")
    await listener.until(1)
    assert listener.texts == ["新"]
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)
    await bot.delete_webhook()
    await simulator.text(ANNA, "又")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://bot.example.org/hook", "x", "HTTPS URL must be provided"),
        ("https://bot.example.org:8080/hook", "x", "only on ports"),
        ("ftp://bot.example.org/", "x", "invalid webhook URL"),
        ("https://bot.example.org/", "有字", "unallowed characters"),
        ("https://bot.example.org/", "x" * 257, "too long"),
    ],
)
async def test_addresses_and_secrets_that_are_refused(
    bot: Bot, url: str, secret: str, reason: str
) -> None:
    with pytest.raises(BadRequest, match=rf"(?i){reason}"):
        await bot.set_webhook(url, secret_token=secret)
    assert (await bot.get_webhook_info()).url == ""
