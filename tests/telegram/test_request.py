"""What carries calls to Telegram: forms, files, proxies, and failures that name nobody."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram import request as request_module
from bot.telegram.request import ProxyUnknown, Request

SECRET = "42:secret"
ANSWER = b'{"ok": true, "result": true}'


@dataclass(slots=True)
class Listening:
    """Remembers every request and gives one answer to all."""

    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n" + ANSWER
    port: int = 0
    heard: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.splitlines()
                if line.lower().startswith(b"content-length:")
            ),
            0,
        )
        self.heard.append(head + await reader.readexactly(length))
        writer.write(self.answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def listening(here: Listening | None = None) -> AsyncIterator[Listening]:
    here = here or Listening()
    server = await asyncio.start_server(here, "127.0.0.1", 0)
    here.port = server.sockets[0].getsockname()[1]
    async with server:
        yield here


async def test_fields_go_as_a_form() -> None:
    async with listening() as here, Request(here.address, 2) as request:
        data = RequestData([RequestParameter.from_input("text", "您好 & 再见")])
        assert await request.post(f"{here.address}/bot/sendMessage", data) is True
    [heard] = here.heard
    assert b"application/x-www-form-urlencoded" in heard
    assert heard.endswith(b"text=%E6%82%A8%E5%A5%BD+%26+%E5%86%8D%E8%A7%81")


async def test_a_file_goes_in_its_own_part() -> None:
    picture = InputFile(b"\x89PNG...", filename="计划.png")
    parameters = [
        RequestParameter.from_input("chat_id", 7),
        RequestParameter.from_input("photo", picture),
    ]
    async with listening() as here, Request(here.address, 2) as request:
        assert await request.post(f"{here.address}/bot/sendPhoto", RequestData(parameters)) is True
    [heard] = here.heard
    assert b"multipart/form-data; boundary=" in heard
    assert b'name="chat_id"\r\n\r\n7\r\n' in heard
    assert b"Content-Type: image/png" in heard
    assert 'filename="计划.png"'.encode() in heard
    assert b"\x89PNG...\r\n" in heard


async def test_a_redirect_is_not_followed() -> None:
    there = b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    async with listening(Listening(there)) as here, Request(here.address, 2) as request:
        with pytest.raises(NetworkError):
            await request.post(f"{here.address}/bot/getMe")
        with pytest.raises(NetworkError):
            [piece async for piece in request.pieces(f"{here.address}/file/1")]
    assert len(here.heard) == 2


async def test_a_failure_does_not_repeat_the_address() -> None:
    async with listening() as here:
        nobody = here.address
    async with Request(nobody, 2) as request:
        with pytest.raises(NetworkError) as failure:
            await request.post(f"{nobody}/bot{SECRET}/getMe")
    assert SECRET not in str(failure.value)
    assert failure.value.__cause__ is None


async def test_an_answer_that_breaks_off_is_a_failure_of_the_network() -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{"
    async with listening(Listening(half)) as here, Request(here.address, 2) as request:
        with pytest.raises(NetworkError, match="ClientPayloadError"):
            await request.post(f"{here.address}/bot/getMe")


async def test_a_proxy_leads_abroad_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with listening() as proxy, listening() as here:
        monkeypatch.setenv("http_proxy", proxy.address)
        async with Request(here.address, 2) as request:
            await request.post(f"{here.address}/bot/getMe")
        async with Request("http://telegram.invalid", 2) as request:
            await request.post("http://telegram.invalid/bot/getMe")
    assert len(here.heard) == 1
    [heard] = proxy.heard
    assert heard.startswith(b"POST http://telegram.invalid/bot/getMe HTTP/1.1")


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
async def test_hosts_can_be_left_out(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    async with listening() as proxy:
        monkeypatch.setenv(name, proxy.address)
        monkeypatch.setenv("no_proxy", "telegram.invalid")
        async with Request("http://telegram.invalid", 2) as request:
            with pytest.raises(NetworkError):
                await request.post("http://telegram.invalid/bot/getMe")
        monkeypatch.setenv("no_proxy", "")
        async with Request("http://telegram.invalid", 2) as request:
            assert await request.post("http://telegram.invalid/bot/getMe") is True
    assert len(proxy.heard) == 1


@pytest.mark.parametrize(
    ("named", "taken"),
    [("127.0.0.1:7890", "http://127.0.0.1:7890"), ("http://h:1", "http://h:1")],
)
def test_a_proxy_may_be_named_without_its_kind(
    monkeypatch: pytest.MonkeyPatch, named: str, taken: str
) -> None:
    monkeypatch.setenv("https_proxy", named)
    monkeypatch.setenv("no_proxy", "")
    assert Request("https://telegram.invalid", 2).proxy == taken


def test_a_proxy_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(ProxyUnknown, match="SOCKS"):
        Request("https://telegram.invalid", 2)


async def test_an_answer_drop_by_drop_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_module, "PATIENCE", 0.2)

    ended = asyncio.Event()

    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while not reader.at_eof():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        ended.set()

    server = await asyncio.start_server(dripping, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        async with Request(address, 2) as request:
            with pytest.raises(TimedOut):
                await request.post(f"{address}/bot/getMe")
        await asyncio.wait_for(ended.wait(), 30)
