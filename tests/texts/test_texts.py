"""The loader refuses every wrong file; every sentence renders; every sentence is used."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.messages import MediaKind
from handlers.texts import tables
from handlers.texts.errors import WordingError
from handlers.texts.practices import Danger
from handlers.texts.texts import Texts
from handlers.verdicts import PracticeId, Severity
from tests.texts.samples import NAMES

ROOT = Path(__file__).parents[2]
CHOSEN_BY_DATA = {
    "wish_label",
    "wish_zone",
    "wish_moment",
    "settled_step",
    "later_offer",
    "hardship_step",
    "agree_status",
    "agree_state",
    "agree_offer",
    "agree_rest",
    "agree_lacks",
    "agree_example",
    "agree_ask",
    "agree_beyond",
    "ask",
    "button",
    "danger",
    "deadline_step",
    "deadline_when",
    "deadline_why",
    "feed_title",
    "hearing_when",
    "lapse_event",
    "layer",
    "lender",
    "papers_done",
    "loan_ask",
    "lost",
    "media",
    "money_why",
    "plan_missing",
    "plan_moment",
    "plan_warning",
    "progress_mark",
    "progress_state",
    "reach_door",
    "reach_hint",
    "remind_when",
    "service_step",
    "severity",
    "unit",
    "unread",
    "weekday",
}
"""Families whose members are picked by a value, never by a literal key."""


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load(NAMES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "texts"
    shutil.copytree(tables.FOLDER, copy)
    return copy


def test_every_sentence_renders_with_the_samples(texts: Texts) -> None:
    for key, sentence in texts.sentences.items():
        said = texts.say(key, **{name: texts.samples[name] for name in sentence.blanks})
        assert said.strip() == said
        assert "{" not in said
        assert all(texts.samples[name] in said for name in sentence.blanks)


def test_braces_in_a_value_are_left_alone(texts: Texts) -> None:
    assert texts.say("finding.cut", words="{name} {0}") == "{name} {0}……"


@pytest.mark.parametrize(
    ("key", "blanks"),
    [
        ("no.such_key", {}),
        ("receipt.kept", {}),
        ("receipt.kept", {"number": "E-0001", "name": "x"}),
    ],
)
def test_asking_wrongly_is_refused(texts: Texts, key: str, blanks: dict[str, str]) -> None:
    with pytest.raises(WordingError):
        texts.say(key, **blanks)


def _append(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


def _swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        before = path.read_text(encoding="utf-8")
        assert old in before
        path.write_text(before.replace(old, new, 1), encoding="utf-8")

    return change


WRONG = {
    "not TOML": (_append("zh/advice.toml", "\n[["), "not valid TOML"),
    "a label that hurts": (_append("zh/advice.toml", '\n[new]\na = "您不是老赖。"'), "老赖"),
    "a promise": (_append("zh/advice.toml", '\n[new]\na = "这样一定能赢。"'), "一定能"),
    "not 您": (_append("zh/advice.toml", '\n[new]\na = "告诉你。"'), "forbidden word"),
    "a shout": (_append("zh/advice.toml", '\n[new]\na = "快走！"'), "forbidden word"),
    "a picture character": (_append("zh/advice.toml", '\n[new]\na = "好 ✅"'), "picture"),
    "a wall of text": (_append("zh/advice.toml", f'\n[new]\na = "{"长" * 151}"'), "longer"),
    "an empty sentence": (_append("zh/advice.toml", '\n[new]\na = " "'), "not empty"),
    "not a sentence": (_append("zh/advice.toml", "\n[new]\na = 3"), "must be a text"),
    "an undeclared blank": (_append("zh/advice.toml", '\n[new]\na = "{what}"'), "not declared"),
    "a blank with a format": (_append("zh/advice.toml", '\n[new]\na = "{day:>3}"'), "plain"),
    "an open brace": (_append("zh/advice.toml", '\n[new]\na = "{day"'), "braces"),
    "a key twice": (_append("zh/crisis.toml", '\n[receipt]\nkept = "好。"'), "stands there twice"),
    "an idle blank": (
        _append("blanks.toml", '\n[idle]\nmeaning = "x"\nsample = "y"'),
        "used by no sentence",
    ),
    "a blank without sample": (_append("blanks.toml", '\n[idle]\nmeaning = "x"'), "sample"),
    "an unknown forbidden group": (_append("forbidden.toml", '\nmore = ["x"]'), "unknown field"),
    "an admission to send": (
        _swap("practices.toml", "请停止威胁。", "我的债务请停止威胁。"),
        "violence_threat: may not be sent back: debt",
    ),
    "an admission as default": (
        _append("zh/crisis.toml", '\n[sendable]\nother = "我会还的。"'),
        "sendable.other: may not be sent back",
    ),
    "a practice without step": (
        _swap("practices.toml", 'step = "不用对骂', 'stop = "不用对骂'),
        "unknown field stop",
    ),
    "an unknown danger": (_swap("practices.toml", '"door"', '"roof"'), "danger must be"),
    "suspected neither true nor false": (
        _swap("practices.toml", "suspected = true", 'suspected = "yes"'),
        "suspected must be",
    ),
    "a practice nobody knows": (
        _append("practices.toml", '\n[nosuch]\nstep = "好。"\nsendable = "请停止。"'),
        "nosuch",
    ),
    "a missing file": (lambda folder: (folder / "blanks.toml").unlink(), "cannot be read"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_refuses_to_load(folder: Path, name: str) -> None:
    change, expected = WRONG[name]
    change(folder)
    with pytest.raises(WordingError, match=expected):
        Texts.load(NAMES, folder=folder)


def test_words_must_cover_the_catalogue_exactly() -> None:
    with pytest.raises(WordingError, match="new_practice"):
        Texts.load([*NAMES, "new_practice"])


def test_an_unknown_source_is_refused(texts: Texts) -> None:
    leaning = {s for sentence in texts.sentences.values() for s in sentence.sources}
    leaning |= {s for words in texts.practices.values() for s in words.sources}
    Texts.load(NAMES, leaning)
    for source in leaning:
        with pytest.raises(WordingError, match="unknown source"):
            Texts.load(NAMES, leaning - {source})


def test_families_cover_their_cases(texts: Texts) -> None:
    assert all(texts.has("media", kind) for kind in MediaKind)
    assert all(texts.has("severity", severity) for severity in Severity)
    assert all(texts.has("danger", danger) for danger in Danger if danger is not Danger.NONE)
    assert all(texts.has("weekday", str(day)) for day in range(7))


def test_no_two_practices_fall_back_to_the_same_words(texts: Texts) -> None:
    steps = [words.step for words in texts.practices.values()]
    assert len(set(steps)) == len(steps)
    assert texts.sendable([PracticeId("unknown")]) == texts.say("sendable.who")
    assert texts.sendable([]) == texts.say("sendable.who")
    assert texts.sendable([PracticeId("insult")]) == texts.practices[PracticeId("insult")].sendable


def _literals() -> set[str]:
    """Every string that stands in the code of handlers and bot."""
    found: set[str] = set()
    for path in [*ROOT.glob("handlers/**/*.py"), *ROOT.glob("bot/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_sentence_of_a_reply_is_used(texts: Texts) -> None:
    literals = _literals()
    elsewhere = CHOSEN_BY_DATA | tables.read(tables.FOLDER / "zh" / "page.toml").keys()
    for key in texts.sentences:
        if key.partition(".")[0] not in elsewhere:
            assert key in literals, f"{key} is said nowhere"


def test_every_button_is_used(texts: Texts) -> None:
    literals = _literals()
    assert all(key.removeprefix("button.") in literals for key in texts.family("button"))
