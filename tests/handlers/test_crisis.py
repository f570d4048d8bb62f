"""Who is in danger is heard; collectors, anger and figures of speech are not taken for it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import crisis
from handlers.crisis import RULES, Crisis, Danger
from handlers.messages import Stage
from handlers.texts.errors import WordingError
from handlers.texts.texts import Texts

CRISIS = Crisis.load()
MATERIAL = Path(__file__).parents[1] / "texts" / "material"


def _lines(name: str) -> list[str]:
    lines = (MATERIAL / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


IN_DANGER = _lines("crisis.txt")
ORDINARY = _lines("ordinary.txt")


def test_every_wording_of_danger_is_heard() -> None:
    assert len(set(IN_DANGER)) >= 60
    assert [line for line in IN_DANGER if not CRISIS.look(line)] == []


def test_hardly_any_ordinary_message_is_taken_for_it() -> None:
    assert len(set(ORDINARY)) >= 200
    assert len([line for line in ORDINARY if CRISIS.look(line)]) <= len(ORDINARY) // 200


def _heard_slowly(text: str) -> str | None:
    """As it was heard before anybody looked for words first: every pattern is tried."""
    plain = CRISIS.shapes.fold(text)
    for shape in CRISIS.shapes.rows:
        for pattern in shape.patterns:
            if crisis._counts(shape, pattern, plain):
                return shape.id
    cues = CRISIS.cues
    points = sum(cue.points for cue in cues.rows if any(one.search(plain) for one in cue.patterns))
    return "together" if len(plain) <= cues.longest and points >= cues.enough else None


def test_looking_for_words_first_changes_nothing() -> None:
    for text in (*IN_DANGER, *ORDINARY):
        assert CRISIS.heard(text) == _heard_slowly(text)


_PIECES = sorted({word for text in IN_DANGER for word in text.replace("，", "。").split("。")})


@given(st.lists(st.sampled_from(_PIECES), max_size=3).map("，".join))
def test_nor_does_it_in_any_mixture(text: str) -> None:
    assert CRISIS.heard(text) == _heard_slowly(text)


@given(st.sampled_from(IN_DANGER), st.sampled_from([" ", "\u200b", "\u3000"]))
def test_spaces_hide_no_danger(line: str, between: str) -> None:
    assert CRISIS.look(between.join(line))


@pytest.mark.parametrize("before", ["你好。", "在吗？有个事想说。", "欠款单今天又收到一张。"])
def test_danger_is_heard_in_the_second_paragraph_too(before: str) -> None:
    behind = {
        line: CRISIS.weigh(f"{before}\n{line}")
        for line in IN_DANGER
        if (shape := CRISIS.heard(line)) not in {"together", None}
        and "^" not in _patterns(str(shape))
    }
    assert Danger.NONE not in behind.values()  # at the least the question and the numbers
    asked = [line for line, danger in behind.items() if danger is Danger.DOUBT]
    assert len(asked) <= len(behind) // 100


def _patterns(shape: str) -> str:
    """The patterns of a row as one text; those that mean a whole message carry a ^."""
    row = next(row for row in CRISIS.shapes.rows if row.id == shape)
    return " ".join(pattern.pattern for pattern in row.patterns)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert CRISIS.look(text) in {True, False}


def test_a_very_long_text_is_looked_through() -> None:
    assert CRISIS.look("你的借款已逾期，请尽快处理。" * 2000 + "我不想活了。")


def test_a_collectors_incitement_is_not_the_persons_crisis() -> None:
    assert not CRISIS.look("你怎么不去死")
    assert not CRISIS.look("他骂我“怎么不去死”，我录音了")
    assert CRISIS.look("他骂我“怎么不去死”，我觉得他说得对")


def test_what_a_link_carries_nobody_said() -> None:
    for command in ("/start", "/start case-17_zs_zs_zs_zs_zs_zs_zs_zs_zs_zs", "/plan@wenzhu_bot"):
        assert CRISIS.weigh(command) is Danger.NONE
    assert CRISIS.weigh("/start 我不想活了") is not Danger.NONE


def test_the_answer_is_people_and_numbers_without_law() -> None:
    reply = crisis.answer(Texts.load())
    assert reply.stage is Stage.CRISIS
    assert reply.number is None
    assert reply.buttons == ()
    assert all(number in reply.text for number in ("12356", "120", "110"))
    assert "法" not in reply.text.replace("办法", "")
    assert "信任的人" in reply.text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "rules"
    shutil.copytree(RULES, copy)
    return copy


def test_a_text_without_stops_does_not_take_minutes() -> None:
    started = time.perf_counter()
    assert CRISIS.heard("不想死，" * 40_000) is None
    assert not CRISIS.look("不想还，" * 40_000)
    assert time.perf_counter() - started < 30  # it took longer than anybody waited


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("crisis.toml", 'examples = ["', 'examples = ["今天天气真好", "', "is not heard"),
        ("crisis.toml", 'near_misses = ["', 'near_misses = ["我不想活了", "', "is heard"),
        ("crisis.toml", 'flags = ["own"', 'flags = ["mine"', "unknown flag"),
        ("crisis_cues.toml", "enough = ", "enough = 9", "is not heard"),
        ("crisis_cues.toml", "points = 2", "points = true", "whole number"),
        ("crisis_cues.toml", "points = 2", "weight = 2", "unknown field weight"),
        ("crisis_cues.toml", "any = [", "any = []\n#", "needs any"),
        ("crisis_cues.toml", "longest = 160", "", "longest must be a whole number"),
        ("crisis_cues.toml", "'<me>", "'<nobody>", "unknown word group nobody"),
    ],
)
def test_a_wrong_rule_refuses_to_load(
    folder: Path, name: str, old: str, new: str, expected: str
) -> None:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WordingError, match=expected):
        Crisis.load(folder)


def test_an_errand_that_a_relative_has_run_is_no_farewell() -> None:
    for text in ("我妈昨天替我签收了传票", "昨天我姐替我拿的传票", "我妈今天替我交了1000"):
        assert CRISIS.weigh(text) is Danger.NONE, text
    for text in ("我走了以后让我妈替我签收", "我死了你们替我还了吧"):
        assert CRISIS.weigh(text) is Danger.PLAIN, text
