"""The way to Telegram: the library's client, and what carries its calls."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

from telegram import Bot

from bot.errors import Undeliverable
from bot.settings import Secret
from bot.telegram import raw
from bot.telegram.request import Request

POLL_SECONDS = 25
"""How long Telegram holds a poll for which nothing has come."""
CONNECTIONS = 64
"""At most so many calls at once; thirty messages a second are allowed."""


@dataclass(frozen=True, slots=True)
class Wire:
    """An open connection to one bot."""

    bot: Bot
    files: str
    _polls: Request
    _calls: Request

    async def updates(self, offset: int, wait: int = POLL_SECONDS) -> Sequence[raw.Update]:
        """One poll; raises as the library does."""
        return await self._polls.updates(f"{self.bot.base_url}/getUpdates", offset, wait)

    async def file(self, file_id: str) -> AsyncGenerator[bytes, None]:
        """A file a person sent; raises as the library does.

        Raises:
            Undeliverable: its address is not one of our own server's.
        """
        found = await self.bot.get_file(file_id)
        address = found.file_path or ""
        if not address.startswith(self.files):
            # the library would read a local path that a hostile server names
            raise Undeliverable("address")
        async with aclosing(self._calls.pieces(address)) as pieces:
            async for piece in pieces:
                yield piece


@asynccontextmanager
async def wire(token: Secret, server: str) -> AsyncIterator[Wire]:
    """The library's client on a server; nothing is called yet, so this works offline too."""
    files = f"{server}/file/bot"
    calls, polls = Request(server, CONNECTIONS), Request(server, 2)
    bot = Bot(
        token.reveal(),
        base_url=f"{server}/bot",
        base_file_url=files,
        request=calls,
        get_updates_request=polls,
    )
    async with calls, polls:
        yield Wire(bot, files, polls, calls)
