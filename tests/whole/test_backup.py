"""Backup, restore and the recovery code from the command line, with the real service."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handlers.bodies import original_in
from storage import recovery, schema
from storage.records import BODY
from storage.store import Store
from tests.console.house import Guest, guest, house, wait_until
from tests.whole.program import ROOT

THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友。"


def wenzhu(
    *arguments: str | Path, given: str = "", code: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WENZHU_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=code,
        env=environment | {"WENZHU_LOW_WATER_MB": "1"} | settings,
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def code_of(data: Path) -> str:
    printed = wenzhu("keys", "export", "--data", data)
    assert printed.returncode == 0, printed.stderr
    line = re.compile(r"^ {4}([A-Z2-7]{4}(?: [A-Z2-7]{4}){6})$", re.MULTILINE)
    return "\n".join(line.findall(printed.stdout))


def verdicts(someone: Guest) -> list[dict[str, Any]]:
    return [message for message in someone.messages() if message.get("stage") == "judged"]


def texts(data: Path) -> list[str]:
    async def look() -> list[str]:
        async with await Store.open(data) as store, store.snapshot() as view:
            return [
                original_in(await view.part(entry.item, BODY)).text
                for ledger in await view.ledgers()
                for entry in await view.originals(ledger, 100)
            ]

    return asyncio.run(look())


def kept(data: Path, count: int = 1) -> None:
    for number in range(count):
        file = data.parent / f"{number}.txt"
        file.write_text(f"{THREAT}{number}", encoding="utf-8")
        assert wenzhu("--data", data, "keep", "--owner", "小王", file).returncode == 0


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "data"
    kept(folder, 2)
    return folder


@pytest.mark.slow
def test_a_running_service_is_backed_up_and_lives_on_elsewhere(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, guest(running) as someone:
        someone.say(THREAT, "one")
        wait_until(lambda: verdicts(someone))
        done = wenzhu("backup", "-o", tmp_path, "--data", tmp_path / "data")
        assert done.returncode == 0, done.stderr
        someone.say("我想问一下", "two")
    (file,) = tmp_path.glob("wenzhu-*.backup")
    assert str(file) in done.stdout
    assert "全部完好" in done.stdout
    code = code_of(tmp_path / "data")
    shutil.rmtree(tmp_path / "data")
    again = wenzhu("restore", file, "--data", tmp_path / "data", given=code + "\n")
    assert again.returncode == 0, again.stderr
    with house(tmp_path / "data") as running, guest(running) as someone:
        assert someone.message("one")["number"] == 1
        assert len(verdicts(someone)) == 1
        assert running.stop() == 0


def test_a_restore_into_a_newer_version_migrates(data: Path, tmp_path: Path) -> None:
    assert wenzhu("backup", "-o", tmp_path / "a.backup", "--data", data).returncode == 0
    newer = tmp_path / "newer"
    for floor in ("bot", "handlers", "storage"):
        shutil.copytree(ROOT / floor, newer / floor, ignore=shutil.ignore_patterns("__pycache__"))
    head = f"{int(schema.HEAD) + 1:04}"
    (newer / "storage" / "migrations" / "versions" / f"{head}_newer.py").write_text(
        f'from alembic import op\nrevision = "{head}"\ndown_revision = "{schema.HEAD}"\n'
        "branch_labels = depends_on = None\n"
        "def upgrade() -> None:\n    op.execute(\"INSERT INTO facts VALUES ('newer', 'yes')\")\n"
    )
    tables = newer / "storage" / "schema.py"
    tables.write_text(tables.read_text().replace(f'HEAD = "{schema.HEAD}"', f'HEAD = "{head}"'))
    key = data / "master.key"
    done = wenzhu(
        "restore", tmp_path / "a.backup", "--key", key, "--data", tmp_path / "new", code=newer
    )
    assert done.returncode == 0, done.stderr
    assert "全部完好" in done.stdout
    verified = wenzhu("verify", tmp_path / "new" / "wenzhu.db", code=newer)
    assert f"结构版本 {head}" in verified.stdout

    back = wenzhu("backup", "-o", tmp_path / "b.backup", "--data", tmp_path / "new", code=newer)
    assert back.returncode == 0, back.stderr
    older = wenzhu("restore", tmp_path / "b.backup", "--key", key, "--data", tmp_path / "older")
    assert older.returncode == 1
    assert "更新的版本" in older.stderr
    assert not (tmp_path / "older").exists()


def test_incremental_backups(data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.backup", tmp_path / "b.backup"
    assert wenzhu("backup", "-o", first, "--data", data).returncode == 0
    done = wenzhu("backup", "-o", second, "--since", first, "--data", data)
    assert done.returncode == 0, done.stderr
    assert "a.backup" in done.stdout
    first.rename(tmp_path / "away")
    alone = wenzhu("restore", second, "--key", data / "master.key", "--data", tmp_path / "new")
    assert alone.returncode == 1
    assert "a.backup" in alone.stderr
    (tmp_path / "away").rename(first)
    code = code_of(data).lower().replace(" ", "")
    both = wenzhu("restore", second, "--data", tmp_path / "new", given=code)
    assert both.returncode == 0, both.stderr
    assert texts(tmp_path / "new") == texts(data)


def test_every_refusal_has_a_sentence(data: Path, tmp_path: Path) -> None:
    file, key = tmp_path / "a.backup", data / "master.key"
    assert wenzhu("backup", "-o", file, "--data", data).returncode == 0
    other = tmp_path / "other.key"
    other.write_bytes(b"k" * 32)
    (tmp_path / "cut.backup").write_bytes(file.read_bytes()[:-1])
    (tmp_path / "not.backup").write_text("别的东西", encoding="utf-8")
    new = ["--data", str(tmp_path / "new")]
    wrong: list[tuple[list[str | Path], str]] = [
        (["backup", "-o", file, "--data", data], "不会覆盖"),
        (["backup", "-o", tmp_path / "b", "--data", tmp_path / "none"], "找不到"),
        (["backup", "-o", tmp_path / "none" / "b", "--data", data], "找不到"),
        (["restore", file, "--key", key, "--data", data], "不会覆盖"),
        (["restore", file, "--key", other, *new], "不配"),
        (["restore", file, "--key", tmp_path / "none", *new], "主密钥文件"),
        (["restore", file, *new], "恢复码不对"),
        (["restore", tmp_path / "cut.backup", "--key", key, *new], "损坏"),
        (["restore", tmp_path / "not.backup", "--key", key, *new], "不是稳住的备份"),
        (["restore", tmp_path / "none", "--key", key, *new], "找不到"),
        (["keys", "export", *new], "主密钥"),
    ]
    for arguments, sentence in wrong:
        done = wenzhu(*arguments)
        assert (done.returncode, sentence in done.stderr) == (1, True), (arguments, done.stderr)
    assert not (tmp_path / "new").exists()
    assert wenzhu("backup").returncode == 64


def test_a_lost_key_is_written_again_from_its_code(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    code = code_of(folder)
    there = wenzhu("keys", "import", "--data", folder, given=code)
    assert (there.returncode, "还在" in there.stderr) == (1, True)
    master = (folder / "master.key").read_bytes()
    (folder / "master.key").unlink()
    before = sorted(path.name for path in folder.iterdir())
    other = recovery.write(b"k" * 32)
    for typed, sentence in ((other, "不配"), ("AAAA", "恢复码不对")):
        done = wenzhu("keys", "import", "--data", folder, given=typed)
        assert (done.returncode, sentence in done.stderr) == (1, True), done.stderr
        assert sorted(path.name for path in folder.iterdir()) == before
    assert wenzhu("keys", "import", "--data", folder, given=code).returncode == 0
    assert (folder / "master.key").read_bytes() == master
    assert (folder / "master.key").stat().st_mode & 0o777 == 0o600
    assert texts(folder) == texts(data)


def test_an_interrupted_restore_stops_the_service(data: Path, tmp_path: Path) -> None:
    (tmp_path / "new" / ".restoring").mkdir(parents=True)
    folder, serve = ("--data", tmp_path / "new"), ("run", "--port", "0")
    for arguments in ((*serve, *folder), (*folder, *serve)):
        done = wenzhu(*arguments)
        assert done.returncode == 1
        assert "恢复没有做完" in done.stderr
    assert texts(data)
