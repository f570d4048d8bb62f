"""The documentation is under test: what it names exists, and what exists is named."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
NAMED = re.compile(r"`((?:bot|handlers|storage|tests|deploy|docs)/[\w./-]+)`")
LINKED = re.compile(r"\]\((?!https?:|#)([^)#]+)\)")
COMMANDS = (
    *(
        "run",
        "doctor",
        "ask",
        "judge",
        "understand",
        "keep",
        "read",
        "verify",
        "backup",
        "restore",
        "keys",
    ),
    *("cases", "rejudge", "law"),
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_the_docs_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [name for name in NAMED.findall(text) if not (ROOT / name).exists()]
    missing += [link for link in LINKED.findall(text) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"wenzhu {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Settings)])
def test_every_setting_is_in_the_readme(field: str) -> None:
    assert f"`{PREFIX}{field.upper()}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_help_names_every_command() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(re.search(rf"^    {command}\s", shown, re.MULTILINE) for command in COMMANDS)


def test_nothing_in_the_project_names_a_registry_or_this_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    hosts = re.compile(
        "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.org", "/wo" + "rk/m"))
    )
    named = [
        name
        for name in tracked
        if (ROOT / name).is_file()
        and hosts.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert named == []


def test_no_two_decisions_share_a_number_and_all_name_their_costs() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert len(set(numbers)) == len(numbers)
    assert all("## Costs" in record.read_text(encoding="utf-8") for record in records)
