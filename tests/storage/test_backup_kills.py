"""SIGKILL in the middle of a backup and of a restore, again and again."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.errors import Unfinished
from storage.restore import restore
from storage.store import Store
from tests.storage import damage

KILLS = 25
SEED = 20261123


def child(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.backing_child", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
    )


def seconds(*arguments: str | Path) -> float:
    """How long it takes when nobody kills it."""
    with child(*arguments) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        started = time.monotonic()
        assert process.stdout.readline() == "done\n"
        return time.monotonic() - started


def killed(after: float, *arguments: str | Path) -> bool:
    """Start and kill it; whether it was in the middle."""
    with child(*arguments) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(after)
        process.kill()
        return "done" not in process.stdout.read()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return damage.template(tmp_path_factory.mktemp("data") / "data")


def restored(file: Path, into: Path, data: Path) -> int:
    master = (data / "master.key").read_bytes()
    return asyncio.run(restore(file, into, master=master)).report.exit_code()


@pytest.mark.slow
def test_a_killed_backup_leaves_nothing_or_a_whole_one(data: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    whole = seconds("backup", data, tmp_path / "first.backup")
    cut = 0
    for number in range(KILLS):
        target = tmp_path / f"{number}.backup"
        cut += killed(rng.random() * whole, "backup", data, target)
        if target.exists():
            assert restored(target, tmp_path / f"new{number}", data) == 0
    assert cut >= KILLS // 2, "hardly any was killed in the middle"
    assert list(tmp_path.glob(".wenzhu-backup-*")), "none died while it worked"
    seconds("backup", data, tmp_path / "last.backup")
    assert not list(tmp_path.glob(".wenzhu-backup-*"))
    assert restored(tmp_path / "last.backup", tmp_path / "last", data) == 0
    assert damage.check(data).exit_code() == 0


@pytest.mark.slow
def test_a_killed_restore_is_begun_again(data: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    file, key = tmp_path / "a.backup", data / "master.key"
    seconds("backup", data, file)
    whole = seconds("restore", file, tmp_path / "first", key)
    cut = unfinished = 0
    for number in range(KILLS):
        new = tmp_path / f"new{number}"
        cut += killed(rng.random() * whole, "restore", file, new, key)
        if (new / "wenzhu.db").exists():
            assert damage.check(new).exit_code() == 0
            continue
        if any(new.glob(".restoring/*")):
            unfinished += 1
            with pytest.raises(Unfinished):
                asyncio.run(Store.open(new))
        assert restored(file, new, data) == 0
        assert damage.entries(new) == damage.entries(data)
    assert cut >= KILLS // 2
    assert unfinished, "none died while it worked"
