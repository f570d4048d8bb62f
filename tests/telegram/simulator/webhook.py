"""Pushing updates to the bot: one at a time per chat, again until it says 2xx."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

import httpx

from tests.telegram.simulator.shapes import Json
from tests.telegram.simulator.updates import Updates, Waiting

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_DELAY = 60.0
ANSWER_SECONDS = 60.0


@dataclass(slots=True)
class Webhook:
    """Where updates go, and how that went."""

    updates: Updates
    delay: float = 2.0
    """Seconds before the second repetition; it doubles from there. The first comes at once."""
    url: str = ""
    secret: str = ""
    connections: int = 40
    delivered: int = 0
    failed: int = 0
    busy: int = 0
    busiest: int = 0
    last_error: str = ""
    last_error_at: float = 0.0
    _lanes: dict[int, deque[Waiting]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(40))
    _client: httpx.AsyncClient | None = None

    async def begin(self, url: str, secret: str, connections: int) -> None:
        """Send everything to this address from now on, what waits already included."""
        await self.end()
        self.url, self.secret, self.connections = url, secret, connections
        self.last_error, self.last_error_at = "", 0.0
        self._slots = asyncio.Semaphore(connections)
        limits = httpx.Limits(max_connections=connections)
        self._client = httpx.AsyncClient(timeout=ANSWER_SECONDS, limits=limits, trust_env=False)
        self.updates.listener = self._offer
        for one in list(self.updates.waiting.values()):
            self._offer(one)

    async def end(self) -> None:
        self.updates.listener = None
        self.url = ""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def info(self) -> Json:
        """The answer of getWebhookInfo."""
        shape: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.waiting),
        }
        if self.url:
            shape |= {"max_connections": self.connections, "ip_address": "127.0.0.1"}
        if self.url and self.last_error:
            shape |= {
                "last_error_date": int(self.last_error_at),
                "last_error_message": self.last_error,
            }
        if self.updates.allowed:
            shape["allowed_updates"] = sorted(self.updates.allowed)
        return shape

    def _offer(self, one: Waiting) -> None:
        lane = self._lanes.get(one.lane)
        if lane is not None:
            lane.append(one)
            return
        self._lanes[one.lane] = deque([one])
        task = asyncio.create_task(self._work_off(one.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, number: int) -> None:
        lane = self._lanes[number]
        while lane:
            await self._insist(lane[0])
            self.updates.remove(lane.popleft())
        del self._lanes[number]

    async def _insist(self, one: Waiting) -> None:
        """Deliver one update, however often it takes."""
        delay = 0.0
        while True:
            async with self._slots:
                self.busy += 1
                self.busiest = max(self.busiest, self.busy)
                try:
                    trouble, wanted = await self._push(one)
                finally:
                    self.busy -= 1
            if not trouble:
                self.delivered += 1
                return
            self.failed += 1
            self.last_error, self.last_error_at = trouble, time.time()
            await asyncio.sleep(wanted or delay)
            delay = min(delay * 2 or self.delay, LONGEST_DELAY)

    async def _push(self, one: Waiting) -> tuple[str, float]:
        """What went wrong, if anything, and how long the bot wants to be left alone."""
        assert self._client is not None
        one.served.append(time.time())
        headers = {HEADER: self.secret} if self.secret else {}
        try:
            answer = await self._client.post(self.url, json=one.update, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired", 0.0
        except httpx.ConnectError:
            return "Connection refused", 0.0
        except httpx.HTTPError:
            return "Connection reset by peer", 0.0
        if answer.is_success:
            return "", 0.0
        after = answer.headers.get("Retry-After", "")
        wrong = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        return wrong, float(after) if after.isdigit() else 0.0
