"""The "typing" line while something of a person is still being read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.wire import Wire
from storage.records import LedgerId
from storage.store import Store

EVERY = 4.5
"""Telegram shows it for five seconds."""
LOOK = 1.0
"""Most is answered before the first look, and then nothing needs to be shown."""
LONGEST = 180.0
AT_ONCE = 3
"""Of many who wait at once only some are shown it: answers matter more than the sign of them."""


@dataclass(slots=True)
class _Shown:
    chat: int
    until: float
    again: float = 0.0


@dataclass(slots=True)
class Working:
    """Who waits for us. Only a courtesy: it lives in memory and may be lost."""

    wire: Wire
    store: Store
    _waiting: dict[LedgerId, _Shown] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def began(self, ledger: LedgerId, chat: int) -> None:
        """Something of this person came in."""
        self._waiting[ledger] = _Shown(chat, asyncio.get_running_loop().time() + LONGEST)
        self._news.set()

    async def run(self) -> None:
        """Show it to those who wait, until cancelled."""
        while True:
            await self._news.wait()
            await asyncio.sleep(LOOK)
            await self._look()
            if not self._waiting:
                self._news.clear()

    async def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        async with self.store.snapshot() as view:
            busy = await view.at_work()
        for ledger in [one for one in self._waiting if one not in busy]:
            del self._waiting[ledger]
        due = [shown for shown in self._waiting.values() if shown.again <= now]
        for shown in due[:AT_ONCE]:
            shown.again = now + EVERY
        await asyncio.gather(*(self._show(shown.chat) for shown in due[:AT_ONCE]))
        for ledger in [one for one, shown in self._waiting.items() if shown.until < now]:
            del self._waiting[ledger]

    async def _show(self, chat: int) -> None:
        try:
            await self.wire.bot.send_chat_action(chat, ChatAction.TYPING)
        except TelegramError:
            return
