"""A load of HTTP requests over kept-alive connections, cheap enough not to be the limit."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What a burst did: answers per second, and each answer's time in seconds."""

    rate: float
    times: tuple[float, ...]


class Connection:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, path: str, shape: dict[str, object]) -> bytes:
        body = json.dumps(shape, ensure_ascii=False).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in answer.split(b"\r\n", 1)[0]:
            raise RuntimeError("the server refused a request of the benchmark")
        length = int(answer.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        return await self._reader.readexactly(length)

    def close(self) -> None:
        self._writer.close()


async def burst(
    port: int,
    path: str,
    shapes: Callable[[], dict[str, object]],
    *,
    connections: int,
    seconds: float,
) -> Load:
    """As many requests as get through in the time, over so many connections at once."""
    times: list[float] = []
    stop = time.perf_counter() + seconds

    async def run(connection: Connection) -> None:
        while (started := time.perf_counter()) < stop:
            await connection.post(path, shapes())
            times.append(time.perf_counter() - started)

    opened = [await Connection.open(port) for _ in range(connections)]
    began = time.perf_counter()
    await asyncio.gather(*(run(connection) for connection in opened))
    spent = time.perf_counter() - began
    for connection in opened:
        connection.close()
    return Load(len(times) / spent, tuple(times))


async def paced(
    port: int, path: str, shapes: Iterator[dict[str, object]], *, per_second: int, seconds: float
) -> dict[str, float]:
    """Send at a steady pace; returns when each id was sent (monotonic seconds)."""
    sent: dict[str, float] = {}
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(16):
        idle.put_nowait(await Connection.open(port))

    async def one(shape: dict[str, object]) -> None:
        connection = await idle.get()
        sent[str(shape["id"])] = time.monotonic()
        await connection.post(path, shape)
        idle.put_nowait(connection)

    began = time.monotonic()
    tasks = []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
        tasks.append(asyncio.create_task(one(next(shapes))))
    await asyncio.gather(*tasks)
    while not idle.empty():
        idle.get_nowait().close()
    return sent


def percentile(values: tuple[float, ...] | list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
