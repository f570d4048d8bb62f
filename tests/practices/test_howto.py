"""A lawyer follows docs/howto-add-a-practice.md to the letter, in a copy of the program."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "howto-add-a-practice.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"# (新建|加在末尾)：(\S+)\n")
PROGRAMS = {
    ".venv/bin/python": [sys.executable],
    ".venv/bin/wenzhu": [sys.executable, "-m", "bot"],
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in a folder of its own, without data."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("bot", "handlers", "storage"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def write(folder: Path, block: str) -> None:
    """Do what the first line of a block says with the block."""
    named = TARGET.match(block)
    assert named is not None, block
    path = folder / named[2]
    assert path.exists() == (named[1] == "加在末尾")
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + block, encoding="utf-8")


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a block in that folder."""
    program, *arguments = shlex.split(command)
    return subprocess.run(
        [*PROGRAMS[program], *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def judged(outputs: Sequence[str]) -> list[dict[str, Any]]:
    return [json.loads(output) for output in outputs if output.startswith("{")]


def test_the_page_does_what_it_says(copy: Path) -> None:
    outputs: list[str] = []
    for kind, block in BLOCK.findall(PAGE):
        if kind == "toml":
            write(copy, block)
            continue
        for command in block.splitlines():
            done = run(copy, command)
            if "rejudge" in command:  # there is no data yet; it says so and changes nothing
                assert "--data" in done.stderr
                continue
            assert done.returncode == 0, done.stderr
            outputs.append(done.stdout)
    practice, sign, offer = judged(outputs)
    assert "pretext_contact" in practice["practices"]
    assert "PI-10" in practice["provisions"]
    assert "night_contact" in sign["practices"]
    assert offer["outcome"] == "not_collection"
    assert offer["provisions"] == ["CL-225", "CL-266"]


def test_the_whole_program_knows_the_new_practice(copy: Path) -> None:
    """Everything that is checked at the start of the service fits together."""
    check = (
        "from pathlib import Path\n"
        "from bot.desk import build_desk\n"
        "from bot.settings import Settings\n"
        "desk = build_desk(Settings(data=Path('nowhere')))\n"
        "practice = 'pretext_contact'\n"
        "assert desk.texts.practices[practice].step\n"
        "routes = desk.routes.for_case([practice], severity_is_danger=False, lender=None)\n"
        "assert any(route.id == 'lender_complaint' for route in routes)\n"
        "print(desk.judge.name(practice))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "冒名套话"


def test_errors_read_as_the_page_shows_them(copy: Path) -> None:
    path = copy / "handlers" / "practices" / "catalogue" / "pretext_contact.toml"
    good = path.read_text(encoding="utf-8")
    shown = next(block for block in PAGE.split("```") if "names 'PI-999'" in block)
    try:
        path.write_text(good.replace('"PI-10"', '"PI-999"'), encoding="utf-8")
        done = run(copy, '.venv/bin/wenzhu judge "x"')
    finally:
        path.write_text(good, encoding="utf-8")
    assert done.returncode != 0
    assert shown.strip().splitlines()[0] in done.stderr
