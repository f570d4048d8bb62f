"""How fast storage is: python -m tests.storage.bench [SECONDS]. Prints JSON.

The ratio that lasts is the one against plain inserts of the same sealed rows, measured in the
same run on the same disk.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uvloop

from storage.records import Draft
from storage.store import Store
from tests.storage.builders import NOW, a_delivery, a_keep

CALLERS = 64
PAYLOAD = "【某某金融】您的借款已逾期，请今日处理。".encode() * 6


def percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    at = {50: len(ordered) // 2, 99: min(len(ordered) - 1, len(ordered) * 99 // 100)}
    return {f"p{name}_ms": round(ordered[index] * 1000, 2) for name, index in at.items()}


async def delivering(store: Store, seconds: float, callers: int) -> dict[str, Any]:
    times: list[float] = []
    end = time.perf_counter() + seconds

    async def caller(number: int) -> None:
        while time.perf_counter() < end:
            start = time.perf_counter()
            await store.deliver(a_delivery(PAYLOAD, address=f"a{number}"))
            times.append(time.perf_counter() - start)

    start = time.perf_counter()
    await asyncio.gather(*(caller(number) for number in range(callers)))
    rate = len(times) / (time.perf_counter() - start)
    return {"per_second": round(rate), **percentiles(times)}


async def keeping(store: Store, count: int) -> dict[str, Any]:
    rows = [await store.deliver(a_delivery(PAYLOAD)) for _ in range(count)]
    times = []
    for row in rows:
        start = time.perf_counter()
        async with store.transaction() as change:
            seq = (await a_keep(change, row, content=PAYLOAD)).entry.seq
            await change.note(row.ledger, seq, "verdict", PAYLOAD, NOW)
            await change.say(row.ledger, row.item, Draft(f"r{row.id}", PAYLOAD), NOW)
            await change.inbox_done(row)
        times.append(time.perf_counter() - start)
    return {"per_second": round(1 / statistics.mean(times)), **percentiles(times)}


def plain_inserts(folder: Path, seconds: float) -> dict[str, Any]:
    """The floor: batches of 64 rows of the same size, one durable commit each, no keys."""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, key TEXT UNIQUE, value BLOB)")
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO rows (key, value) VALUES (?, ?)",
            [(os.urandom(32).hex(), PAYLOAD) for _ in range(CALLERS)],
        )
        connection.execute("COMMIT")
        count += CALLERS
    rate = count / (time.perf_counter() - start)
    connection.close()
    return {"per_second": round(rate)}


def fsync(folder: Path) -> float:
    with (folder / "probe").open("wb") as file:
        times = []
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return round(statistics.median(times) * 1000, 3)


async def measure(folder: Path, seconds: float) -> dict[str, Any]:
    async with await Store.open(folder / "data") as store:
        return {
            "deliver_64": await delivering(store, seconds, CALLERS),
            "deliver_1": await delivering(store, seconds, 1),
            "keep_note_say": await keeping(store, 300),
        }


def main(seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result: dict[str, Any] = {"fsync_ms": fsync(folder)}
        result["plain"] = plain_inserts(folder, seconds)
        result |= uvloop.run(measure(folder, seconds))
    result["ratio"] = round(result["deliver_64"]["per_second"] / result["plain"]["per_second"], 3)
    return result


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]) if len(sys.argv) > 1 else 3), indent=2))
