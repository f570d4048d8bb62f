"""Calls to Telegram over aiohttp, in the shape the library asks of whatever carries its calls.

The library brings a carrier of its own (httpx); a message sent through it costs several times
what it costs here (docs/decisions/0020-carrying-calls.md).
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.errors import SettingsWrong
from bot.telegram import raw

PATIENCE = 10.0
"""Seconds until a call without an answer is given up."""
UPLOADING = 60.0
"""Seconds more for a call that carries a file."""
CHUNK = 256 * 1024
_DEFAULT: Final = BaseRequest.DEFAULT_NONE
_UNQUOTABLE: Final = re.compile(r'[\r\n"\\]')


class ProxyUnknown(SettingsWrong):
    """The environment names a proxy of a kind that cannot be used."""

    def __init__(self) -> None:
        super().__init__(
            "环境里的代理（HTTPS_PROXY、ALL_PROXY）要以 http:// 或 https:// 开头，SOCKS 用不了。"
            "请换成代理软件的 HTTP 端口再启动。"
        )


class Request(BaseRequest):
    """Carries calls, and hands out what came as it came: updates as bytes, files in pieces.

    Args:
        server: the address of the Bot API; a proxy of the environment is taken for it.
        connections: so many calls at once; further ones wait their turn.

    Raises:
        ProxyUnknown: the environment names a proxy that cannot be used.
    """

    def __init__(self, server: str, connections: int) -> None:
        self.proxy = _proxy(server)
        """The proxy that carries the calls, None for none."""
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds an answer is waited for where a call names none."""
        return PATIENCE

    async def initialize(self) -> None:
        """Open for calls; nothing is called yet."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self.proxy,
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 -- the library's own order
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = _DEFAULT,
        write_timeout: object = _DEFAULT,  # noqa: ARG002 -- the carrier knows none
        connect_timeout: object = _DEFAULT,  # noqa: ARG002 -- one for all calls
        pool_timeout: object = _DEFAULT,  # noqa: ARG002 -- waiting counts as connecting
    ) -> tuple[int, bytes]:
        """One call: the status and the body of its answer.

        Raises:
            NetworkError: it did not come through; nobody knows whether it arrived.
            TimedOut: there was no answer in time.
        """
        wait = read_timeout if isinstance(read_timeout, int | float) else PATIENCE
        data = None if request_data is None else _form(request_data)
        carries = request_data is not None and request_data.contains_files
        # neither a server that does not read nor one that answers drop by drop holds anybody up
        whole = 2 * PATIENCE + wait + (UPLOADING if carries else 0.0)
        with _translated():
            async with self._open.request(
                method, url, data=data, timeout=_timeout(wait, whole), allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()

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

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        """A file, piece by piece.

        Raises:
            TelegramError: the way is cut, or the file is not there.
        """
        with _translated():
            async with self._open.get(
                url, timeout=_timeout(PATIENCE), allow_redirects=False
            ) as answer:
                if answer.status != HTTPStatus.OK:
                    raise NetworkError(str(answer.status))
                async for piece in answer.content.iter_chunked(CHUNK):
                    yield piece

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("closed")
        return self._session


@contextmanager
def _translated() -> Iterator[None]:
    """The carrier's failures as the library's; an address holds the token and is not repeated."""
    try:
        yield
    except TimeoutError:
        raise TimedOut from None
    except (aiohttp.ClientError, OSError) as error:
        raise NetworkError(type(error).__name__) from None


def _timeout(wait: float, whole: float | None = None) -> aiohttp.ClientTimeout:
    """Limits in seconds: for each piece of an answer, and for the whole call."""
    return aiohttp.ClientTimeout(
        total=whole, connect=PATIENCE, sock_connect=PATIENCE, sock_read=wait
    )


def _form(data: RequestData) -> aiohttp.FormData | dict[str, str]:
    """Fields as a form; with files among them in several parts (RFC 7578)."""
    fields = data.json_parameters
    if not data.contains_files:
        return fields
    form = aiohttp.FormData(fields, quote_fields=False)  # Telegram shows a name as it is sent
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=_UNQUOTABLE.sub("_", filename), content_type=kind)
    return form


def _proxy(server: str) -> str | None:
    """What the environment names; it leads abroad, never to a server on this machine."""
    address = urlsplit(server)
    host = address.hostname or ""
    if _is_here(host) or proxy_bypass(host):
        return None
    named = getproxies()
    proxy = named.get(address.scheme) or named.get("all")
    if proxy is None or "://" not in proxy:
        return proxy and f"http://{proxy}"
    if not proxy.startswith(("http://", "https://")):
        raise ProxyUnknown
    return proxy


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
