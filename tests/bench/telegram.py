"""Telegram updates kept per second, beside a bare loop that only echoes them.

The floor polls the same simulator through the library and answers each update with its own text: no
storage, no judging, no limits. Ours keeps and judges every update. Its answers obey Telegram's 30
messages a second and are therefore no measure of the program; what is timed is keeping.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import tempfile
import time
from pathlib import Path

from telegram import Bot

from tests.bench.ratio import Ratio
from tests.bench.service import TEXT
from tests.telegram.service import service
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.library import bot_of
from tests.telegram.simulator.process import BOT, running

UPDATES = 400
CHATS = 60
PATIENCE = 120.0


async def run() -> list[Ratio]:
    """Both on one simulator, one after the other."""
    with running() as address, tempfile.TemporaryDirectory() as folder:
        async with Simulator(address, BOT) as simulator:
            floor = await echoed(simulator)
            await simulator.reset()
            ours = await kept(simulator, address, Path(folder))
    return [
        Ratio(
            "Telegram updates kept and judged", ours, "bare echo loop of the library", floor, "/s"
        )
    ]


async def inject(simulator: Simulator) -> None:
    orders = [
        {"kind": "text", "chat_id": 3000 + number % CHATS, "text": f"{TEXT} {number}"}
        for number in range(UPDATES)
    ]
    await simulator.inject(*orders)


async def echoed(simulator: Simulator) -> float:
    """Updates per second that a loop over the library's Bot echoes."""
    async with bot_of(simulator) as bot:
        await inject(simulator)
        began = time.perf_counter()
        await _echo(bot)
        return UPDATES / (time.perf_counter() - began)


async def _echo(bot: Bot) -> None:
    offset, done = 0, 0
    while done < UPDATES:
        for update in await bot.get_updates(offset=offset, limit=100, timeout=1):
            offset = update.update_id + 1
            if update.message is not None and update.message.text is not None:
                await bot.send_message(update.message.chat_id, update.message.text)
                done += 1


async def kept(simulator: Simulator, address: str, folder: Path) -> float:
    """Updates per second that our service has kept as evidence, with their verdicts noted."""
    with service(folder, address) as program:
        await asyncio.to_thread(program.wait_up)
        await asyncio.sleep(5)
        await inject(simulator)
        began = time.perf_counter()
        database = program.data / "wenzhu.db"
        while _originals(database) < UPDATES:
            if time.perf_counter() - began > PATIENCE:
                raise RuntimeError("the service does not keep up")
            await asyncio.sleep(0.02)
        return UPDATES / (time.perf_counter() - began)


def _originals(database: Path) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "SELECT count(*) FROM entries WHERE kind = 'original'"
        return int(connection.execute(query).fetchone()[0])
