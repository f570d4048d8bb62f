"""Missing facts are asked for one by one, and bare answers are understood."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.money.counter import answer, resumed
from handlers.texts.texts import Texts

LAW = LawBook.load()
RATES = RateBook.load()
TEXTS = Texts.load()
TODAY = date(2026, 11, 25)

TALKS = [
    (
        "借了1万，利息合法吗",
        ["8500", "每期1000，12期", "2024年9月", "小贷公司"],
        "69.00",
        "microloan",
    ),
    ("借5000到手4200，利息合法吗", ["14天后还5000", "上个月", "私人"], "496.60", "private_person"),
    (
        "网贷1万每月还1000利息高吗",
        ["到手八千五", "12期", "去年3月15号", "没牌照的"],
        "69.00",
        "unlicensed",
    ),
    (
        "还了8期了还剩4期",
        ["九千", "一期950", "2025年1月", "招联消费金融"],
        "46.06",
        "consumer_finance",
    ),
    ("年化36合法吗", ["2023年7月", "银行"], "36.00", "bank"),
    (
        "砍头息怎么算",
        ["到手7000。", "每个月850，10期", "2023.5.6", "朋友"],
        "44.34",
        "private_person",
    ),
]


@pytest.mark.parametrize(("first", "said", "percent", "lender"), TALKS)
def test_a_loan_is_told_bit_by_bit(first: str, said: list[str], percent: str, lender: str) -> None:
    text = first
    for words in said:
        found = answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES)
        assert found is not None
        expected = found.needs[0]
        assert TEXTS.word("loan_ask", expected) in found.text
        text = resumed(text, expected, words)
        after = answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES)
        assert after is not None
        assert expected not in after.needs
    end = answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES)
    assert end is not None
    assert end.needs == ()
    assert f"{end.figures.percent:.2f}" == percent
    assert end.loan.lender == lender


@pytest.mark.parametrize("words", ["不知道", "他又打电话来了", "为什么要问这个", "谢谢"])
def test_what_is_no_answer_leaves_the_fact_missing(words: str) -> None:
    text = "借了1万，利息合法吗"
    found = answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES)
    assert found is not None
    after = answer(resumed(text, found.needs[0], words), TODAY, texts=TEXTS, law=LAW, rates=RATES)
    assert after is not None
    assert after.needs == found.needs


def test_a_bank_is_never_told_of_the_rules_for_private_lending() -> None:
    text = "银行贷款合同5万，到手4.5万，24期每期2600，2024年3月签，利息合法吗"
    found = answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES)
    assert found is not None
    assert "5000 元不算本金" in found.text
    assert found.provisions == ("JI-MJ-1", "JO-24", "CC-670")
