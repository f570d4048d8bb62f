"""Logs: codes and counts only, whatever is passed to them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import scrub

PLANTED = ("王秀英", "13912345678", "再不还钱就杀了你", "张三@example.com")

SCRIPT = """
import logging, sys
import structlog
from bot import logs
logs.set_up("debug")
log = structlog.get_logger("bot.test")
words = sys.argv[1:]
for word in words:
    log.info("incoming", text=word, door="local")
    log.warning("failed", reason=word)
    logging.getLogger("some.library").error("could not handle %s", word)
    logging.getLogger("some.library").error(word)
    try:
        raise ValueError(word)
    except ValueError:
        log.exception("broken")
        logging.getLogger("asyncio").exception("Task exception " + word)
raise RuntimeError(words[0])
"""


def test_planted_words_never_reach_standard_error() -> None:
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *PLANTED],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "incoming" in done.stderr
    assert "RuntimeError" in done.stderr
    for word in PLANTED:
        assert word not in done.stderr, word


@pytest.mark.parametrize("word", ["13912345678", "你好", "a" * 200, "x=1;y", "两 千"])
def test_what_could_be_a_persons_words_is_removed(word: str) -> None:
    assert scrub(None, "info", {"value": word})["value"] == "(removed)"


@pytest.mark.parametrize("value", [3, 2.5, True, None, "ValueError", "local", "E-0007"])
def test_codes_and_counts_stay(value: object) -> None:
    assert scrub(None, "info", {"value": value})["value"] == value


@given(st.text(min_size=1))
def test_nothing_but_short_ascii_codes_passes(word: str) -> None:
    kept = scrub(None, "info", {"value": word})["value"]
    assert kept == "(removed)" or (kept == word and word.isascii() and len(word) <= 80)
