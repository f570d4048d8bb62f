"""What a person may send back never harms him: the rules, a table of bad ones, and properties."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sendable import RULES, Lint
from handlers.texts.errors import WordingError
from handlers.texts.texts import Texts

LINT = Lint.load()
TEXTS = Texts.load()
SENTENCES = sorted(
    {words.sendable for words in TEXTS.practices.values()}
    | {TEXTS.say(key) for key in TEXTS.family("sendable")}
)

BAD = {
    "debt": [
        "请停止联系与我的债务无关的人。",
        "我承认这笔钱。",
        "我借的钱我认。",
        "我确实逾期了，请别打给我妈。",
        "这笔贷款我知道。",
        "能不能协商一下？",
        "请减免利息后再谈。",
        "欠款的事请直接找我。",
        "欠 款 的事请直接找我。",
        "欠\u200b款的事请直接找我。",
        "貸款的事請找我。",
        "I do owe it.",
    ],
    "amount": [
        "三千元的事请直接找我。",
        "5000块没错。",
        "总额我看过了。",
        "￥800我知道。",
        "12500是对的。",
    ],
    "promise": [
        "我会尽快还。",
        "月底一定给您。",
        "下周先付一部分。",
        "请再给我一些时间。",
        "我答应您，请别再打。",
        "我保证，请停止联系我的家人。",
        "发工资就转账。",
        "我愿意归还。",
    ],
    "threat": [
        "再打我就报警。",
        "不停止我就去投诉。",
        "我会把你们曝光。",
        "请停止，否则后果自负。",
        "我要把录音发到网上。",
        "等着收传票，法庭见。",
        "我要让你老板知道。",
    ],
    "money": [
        "请赔偿我的精神损失。",
        "把多收的费用退给我。",
        "给我补偿就算了。",
        "私了吧。",
        "把零头抹掉。",
    ],
    "personal": [
        "我叫李某，请改正。",
        "我的手机号码是 13800000000，请打这个。",
        "我在某某厂上班，请别去。",
        "我住在东门小区三单元。",
        "我的身份证是 110105194912310021。",
        "我老婆的电话您记一下。",
        "请发到 someone@example.com。",
    ],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_of_ours_may_be_sent(sentence: str) -> None:
    assert LINT.faults(sentence) == ()
    assert len(sentence) <= 60
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("rule", "sentence"), [(rule, text) for rule, texts in BAD.items() for text in texts]
)
def test_a_harmful_sentence_is_refused(rule: str, sentence: str) -> None:
    assert rule in LINT.faults(sentence)
    with pytest.raises(WordingError, match=rule):
        LINT.check("here", sentence)


HARMFUL = [text for texts in BAD.values() for text in texts]


@given(
    sentence=st.sampled_from(SENTENCES),
    harm=st.sampled_from(HARMFUL),
    first=st.booleans(),
)
def test_harm_cannot_hide_beside_a_good_sentence(sentence: str, harm: str, *, first: bool) -> None:
    assert LINT.faults(harm + sentence if first else sentence + harm)


@given(harm=st.sampled_from(HARMFUL), between=st.sampled_from([" ", "\u200b", "·", "*", "_", "…"]))
def test_harm_cannot_hide_behind_separators(harm: str, between: str) -> None:
    assert set(LINT.faults(harm)) <= set(LINT.faults(between.join(harm)))


@given(st.integers(min_value=100, max_value=10**9), st.sampled_from(SENTENCES))
def test_an_amount_is_refused_wherever_it_stands(amount: int, sentence: str) -> None:
    assert LINT.faults(f"{sentence[:-1]}，{amount}元。")
    assert LINT.faults(f"{amount:,}元，{sentence}")


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    assert set(LINT.faults(text)) <= {shape.id for shape in LINT.shapes.rows}


def _rules(tmp_path: Path, old: str, new: str) -> Path:
    path = tmp_path / "sendable.toml"
    shutil.copy(RULES, path)
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"我认账。"', '"今天天气好。"', "shape debt lets an example pass"),
        ('"请停止威胁。"', '"请停止，否则报警。"', "shape threat refuses a near miss"),
        ("'债', ", "'债(', ", "a pattern is wrong"),
        ("<number>+(?:多", "<nobody>+(?:多", "unknown word group nobody"),
        ('id = "amount"', 'id = "debt"', "stands there twice"),
        ('what = "写出', 'why = "写出', "unknown field why"),
        ("near_misses = [", "flags = ['x']\nnear_misses = [", "unknown flag x"),
        ("examples = [", "examples = []\nunless = [", "needs any, examples and near_misses"),
        ("[variants]", "[others]", "unknown field others"),
    ],
)
def test_a_wrong_rule_refuses_to_load(tmp_path: Path, old: str, new: str, expected: str) -> None:
    with pytest.raises(WordingError, match=expected):
        Lint.load(_rules(tmp_path, old, new))
