"""A person at a door, whatever the door is: what the contract suite needs of each."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx

from tests.console.house import Guest, guest, house
from tests.telegram.service import Service, service
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.process import BOT, running
from tests.whole.program import free_port

PATIENCE = 60.0
WEBHOOK_SECRET = "contract-suite"


class Person(Protocol):
    """Somebody who writes, and reads what is answered."""

    data: Path

    async def say(self, text: str) -> None: ...

    async def say_twice(self, text: str) -> None:
        """The platform delivers the same message two times."""
        ...

    async def send(self, picture: bytes) -> None: ...

    async def press(self, action: str) -> None:
        """Press the newest button with this action, also when it is long gone."""
        ...

    async def read(self) -> str:
        """Everything answered so far, in its newest version."""
        ...

    async def intrude(self) -> int:
        """The status a stranger without secret or session gets for a good message."""
        ...

    async def restart(self) -> None:
        """Kill the program and start it again."""
        ...


async def reads(person: Person, words: str, times: int = 1) -> str:
    """What the person reads, once these words stand in it often enough."""
    return await _until(person, lambda text: len(re.findall(re.escape(words), text)) >= times)


async def _until(person: Person, enough: Callable[[str], bool]) -> str:
    deadline = time.monotonic() + PATIENCE
    while not enough(text := await person.read()):
        assert time.monotonic() < deadline, f"not answered: {text}"
        await asyncio.sleep(0.1)
    return text


@dataclass(slots=True)
class LocalPerson:
    """On the chat page."""

    data: Path
    visitor: Guest
    stack: contextlib.ExitStack
    last: str = ""
    count: itertools.count[int] = field(default_factory=itertools.count)

    async def say(self, text: str) -> None:
        await asyncio.to_thread(self._say, text, f"say-{next(self.count)}")

    async def say_twice(self, text: str) -> None:
        name = f"say-{next(self.count)}"
        await asyncio.to_thread(self._say, text, name)
        await asyncio.to_thread(self._say, text, name)

    def _say(self, text: str, name: str) -> None:
        assert self.visitor.say(text, name).status_code == 200

    async def send(self, picture: bytes) -> None:
        answer = await asyncio.to_thread(self.visitor.upload, picture, "截图.png")
        assert answer.status_code == 200

    async def press(self, action: str) -> None:
        answer = await asyncio.to_thread(self.visitor.press, action)
        assert answer.status_code == 200

    async def read(self) -> str:
        messages = await asyncio.to_thread(self.visitor.messages)
        return "\n".join(
            segment["text"]
            for message in messages
            if message["side"] == "ours"
            for segment in message["segments"]
        )

    async def intrude(self) -> int:
        shape = {"id": "stranger", "text": "你好"}
        base = str(self.visitor.client.base_url).rstrip("/")
        async with httpx.AsyncClient(headers={"Origin": base}) as client:
            return (await client.post(f"{base}/api/say", json=shape)).status_code

    async def restart(self) -> None:
        cookies = dict(self.visitor.client.cookies)
        await asyncio.to_thread(self.stack.close)
        running = await asyncio.to_thread(self.stack.enter_context, house(self.data))
        client = self.stack.enter_context(running.stranger())
        client.cookies.update(cookies)
        self.visitor = Guest(client)


@asynccontextmanager
async def local(folder: Path) -> AsyncIterator[Person]:
    """The real program with its chat page."""
    with contextlib.ExitStack() as stack:
        running_house = stack.enter_context(house(folder / "data"))
        visitor = stack.enter_context(guest(running_house))
        yield LocalPerson(folder / "data", visitor, stack)


@dataclass(slots=True)
class TelegramPerson:
    """On the simulated Telegram; updates come by webhook."""

    data: Path
    simulator: Simulator
    program: Service
    webhook: str
    chat: int = 4711

    async def say(self, text: str) -> None:
        await self.simulator.text(self.chat, text)

    async def say_twice(self, text: str) -> None:
        update = await self.simulator.text(self.chat, text)
        await self.simulator.again(update["update_id"])

    async def send(self, picture: bytes) -> None:
        upload = await self.simulator.upload(picture, "shot.png", "image/png")
        await self.simulator.message(self.chat, "document", upload=upload, name="截图.png")

    async def press(self, action: str) -> None:
        sent = await self.simulator.sent(self.chat)
        buttons = [(one["message_id"], data) for one in reversed(sent) for data in _callbacks(one)]
        message, whose = buttons[0]
        found = next((pair for pair in buttons if pair[1].endswith(f"~{action}")), None)
        message, data = found or (message, f"{whose.partition('~')[0]}~{action}")
        await self.simulator.press(self.chat, message, data, stale=True)

    async def read(self) -> str:
        return "\n".join(one["text"] for one in await self.simulator.sent(self.chat))

    async def intrude(self) -> int:
        update = {"update_id": 1, "message": {"message_id": 1}}
        async with httpx.AsyncClient() as client:
            return (await client.post(self.webhook, json=update)).status_code

    async def restart(self) -> None:
        self.program.kill()
        self.program.start()
        await asyncio.to_thread(self.program.wait_up)


def _callbacks(sent: dict[str, Any]) -> list[str]:
    rows = (sent["markup"] or {}).get("inline_keyboard", [])
    return [button.get("callback_data", "") for row in rows for button in row]


@asynccontextmanager
async def telegram(folder: Path) -> AsyncIterator[Person]:
    """The real program with Telegram by webhook, and the simulator."""
    port = free_port()
    settings = {
        "WENZHU_TELEGRAM_MODE": "webhook",
        "WENZHU_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WENZHU_TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "WENZHU_WEBHOOK_PORT": str(port),
    }
    with running() as address, service(folder, address, **settings) as program:
        await asyncio.to_thread(program.wait_up)
        async with Simulator(address, BOT) as simulator:
            yield TelegramPerson(
                program.data, simulator, program, f"http://127.0.0.1:{port}/telegram"
            )
