"""Releases: wheel and source distribution hold everything, and run away from this folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot import __version__
from tests.console.house import wait_until
from tests.reading.drawing import encoded, sms
from tests.whole.program import ROOT

FLOORS = ("bot", "handlers", "storage")
THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友。"


def needed() -> set[str]:
    """Every file of the three floors that is not a leftover of running them."""
    return {
        str(path.relative_to(ROOT))
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def built(source: Path, into: Path, *kinds: str) -> list[Path]:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(into), *kinds],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return sorted(into.iterdir())


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source distribution and the wheel."""
    wheel, source = built(ROOT, tmp_path_factory.mktemp("dist"))
    return source, wheel


@pytest.fixture(scope="module")
def elsewhere(dist: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; libraries are borrowed, nothing is downloaded."""
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home / "venv", with_pip=False)
    python = home / "venv/bin/python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", str(dist[1])], check=True
    )
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = home / "venv/lib" / version / "site-packages"
    # a path in a .pth is only added: the editable install that lies there stays asleep
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (home / "folder").mkdir()
    return home


def command(home: Path, *words: str | Path) -> list[str]:
    return [str(home / "venv/bin/wenzhu"), *map(str, words)]


def environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | {"WENZHU_LOW_WATER_MB": "1", "WENZHU_PORT": "0"}


def run(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(home, *words),
        cwd=home / "folder",
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def test_the_wheel_holds_every_file(dist: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(dist[1]) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == needed()
    kinds = {Path(name).suffix for name in names}
    assert {".py", ".toml", ".js", ".css", ".otf"} <= kinds
    assert "handlers/drawing/OFL.txt" in names
    assert any(name.startswith("storage/migrations/versions/0001") for name in names)


def test_the_source_builds_the_same_wheel(dist: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(dist[0]) as source:
        source.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    for name in ("deploy/install.sh", "requirements.lock", "Makefile", "CHANGELOG.md", "README.md"):
        assert (unpacked / name).is_file()
    assert not list(unpacked.rglob("master.key"))
    assert not (unpacked / ".venv").exists()
    (again,) = built(unpacked, tmp_path / "again", "-t", "wheel")
    with zipfile.ZipFile(dist[1]) as first, zipfile.ZipFile(again) as second:
        assert sorted(first.namelist()) == sorted(second.namelist())
        assert all(first.read(name) == second.read(name) for name in first.namelist())


def test_the_version_is_said_once(dist: tuple[Path, Path], elsewhere: Path) -> None:
    assert dist[1].name.startswith(f"wenzhu-{__version__}-")
    assert run(elsewhere, "--version").stdout.strip() == f"wenzhu {__version__}"
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changes, re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert __version__ not in re.findall(r'^version = "(.+)"', project, re.MULTILINE)


def test_the_commands_run_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    judged = run(elsewhere, "judge", THREAT)
    assert judged.returncode == 0, judged.stderr
    assert "debt_disclosure" in judged.stdout
    picture = tmp_path / "s.png"
    picture.write_bytes(encoded(sms(("再不还钱就群发给你通讯录",))))
    read = run(elsewhere, "read", picture)
    assert "通讯录" in json.loads(read.stdout)["text"]
    doctor = run(elsewhere, "--data", tmp_path / "data", "doctor")
    assert doctor.returncode == 0, doctor.stdout
    words = tmp_path / "words.txt"
    words.write_text(THREAT, encoding="utf-8")
    kept = run(elsewhere, "--data", tmp_path / "data", "keep", "--owner", "小王", words)
    assert kept.returncode == 0, kept.stderr
    backup = run(elsewhere, "backup", "-o", tmp_path / "a.backup", "--data", tmp_path / "data")
    assert backup.returncode == 0, backup.stderr
    assert list((elsewhere / "folder").iterdir()) == []


@contextmanager
def serving(home: Path, data: Path) -> Iterator[str]:
    with subprocess.Popen(
        command(home, "--data", data, "run"),
        cwd=home / "folder",
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            yield next(line.strip() for line in process.stdout if "token=" in line)
        finally:
            process.terminate()
        assert process.wait(30) == 0


def test_the_service_runs_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    with serving(elsewhere, tmp_path / "data") as link:
        origin = link.partition("/enter")[0]

        def ready() -> bool:
            try:
                return httpx.get(f"{origin}/readyz").json()["ready"] is True
            except httpx.TransportError:
                return False

        wait_until(ready)
        with httpx.Client(follow_redirects=True) as browser:
            assert browser.get(link).status_code == 200
            page = browser.get(origin)
            assert page.status_code == 200
            styles = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js))[^"]*"', page.text)
            assert styles
            assert {browser.get(origin + style).status_code for style in styles} == {200}
    assert list((elsewhere / "folder").iterdir()) == []
