"""The Telegram side of the service: opened before the rooms, run beside them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
import uvicorn
from telegram.error import InvalidToken, TelegramError

from bot.build import Rooms, Server, bound
from bot.settings import Settings
from bot.telegram import profile, raw
from bot.telegram.door import TelegramDoor
from bot.telegram.errors import TokenRefused, translated
from bot.telegram.polling import PAUSES, Poller, only_one
from bot.telegram.receiving import Receiver
from bot.telegram.webhook import Webhook
from bot.telegram.wire import Wire, wire
from bot.telegram.working import Working
from handlers.texts.texts import Texts

INTRODUCTIONS = (5.0, 60.0, 600.0)
"""Seconds between attempts to set commands and descriptions."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Telegram:
    """A bot with its door, not running yet."""

    settings: Settings
    wire: Wire
    texts: Texts
    door: TelegramDoor

    def service(self, rooms: Rooms) -> Service:
        """What runs, once there are rooms to receive into."""
        working = Working(self.wire, rooms.store)
        receiver = Receiver(
            wire=self.wire,
            store=rooms.store,
            reception=rooms.reception,
            bell=rooms.bell,
            clock=rooms.clock,
            reach=rooms.reach,
            texts=self.texts,
            working=working,
        )
        return Service(self, receiver, working)


@asynccontextmanager
async def telegrams(settings: Settings) -> AsyncIterator[tuple[Telegram, ...]]:
    """The way to Telegram, opened but not used yet; none without a token.

    Raises:
        TokenTaken: another process of this machine answers for the same bot.
    """
    token = settings.telegram_token
    if token is None:
        yield ()
        return
    with only_one(token, settings.telegram_base_url):
        async with wire(token, settings.telegram_base_url) as opened:
            texts = Texts.load()
            yield (Telegram(settings, opened, texts, TelegramDoor(opened, texts)),)


@dataclass(frozen=True, slots=True)
class Service:
    """Runs until cancelled."""

    telegram: Telegram
    receiver: Receiver
    working: Working

    async def run(self) -> None:
        """Introduce the bot, receive, show that we work.

        Raises:
            SettingsWrong: the token is refused, or taken by another process.
        """
        beside = [asyncio.create_task(self.working.run())]
        try:
            await self._begin()
            beside.append(asyncio.create_task(self._introduce()))
            if self.telegram.settings.telegram_mode == "poll":
                await Poller(self.telegram.wire, self.receiver).run()
            else:
                await asyncio.get_running_loop().create_future()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self.receiver.close()

    def servers(self) -> list[tuple[Server, socket.socket]]:
        """What Telegram calls, where it brings the updates itself.

        Raises:
            SettingsWrong: the port cannot be used.
        """
        settings = self.telegram.settings
        secret = settings.telegram_webhook_secret
        if settings.telegram_mode == "poll" or secret is None:
            return []
        app = Webhook(self.receiver, secret).app()
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        return [(Server(config), bound(settings.webhook_host, settings.webhook_port))]

    async def _begin(self) -> None:
        """Say how updates shall come; a network that is not there yet only delays."""
        attempt = 0
        while True:
            try:
                await self._arrange()
            except InvalidToken:
                raise TokenRefused from None
            except TelegramError as error:
                pause = PAUSES[min(attempt, len(PAUSES) - 1)]
                log.warning("not_arranged", reason=translated(error).reason, pause=pause)
                attempt += 1
                await asyncio.sleep(pause)
            else:
                log.info("telegram", mode=self.telegram.settings.telegram_mode)
                return

    async def _arrange(self) -> None:
        bot, settings = self.telegram.wire.bot, self.telegram.settings
        await bot.get_me()
        if settings.telegram_mode == "poll":
            await bot.delete_webhook()
        elif settings.telegram_webhook_secret is not None:
            await bot.set_webhook(
                settings.telegram_webhook_url,
                secret_token=settings.telegram_webhook_secret.reveal(),
                allowed_updates=raw.ASKED_FOR,
            )

    async def _introduce(self) -> None:
        """Commands and descriptions: nice to have, and never in the way of receiving."""
        for pause in INTRODUCTIONS:
            try:
                await profile.introduce(self.telegram.wire.bot, self.telegram.texts)
            except TelegramError as error:
                log.warning("not_introduced", reason=translated(error).reason)
                await asyncio.sleep(pause)
            else:
                return
