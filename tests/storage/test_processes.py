"""Killed processes, several processes, and what they leave on the disk."""

from __future__ import annotations

import asyncio
import base64
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.records import Number
from storage.store import Store
from tests.storage import damage
from tests.storage.builders import a_delivery
from tests.storage.child import NAME, SENTENCE, keep, picture


def child(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.child", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


def killed_after(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """What a process acknowledged before it was killed, so long after its first word."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    # a line that was cut in the middle was not acknowledged
    return [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


async def finish_and_count(folder: Path) -> tuple[list[str], list[str], int]:
    """Resume as a service does; give inbox ids, reply keys and the number of originals."""
    async with await Store.open(folder) as store:
        async with store.snapshot() as view:
            waiting = await view.inbox_waiting(100_000)
        for row in waiting:
            await keep(store, row)
        async with store.snapshot() as view:
            (ledger,) = await view.ledgers()
            rows = await view.inbox_of(ledger, 100_000)
            replies = await view.outbox_of(ledger, 100_000)
            originals = await view.originals(ledger, 100_000)
            assert await view.entry_by_number(ledger, Number(len(originals))) == originals[0]
        for row in rows[:5]:
            assert not (await store.deliver(a_delivery(delivery_id=row.delivery_id))).new
    return [row.delivery_id for row in rows], [reply.key for reply in replies], len(originals)


def test_whatever_was_acknowledged_survives_kill_9_exactly_once(data: Path) -> None:
    chance = random.Random(20261123)
    acknowledged: set[str] = set()
    for name in "abcdefgh":
        process = child("write", data, name, "100000")
        lines = killed_after(process, chance.uniform(0, 0.4))
        acknowledged |= {line.split()[1] for line in lines}
        assert damage.check(data).exit_code() == 0
    ids, replies, originals = asyncio.run(finish_and_count(data))
    assert len(ids) == len(set(ids)) == originals == len(replies)
    assert len(acknowledged) >= 8
    assert acknowledged <= set(ids)
    assert {f"r:{one}" for one in ids} == set(replies)
    assert damage.check(data).exit_code() == 0


def test_two_processes_write_one_ledger(data: Path) -> None:
    processes = [child("write", data, name, "40") for name in "abc"]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    report = damage.check(data)
    assert report.faults == ()
    ids, _, originals = asyncio.run(finish_and_count(data))
    assert (len(ids), originals) == (120, 120)


def disguises(secret: bytes) -> Iterator[bytes]:
    """A secret as it might lie about: as it is, hex, and base64 at each of three offsets."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + secret)
        yield encoded[4:-4]
        yield encoded[4:-4].replace(b"+", b"-").replace(b"/", b"_")


def forms(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield from disguises(text.encode(encoding))
    yield text.encode("unicode_escape")
    yield text[::-1].encode()


def test_nothing_a_person_wrote_is_readable_after_kill_9(data: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = child("plant", data, TMPDIR=str(temporary))
    assert process.stdout is not None
    assert process.stdout.readline() == "planted\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"wenzhu.db", "wenzhu.db-wal", "master.key"}
    assert any(path.name.startswith("tmp-") for path in files)
    assert list(temporary.iterdir()) == []
    everything = b"\0".join(path.read_bytes() + path.name.encode() for path in files)
    assert len(everything) > 3 * 1_000_000
    image = picture()
    secrets = [
        *forms(SENTENCE[2:12]),
        *forms(NAME[:4]),
        *disguises(NAME[-11:].encode()),
        *disguises(image[:28]),
        *disguises(image[1_400_000:1_400_028]),
    ]
    assert [secret for secret in secrets if secret in everything] == []
    report = damage.check(data)
    assert report.exit_code() == 0
    assert [remark.code for remark in report.remarks] == ["orphans", "never-stamped"]


@pytest.mark.parametrize("secret", ["x" * 10, SENTENCE[2:12]])
def test_the_disguises_would_be_seen(secret: str) -> None:
    raw = secret.encode()
    for shift in range(3):
        hidden = base64.b64encode(b"#" * shift + raw + b"#" * 5)
        assert any(form in hidden for form in disguises(raw))


async def open_and_close(folder: Path) -> None:
    async with await Store.open(folder):
        pass


def test_rests_of_an_hour_ago_are_swept_and_nothing_else(data: Path) -> None:
    killed_after(child("write", data, "a", "100000"), 0.1)
    asyncio.run(open_and_close(data))
    blobs = damage.blobs(data)
    old, young = data / "blobs" / "tmp-old", data / "blobs" / "tmp-young"
    orphan = data / "blobs" / "ab" / ("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    for path in (old, young, orphan):
        path.write_bytes(b"rest")
    hours_ago = time.time() - 7200
    for path in (old, orphan, *blobs):
        os.utime(path, (hours_ago, hours_ago))
    asyncio.run(open_and_close(data))
    assert young.exists()
    assert not old.exists()
    assert not orphan.exists()
    report = damage.check(data)
    assert report.exit_code() == 0
    assert next(remark.code for remark in report.remarks) == "orphans"
