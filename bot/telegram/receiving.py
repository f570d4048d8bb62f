"""One update from Telegram: durable in the inbox, or known to need no keeping.

When `Receiver.take` returns, Telegram may forget what was taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.bell import OUTBOX, Bell
from bot.reception import Reception
from bot.telegram.errors import translated
from bot.telegram.raw import Update
from bot.telegram.translating import NAME
from bot.telegram.wire import Wire
from bot.telegram.working import Working
from handlers.bounced import pass_on
from handlers.ports import Clock, Reach
from handlers.texts.texts import Texts
from storage.records import InboxRow
from storage.store import Store

GROUPS_REMEMBERED = 1000
"""Groups that were told where we work; after that many the oldest may hear it again."""
LARGE = 64 * 1024
"""An update this large takes its own way to the disk; it waits for those before it."""
GONE = ("kicked", "left")

log = structlog.get_logger()


@dataclass(slots=True)
class Receiver:
    """Takes updates, from whichever side they come."""

    wire: Wire
    store: Store
    reception: Reception
    bell: Bell
    clock: Clock
    reach: Reach
    texts: Texts
    working: Working
    _told: dict[int, None] = field(default_factory=dict)
    _small: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, updates: Sequence[Update]) -> None:
        """Make a batch durable, in order for each chat, many sharing one commit.

        Raises:
            storage.errors.StorageError: some are not; none of them may be confirmed.
        """
        rows: list[InboxRow] = []
        together: list[Update] = []
        for update in updates:
            if not _reaches_the_inbox(update):
                await self._aside(update)
            elif len(update.raw) > LARGE:
                rows += await self._write(together)
                rows += await self._write([update])
                together = []
            else:
                together.append(update)
        rows += await self._write(together)
        await self._welcome_back(rows)

    async def _write(self, updates: Sequence[Update]) -> list[InboxRow]:
        """Those that share a commit; started in order, so that they are queued in order."""
        rows = await asyncio.gather(*(self._receive(update) for update in updates))
        for update, row in zip(updates, rows, strict=True):
            self._acknowledge(update)
            if row.new and update.kind != "callback_query":
                self.working.began(row.ledger, update.chat or 0)
        return list(rows)

    async def _receive(self, update: Update) -> InboxRow:
        return await self.reception.receive(
            door=NAME,
            delivery_id=str(update.number),
            address=str(update.chat),
            payload=update.raw,
            text=update.text,
        )

    def _acknowledge(self, update: Update) -> None:
        """End the little clock on a button: always, for an old one and a repeated one too."""
        if update.kind != "callback_query":
            return
        query = update.shape["callback_query"].get("id")
        if isinstance(query, str):
            self._start(self._answer(query))

    async def _answer(self, query: str) -> None:
        try:
            await self.wire.bot.answer_callback_query(query)
        except TelegramError as error:  # too old: nothing turns any more
            log.info("button_unanswered", reason=translated(error).reason)

    async def _welcome_back(self, rows: Sequence[InboxRow]) -> None:
        """Whoever writes can be reached again: what waited for him goes out."""
        if not rows:
            return
        async with self.store.snapshot() as view:
            blocked = view.outbox_blocked()
        for ledger in blocked & {row.ledger for row in rows}:
            async with self.store.transaction() as change:
                await change.outbox_resume(ledger, self.clock.now())
            self.bell.ring(OUTBOX)

    async def _aside(self, update: Update) -> None:
        """What is not for the inbox: somebody blocks or unblocks us, a group, an unknown kind."""
        if update.kind == "my_chat_member" and update.private and update.chat is not None:
            await self._membership(update)
        elif update.chat is not None and not update.private:
            self._only_private(update)
        log.info("aside", kind=update.kind or "unknown", private=update.private)

    async def _membership(self, update: Update) -> None:
        async with self.store.snapshot() as view:
            known = await view.identity(NAME, str(update.chat))
        if known is None:
            return
        _, ledger = known
        now = self.clock.now()
        async with self.store.transaction() as change:
            if _status(update) in GONE:
                await change.outbox_pause(ledger, "blocked", now)
                await pass_on(change, self.reach, ledger, now)
            else:
                await change.outbox_resume(ledger, now)
        self.bell.ring(OUTBOX)

    def _only_private(self, update: Update) -> None:
        """Once to a group, best effort: nothing of a group is kept, so nothing is owed there."""
        chat = update.chat or 0
        if chat in self._told or (update.kind == "my_chat_member" and _status(update) in GONE):
            return
        while len(self._told) >= GROUPS_REMEMBERED:
            del self._told[next(iter(self._told))]
        self._told[chat] = None
        self._start(self._say_only_private(chat))

    async def _say_only_private(self, chat: int) -> None:
        try:
            await self.wire.bot.send_message(chat, self.texts.say("telegram.only_private"))
        except TelegramError as error:
            log.info("group_unanswered", reason=translated(error).reason)

    def _start(self, work: Any) -> None:
        """Something small that nobody waits for."""
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._small.add(task)
        task.add_done_callback(self._small.discard)

    async def close(self) -> None:
        """End what nobody waits for."""
        for task in self._small:
            task.cancel()
        await asyncio.gather(*self._small, return_exceptions=True)


def _reaches_the_inbox(update: Update) -> bool:
    """Messages, edits and buttons of one person; a place that moves by itself is no edit."""
    if update.chat is None or not update.private:
        return False
    if update.kind == "edited_message":
        return "location" not in update.shape["edited_message"]
    return update.kind in {"message", "callback_query"}


def _status(update: Update) -> str:
    """What we are in a chat from now on."""
    member = update.shape["my_chat_member"].get("new_chat_member")
    status = member.get("status") if isinstance(member, dict) else None
    return status if isinstance(status, str) else ""
