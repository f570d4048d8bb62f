"""One borrower with Telegram and the local page, and the program that can be stopped and killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Browser, BrowserContext, Page

from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.process import BOT
from tests.telegram.simulator.shapes import Json
from tests.whole.program import free_port

ROOT = Path(__file__).resolve().parents[2]
CHAT = 1001
PATIENCE = 150.0
LAST = 3
"""Bubbles looked at; an older one may say the same words."""
SIZE = {"width": 460, "height": 900}
_TAG = re.compile("<[^>]*>")
T = TypeVar("T")


@dataclass(slots=True)
class Life:
    """What she holds in her hands, and the machine at home."""

    simulator: Simulator
    browser: Browser
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    page: Page | None = None
    _context: BrowserContext | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def originals(self) -> int:
        """Originals in the data folder, as the rows say."""
        connection = sqlite3.connect(self.data / "wenzhu.db")
        with contextlib.closing(connection):
            query = "SELECT count(*) FROM entries WHERE kind = 'original'"
            count: int = connection.execute(query).fetchone()[0]
        return count

    # The machine

    async def begin(self, at: datetime) -> None:
        """Start the program at that moment; it is stopped first where it runs."""
        if self.process is not None:
            await self.stop()
        self._start((at - datetime.now(UTC)).total_seconds())
        await self._enter(await asyncio.to_thread(self._printed))

    def _start(self, shift: float) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.story.program", str(shift)),
                    *("--data", str(self.data), "run", "--port", str(self.port)),
                ],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self._environment(),
                cwd=ROOT,
            )

    def _environment(self) -> Mapping[str, str]:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("WENZHU_") and not name.lower().endswith("_proxy")
        }
        return {
            **clean,
            "WENZHU_LOW_WATER_MB": "1",
            "WENZHU_TELEGRAM_TOKEN": BOT,
            "WENZHU_TELEGRAM_BASE_URL": self.simulator.address,
        }

    def _printed(self) -> str:
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "token=" in line:
                return line.strip()
        raise AssertionError((self.folder / "log").read_text(encoding="utf-8")[-2000:])

    async def _enter(self, link: str) -> None:
        self._context = await self.browser.new_context(
            viewport={"width": SIZE["width"], "height": SIZE["height"]},
            locale="zh-CN",
            device_scale_factor=2,
        )
        self._context.set_default_timeout(PATIENCE * 1000)
        self.page = await self._context.new_page()
        await self.page.goto(link)
        await self.page.wait_for_selector("#wz-input")

    async def stop(self) -> None:
        """Switch the machine off as one does."""
        await self._away()
        process, self.process = self.process, None
        assert process is not None
        process.terminate()
        assert await asyncio.to_thread(process.wait, PATIENCE) == 0

    async def kill(self) -> None:
        """Pull the plug."""
        await self._away()
        process, self.process = self.process, None
        assert process is not None
        process.kill()
        await asyncio.to_thread(process.wait)

    async def _away(self) -> None:
        if self._context is not None:
            await self._context.close()
        self._context = self.page = None

    # Telegram

    async def hears(self, *words: str) -> Json:
        """The newest message of the bot with all of these words, waited for."""

        async def look() -> Json | None:
            for one in reversed(await self.simulator.sent(CHAT)):
                text = _TAG.sub("", one["text"])
                if all(word in text for word in words):
                    return {**one, "text": text}
            return None

        return await once(look, f"Telegram: {words}")

    async def press(self, message: Json, label: str) -> None:
        """Press a button in Telegram."""
        rows = message["markup"]["inline_keyboard"]
        data = next(one["callback_data"] for row in rows for one in row if label in one["text"])
        await self.simulator.press(CHAT, message["message_id"], data)

    # The page

    async def says(self, text: str) -> None:
        """Type it on the page and send it."""
        assert self.page is not None
        await self.page.fill("#wz-input", text)
        await self.page.press("#wz-input", "Enter")

    async def reads(self, *words: str) -> str:
        """One of the last bubbles on the page, waited for until it has all of these words."""
        assert self.page is not None
        bubbles = self.page.locator(".wz-log > li")

        async def look() -> str | None:
            shown = (await bubbles.all_inner_texts())[-LAST:]
            return next((one for one in shown if all(word in one for word in words)), None)

        return await once(look, f"page: {words}")

    async def clicks(self, label: str) -> None:
        """The last button of that name on the page."""
        assert self.page is not None
        await self.page.locator(".wz-log button", has_text=label).last.click()

    async def photographs(self, to: Path) -> None:
        """What stands on the page now."""
        assert self.page is not None
        await self.page.wait_for_load_state("networkidle")
        await self.page.screenshot(path=to)


async def once(look: Callable[[], Awaitable[T | None]], what: str) -> T:
    """What a look finds, as soon as it finds something."""
    deadline = time.monotonic() + PATIENCE
    while (found := await look()) is None:
        assert time.monotonic() < deadline, f"waited too long: {what}"
        await asyncio.sleep(0.2)
    return found
