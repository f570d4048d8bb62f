"""The service under load: acknowledged durable sealed messages, and message to reply."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.client import burst, paced, percentile
from tests.bench.ratio import Ratio
from tests.whole.program import Heard, Program, free_port, listening

CONNECTIONS = 64
SECONDS = 4.0
ROUNDS = 3
PER_SECOND = 50
PACED_SECONDS = 10.0
MEETING_PER_SECOND = 40
TEXT = (
    "【某某金服】您尾号0000的借款已逾期12天，今天下午六点前不处理，"
    "我们就把情况发给您通讯录里的所有人。"
)


def messages(kind: str) -> Iterator[dict[str, object]]:
    for number in itertools.count():
        yield {"id": f"{kind}-{number}", "person": f"p{number % 200}", "text": TEXT}


async def throughput(port: int) -> Ratio:
    """Rounds of echo and deliver in turn, so that both see the same machine; medians."""
    echo, deliver = messages("echo"), messages("deliver")
    bare: list[float] = []
    durable: list[float] = []
    for _ in range(ROUNDS):
        for path, shapes, rates in (("/echo", echo, bare), ("/deliver", deliver, durable)):
            load = await burst(
                port, path, shapes.__next__, connections=CONNECTIONS, seconds=SECONDS
            )
            rates.append(load.rate)
    return Ratio(
        "acknowledged durable sealed messages",
        statistics.median(durable),
        "same server without storage",
        statistics.median(bare),
        "/s",
    )


async def latency(port: int, heard: Heard) -> list[Ratio]:
    """Message to answer at a steady pace, beside an answer relayed without storage."""
    relayed = await paced(
        port, "/relay", messages("relay"), per_second=PER_SECOND, seconds=PACED_SECONDS
    )
    await asyncio.sleep(1)
    floor = [one["heard_at"] - relayed[one["key"]] for one in heard.said if one["key"] in relayed]
    await met(port)
    sent = await paced(
        port, "/deliver", one_each(TEXT), per_second=PER_SECOND, seconds=PACED_SECONDS
    )
    await asyncio.sleep(3)
    answers = answered(heard, sent)
    if len(answers) != len(sent):
        raise RuntimeError(f"{len(sent)} sent, {len(answers)} answered")
    return [
        Ratio(
            f"message to answer, {label} at {PER_SECOND}/s",
            percentile(answers, share) * 1000,
            f"relayed without storage, {label}",
            percentile(floor, share) * 1000,
            "ms",
        )
        for label, share in (("p50", 0.5), ("p99", 0.99))
    ]


def one_each(text: str) -> Iterator[dict[str, object]]:
    """One person per message, so that a reply is matched to its message by the person."""
    for number in itertools.count():
        yield {"id": f"{len(text)}-{number}", "person": f"paced-{number}", "text": text}


async def met(port: int) -> None:
    """Everybody has said hello before: first contact is not what is measured."""
    seconds = PER_SECOND * PACED_SECONDS / MEETING_PER_SECOND
    await paced(port, "/deliver", one_each("你好"), per_second=MEETING_PER_SECOND, seconds=seconds)
    await asyncio.sleep(5)


def answered(heard: Heard, sent: dict[str, float]) -> list[float]:
    """Seconds from sending a message to hearing its verdict."""
    return [
        one["heard_at"] - sent[f"{len(TEXT)}-{one['person'].removeprefix('paced-')}"]
        for one in heard.said
        if one["person"].startswith("paced-") and one["key"].startswith("verdict:")
    ]


async def run() -> list[Ratio]:
    """Both measurements on fresh data folders."""
    with tempfile.TemporaryDirectory() as folder, listening() as (sink, heard):
        slow = Program(Path(folder) / "paced", free_port(), sink, Path(folder) / "log1")
        slow.start()
        slow.wait_open()
        times = await latency(slow.port, heard)
        slow.stop()
        fast = Program(Path(folder) / "burst", free_port(), "", Path(folder) / "log2")
        fast.start()
        fast.wait_open()
        rate = await throughput(fast.port)
        fast.kill()
    return [rate, *times]
