"""What has to be done from time to time although nobody asks: media whose time is over."""

from __future__ import annotations

import asyncio

import structlog

from bot.queues import trying_again
from handlers import retention
from handlers.ports import Clock
from handlers.rules import Rules
from storage.store import Store

EVERY = 3600.0
"""Seconds between two rounds."""

log = structlog.get_logger()


class Upkeep:
    """Runs until cancelled; each round is short transactions that anybody may interrupt."""

    def __init__(self, *, store: Store, rules: Rules, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock

    async def run(self) -> None:
        """A round at once, for what came due while nobody was running, then every hour."""
        while True:
            with trying_again("upkeep"):
                await self.round()
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """Destroy media whose time is over."""
        swept = await retention.sweep(self._store, self._rules, self._clock.now())
        if swept:
            log.info("retired", entries=swept)
