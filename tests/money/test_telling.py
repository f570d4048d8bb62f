"""A loan told bit by bit: what goes on with it, what corrects it, what is something else."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.money.counter import Computed, answer
from handlers.money.loan import Fact
from handlers.money.recap import recap
from handlers.money.telling import LONGEST, Telling, continued
from handlers.texts.texts import Texts

LAW, RATES, TEXTS = LawBook.load(), RateBook.load(), Texts.load()
TODAY = date(2026, 11, 26)
BEGUN = Telling(TODAY, "借1万到手8500，12期每期1000")


def count(telling: Telling) -> Computed | None:
    return answer(
        telling.text,
        telling.on,
        texts=TEXTS,
        law=LAW,
        rates=RATES,
        corrections=telling.corrections,
    )


def told(*said: str, begun: Telling = BEGUN) -> Computed:
    telling = begun
    for words in said:
        longer = continued(telling, words, count)
        assert longer is not None, words
        telling = longer
    found = count(telling)
    assert found is not None
    return found


def test_facts_may_come_in_any_order() -> None:
    one, other = told("2024年9月签的", "是私人借的"), told("找朋友借的", "2024年9月")
    assert one.needs == other.needs == ()
    assert one.figures == other.figures
    assert one.loan.lender == "private_person"


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("不对，到手8000", "received", 800000),
        ("说错了，到手其实是8200", "received", 820000),
        ("其实是24期", "periods", 24),
        ("每期应该是900", "instalment", 90000),
        ("不是银行，是小贷公司", "lender", "microloan"),
        ("已经还了6期", "paid", 6),
    ],
)
def test_what_is_said_later_counts(words: str, field: str, value: object) -> None:
    assert getattr(told(words).loan, field) == value


def test_a_correction_is_not_overruled_by_what_was_said_before() -> None:
    loan = told("不对，到手8000", "2024年9月签的", "是小贷公司").loan
    assert (loan.received, loan.stated, loan.lender) == (800000, 1000000, "microloan")
    assert loan.signed is not None


def test_a_former_total_gives_way_with_its_parts() -> None:
    begun = Telling(TODAY, "借1万到手8500，12期一共还12000")
    loan = told("不对，一共还13200", begun=begun).loan
    assert (loan.total, loan.instalment) == (1320000, 110000)


@pytest.mark.parametrize(
    "words",
    [
        "催收打给我朋友了",
        "催收让我还8500",
        "去年9月逾期的",
        "我朋友说要报警",
        "2024年9月开始上门",
        "不知道",
        "谢谢",
        "银行能协商吗",
        "银行会起诉我吗",
        "我跟平台谈好了，每月还500",
        "",
        "到手8000" * LONGEST,
    ],
)
def test_other_matters_are_left_alone(words: str) -> None:
    assert continued(BEGUN, words, count) is None


def test_another_lender_only_while_nothing_came_in_between() -> None:
    assert told("那信用卡呢？").loan.lender == "bank"
    aside = Telling(TODAY, BEGUN.text, aside=True)
    assert continued(aside, "那信用卡呢？", count) is None
    assert continued(aside, "2024年9月签的", count) is not None


def test_what_was_understood_is_said_back() -> None:
    said = recap(TEXTS, told("2024年9月签的", "是私人借的", "已经还了6期").loan)
    assert said is not None
    assert said.text == (
        "我是按这些算的：借的是 10000 元，到手 8500 元，每月还 1000 元，12 期，已还 6 期，"
        "合同成立：2024年9月，出借人：个人借款。"
        "哪一样不对，直接说，比如“到手其实是8000”；不接着算了，发“取消”。"
    )


def test_of_a_loan_once_repaid_and_of_a_rate_too() -> None:
    once = recap(TEXTS, told(begun=Telling(TODAY, "借5000到手4200，14天后还5000")).loan)
    rate = recap(TEXTS, told(begun=Telling(TODAY, "年利率24%合法吗，2024年9月签的")).loan)
    assert once is not None
    assert rate is not None
    assert "一共还 5000 元，借 14天" in once.text
    assert "年利率 24%" in rate.text
    assert "calculated" in rate.sources


def test_nothing_understood_is_not_said_back() -> None:
    found = count(Telling(TODAY, "砍头息怎么算"))
    assert found is not None
    assert recap(TEXTS, found.loan) is None
    assert found.needs[0] is Fact.RECEIVED
