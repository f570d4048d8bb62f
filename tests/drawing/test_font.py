"""The font that comes along is the one that was cut, and has what it says it has."""

from __future__ import annotations

import hashlib

import pytest
from fontTools.ttLib import TTFont

from handlers.drawing.font import FILE, characters, writable
from handlers.texts.texts import Texts
from tests.drawing.font import DIGEST, FAMILY

MOST_BYTES = 2_500_000


def test_it_is_what_the_script_cut() -> None:
    content = FILE.read_bytes()
    assert hashlib.sha256(content).hexdigest() == DIGEST
    assert len(content) < MOST_BYTES


def test_every_character_it_claims_has_a_shape() -> None:
    with TTFont(FILE, lazy=True) as font:
        known = {chr(code) for code in font.getBestCmap()}
        named = font["name"]
    assert characters() <= known
    assert named.getDebugName(1) == FAMILY
    assert "Adobe" in named.getDebugName(0)
    assert "Open Font License" in named.getDebugName(13)


def test_its_licence_lies_beside_it() -> None:
    licence = FILE.with_name("OFL.txt").read_text(encoding="utf-8")
    assert licence.index("© 2014-2021 Adobe") < licence.index("SIL OPEN FONT LICENSE Version 1.1")
    assert "DISCLAIMER" in licence


@pytest.mark.parametrize("name", ["花呗", "某某银行（信用卡）", "360借条", "M·花 ￥5—8", ""])
def test_usual_names_can_be_written(name: str) -> None:
    assert writable(name)


@pytest.mark.parametrize(
    "name", ["堃哥", "小张😀", "a\u202eb", "e\u0301", "한국", "a\nb", "\ufffd"]
)
def test_what_it_has_no_shape_for_is_known(name: str) -> None:
    assert not writable(name)


def test_all_our_words_in_a_picture_can_be_written() -> None:
    texts = Texts.load()
    ours = [
        texts.say(key, **dict.fromkeys(texts.blanks(key), ""))
        for key in texts.sentences
        if key.startswith(("progress", "plan.day", "plan.someone", "plans.name", "weekday"))
    ]
    assert len(ours) > 20
    assert [words for words in ours if not writable(words.replace("\n", ""))] == []
