"""Files from a server that breaks off, lies about them, or sends without end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Secret
from bot.telegram.fetching import MOST, Fetcher
from bot.telegram.translating import Wanted
from bot.telegram.wire import wire
from handlers.messages import Absent, Media, MediaKind
from storage.records import Delivery, InboxRow, Slot, Source
from storage.store import Store

NOW = datetime(2026, 11, 23, 6, 40, tzinfo=UTC)
CONTENT = b"%PDF-1.7\n" + "催收函".encode() * 50_000
WANTED = Wanted("file-1", MediaKind.DOCUMENT, "催收函.pdf", len(CONTENT))


@dataclass(slots=True)
class Server:
    """Answers getFile with a path, and the path with what the test wants."""

    path: str = "documents/file_1.pdf"
    announced: int = len(CONTENT)
    body: Callable[[int], bytes] = lambda _: CONTENT
    asked: list[str] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split(" ")[1]
        self.asked.append(target)
        length = 0
        for line in head.splitlines():
            if line.lower().startswith("content-length:"):
                length = int(line.split(":")[1])
        await reader.readexactly(length)
        if "getFile" in target:
            found = {"file_id": "file-1", "file_unique_id": "u", "file_path": self.path}
            said = json.dumps({"ok": True, "result": found}).encode()
            announced = len(said)
        else:
            said = self.body(sum("/file/" in one for one in self.asked))
            announced = self.announced
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\n".encode())
        writer.write(b"Connection: close\r\n\r\n")
        try:
            writer.write(said)
            await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()


@dataclass(frozen=True, slots=True)
class Place:
    """A store with one delivery in it, and a way to the server."""

    store: Store
    row: InboxRow
    fetcher: Fetcher

    async def fetch(self, wanted: Wanted = WANTED) -> Media | Absent:
        return await self.fetcher.fetch(self.row, wanted, self.store.attaching)


@asynccontextmanager
async def place(server: Server, folder: Path) -> AsyncIterator[Place]:
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with (
        listening,
        await Store.open(folder, low_water=1) as store,
        wire(Secret("42:abc"), f"http://127.0.0.1:{port}") as opened,
    ):
        row = await store.deliver(
            Delivery(door="telegram", delivery_id="1", address="7", payload=b"{}", received_at=NOW)
        )
        yield Place(store, row, Fetcher(opened, patience=20.0))


async def test_a_download_that_broke_off_begins_anew(tmp_path: Path) -> None:
    server = Server(body=lambda time: CONTENT[:70_000] if time == 1 else CONTENT)
    async with place(server, tmp_path) as here:
        found = await here.fetch()
        assert isinstance(found, Media)
        assert (found.kind, found.mime) == (MediaKind.DOCUMENT, "application/pdf")
        async with here.store.transaction() as change:
            await change.keep(
                here.row,
                source=Source("telegram", "7", "1"),
                content=b"c",
                body=b"b",
                at=NOW,
                media=[found.part],
            )
        async with here.store.snapshot() as view:
            assert await view.part(here.row.item, Slot("2")) == CONTENT
    assert sum("/file/" in one for one in server.asked) == 2


async def test_no_path_of_this_machine_is_read(tmp_path: Path) -> None:
    """The library leaves the path of a file that exists here as it is, and would open it."""
    server = Server(path=__file__)
    async with place(server, tmp_path) as here:
        assert await here.fetch() is Absent.UNAVAILABLE
    assert len(server.asked) == 1


async def test_more_than_telegram_ever_sends_is_cut_off(tmp_path: Path) -> None:
    server = Server(announced=MOST + 1, body=lambda _: bytes(MOST + 1))
    async with place(server, tmp_path) as here:
        assert await here.fetch() is Absent.TOO_LARGE
        blobs = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
        assert blobs == []


async def test_of_a_file_that_says_it_is_too_large_nothing_is_asked(tmp_path: Path) -> None:
    server = Server()
    async with place(server, tmp_path) as here:
        wanted = Wanted("file-1", MediaKind.VIDEO, size=MOST + 1)
        assert await here.fetch(wanted) is Absent.TOO_LARGE
    assert server.asked == []


async def test_who_never_answers_is_given_up(tmp_path: Path) -> None:
    server = Server(body=lambda _: b"")
    async with place(server, tmp_path) as here:
        fetcher = Fetcher(here.fetcher.wire, patience=0.2)
        found = await fetcher.fetch(here.row, WANTED, here.store.attaching)
        assert found is Absent.UNAVAILABLE
