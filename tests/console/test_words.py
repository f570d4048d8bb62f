"""The page's words: all there, all used, none put together by the page itself."""

from __future__ import annotations

import re
from pathlib import Path

from bot.console import page
from bot.console.words import Words
from handlers.messages import MediaKind
from handlers.texts.texts import Texts

SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in page.FOLDER.glob("*.js")}
PYTHON = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(page.__file__).parent.glob("*.py")
)
TEXTS = Texts.load()
STATES = {f"state_{state}" for state in ("kept", "reading", "judged", "unread", "failed")}
KINDS = {f"kind_{kind.value}" for kind in MediaKind}


def family(name: str) -> set[str]:
    start = f"{name}."
    return {key.removeprefix(start) for key in TEXTS.sentences if key.startswith(start)}


def test_every_word_the_page_says_is_there() -> None:
    said = {
        word for script in SCRIPTS.values() for word in re.findall(r'\bsay\(\s*"(\w+)"', script)
    }
    assert len(said) > 30
    assert said | STATES | KINDS <= family("page") | family("api")


def test_every_word_that_is_there_is_said() -> None:
    quoted = {word for script in SCRIPTS.values() for word in re.findall(r'"(\w+)"', script)}
    assert family("page") - quoted - STATES - KINDS == set()
    for name in ("api", "gate", "terminal"):
        idle = {key for key in family(name) if not re.search(rf"['\"](\w+\.)?{key}['\"]", PYTHON)}
        assert idle == set(), name


def test_no_chinese_stands_in_the_scripts() -> None:
    for name, script in SCRIPTS.items():
        code = re.sub(r"//[^\n]*", "", script)
        assert re.findall(r"[\u4e00-\u9fff]", code) == [], name


def test_blanks_are_filled_here_and_left_to_the_page_there() -> None:
    words = Words(TEXTS)
    assert "50 MB" in words.say("api.too_large", limit="50")
    assert "$limit" in words.for_browser()["api.too_large"]
    assert not [key for key in words.for_browser() if key.startswith(("gate.", "terminal."))]
