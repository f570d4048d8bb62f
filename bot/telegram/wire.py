"""The way to Telegram: the library's client, and a request class that keeps raw bytes."""

from __future__ import annotations

import importlib.util
import ipaddress
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.errors import Undeliverable
from bot.settings import Secret
from bot.telegram import raw

POLL_SECONDS = 25
"""How long Telegram holds a poll for which nothing has come."""
CHUNK = 256 * 1024
CONNECTIONS = 64
"""At most so many calls at once; thirty messages a second are allowed."""
PATIENCE = 10.0
"""Seconds until a call without an answer is given up."""


if "sniffio" not in sys.modules and importlib.util.find_spec("sniffio") is None:
    # httpcore looks for it on the disk several times in every call, unless told that it is absent
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # the import system's own word for it


class RawRequest(HTTPXRequest):
    """Hands out what came as it came: updates as bytes, files piece by piece."""

    async def updates(self, url: str, offset: int, wait: int) -> Sequence[raw.Update]:
        """One poll: confirms what lies below the offset, waits for what comes.

        Raises:
            TelegramError: as the library's own calls do.
        """
        asked = {"timeout": wait, "allowed_updates": json.dumps(raw.ASKED_FOR)}
        if offset:
            asked["offset"] = offset
        payload = await self.retrieve(f"{url}?{urlencode(asked)}", read_timeout=wait + PATIENCE)
        try:
            return raw.batch(payload)
        except raw.NotAnUpdate:
            raise TelegramError("Invalid server response") from None

    async def pieces(self, url: str) -> AsyncIterator[bytes]:
        """A file, piece by piece.

        Raises:
            TelegramError: the way is cut, or the file is not there.
        """
        try:
            async with self._client.stream("GET", url) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise NetworkError(str(answer.status_code))
                async for piece in answer.aiter_bytes(CHUNK):
                    yield piece
        except httpx.TimeoutException:
            raise TimedOut from None
        except httpx.HTTPError as error:
            raise NetworkError(type(error).__name__) from None


@dataclass(frozen=True, slots=True)
class Wire:
    """An open connection to one bot."""

    bot: Bot
    files: str
    _polls: RawRequest
    _calls: RawRequest

    async def updates(self, offset: int, wait: int = POLL_SECONDS) -> Sequence[raw.Update]:
        """One poll; raises as the library does."""
        return await self._polls.updates(f"{self.bot.base_url}/getUpdates", offset, wait)

    async def file(self, file_id: str) -> AsyncIterator[bytes]:
        """A file a person sent; raises as the library does.

        Raises:
            Undeliverable: its address is not one of our own server's.
        """
        found = await self.bot.get_file(file_id)
        address = found.file_path or ""
        if not address.startswith(self.files):
            # the library would read a local path that a hostile server names
            raise Undeliverable("address")
        async for piece in self._calls.pieces(address):
            yield piece


@asynccontextmanager
async def wire(token: Secret, server: str) -> AsyncIterator[Wire]:
    """The library's client on a server; nothing is called yet, so this works offline too."""
    files = f"{server}/file/bot"
    calls, polls = _request(server, CONNECTIONS), _request(server, 2)
    bot = Bot(
        token.reveal(),
        base_url=f"{server}/bot",
        base_file_url=files,
        request=calls,
        get_updates_request=polls,
    )
    async with calls, polls:
        yield Wire(bot, files, polls, calls)


def _request(server: str, connections: int) -> RawRequest:
    return RawRequest(
        connection_pool_size=connections,
        read_timeout=PATIENCE,
        write_timeout=PATIENCE,
        connect_timeout=PATIENCE,
        pool_timeout=PATIENCE,
        # a proxy of the environment leads abroad, never to a server on this machine
        httpx_kwargs={"trust_env": not _is_here(server), "follow_redirects": False},
    )


def _is_here(server: str) -> bool:
    host = urlsplit(server).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
