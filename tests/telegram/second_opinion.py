"""`make second-opinion`: the program against a Telegram server that others wrote.

    python -m tests.telegram.second_opinion

Needs npm; installs `telegram-api-mock-server` into a throw-away folder. It knows text, buttons
and forwards by long poll, neither files nor albums nor limits; our own simulator is stricter.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.telegram.service import service
from tests.telegram.simulator.process import BOT
from tests.whole.program import free_port

PACKAGE = "telegram-api-mock-server@0.1.10"
PATIENCE = 60.0
CHAT = 42
THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，看你还有没有脸做人。"
START = """
import {{ TelegramApiMockServer }} from "telegram-api-mock-server";
const server = new TelegramApiMockServer({{ host: "127.0.0.1", port: {port} }});
await server.start();
console.log("started");
"""


@contextmanager
def peer() -> Iterator[str]:
    """The other server on a free port; gives its address."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        sys.exit("需要 npm 和 node。")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "install", "--silent", "--prefix", folder, PACKAGE], check=True)
        port = free_port()
        script = Path(folder) / "start.mjs"
        script.write_text(START.format(port=port), encoding="utf-8")
        process = subprocess.Popen([node, str(script)], stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "started"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


async def said(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """Every call of the bot that spoke or edited, oldest first."""
    shape = (await client.get("/_mock/outbound", params={"token": BOT})).json()
    calls = shape.get("events", shape) if isinstance(shape, dict) else shape
    return [call for call in calls if call["method"] in {"sendMessage", "editMessageText"}]


async def hears(client: httpx.AsyncClient, words: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for call in await said(client):
            if words in json.dumps(call, ensure_ascii=False):
                return call
        await asyncio.sleep(0.2)
    raise AssertionError(f"never said: {words}")


async def inject(client: httpx.AsyncClient, update: dict[str, Any]) -> None:
    answer = await client.post("/_mock/injectUpdate", json={"token": BOT, "update": update})
    answer.raise_for_status()


def message(number: int, text: str, **more: Any) -> dict[str, Any]:
    person = {"id": CHAT, "is_bot": False, "first_name": "某人"}
    chat = {"id": CHAT, "type": "private", "first_name": "某人"}
    shape = {"message_id": number, "date": int(time.time()), "chat": chat, "from": person}
    return {"message": {**shape, "text": text, **more}}


async def main() -> None:
    """Greeting, a pasted threat, a forward with its date: each is heard by the other server."""
    with peer() as address, tempfile.TemporaryDirectory() as folder:
        async with httpx.AsyncClient(base_url=address) as client:
            with service(Path(folder), address) as program:
                await asyncio.to_thread(program.wait_up)
                await inject(client, message(1, "/start"))
                await hears(client, "谁能看到")
                await inject(client, message(2, THREAT))
                await hears(client, "E-0001")
                origin = {"type": "hidden_user", "date": 1767229200, "sender_user_name": "催收"}
                await inject(client, message(3, THREAT + "第二次", forward_origin=origin))
                await hears(client, "E-0002")
                assert program.stop() == 0
    print("second opinion: greeting, threat and forward were answered")


if __name__ == "__main__":
    asyncio.run(main())
