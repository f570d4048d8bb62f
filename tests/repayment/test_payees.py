"""To whom somebody says he has paid, and who is only named beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.repayment.payees import payees, same
from handlers.language.repayment.paying import paid
from handlers.repayment.plan import Fen


@pytest.mark.parametrize(
    ("words", "names", "rest"),
    [
        ("花呗还了300", ("花呗",), "还了300"),
        ("给招联还了600", ("招联",), "还了600"),
        ("还给二叔1000块了", ("二叔",), "还了1000块"),
        ("已经打给老张800", ("老张",), "已经打了800"),
        ("还了分期乐的450", ("分期乐",), "还了450"),
        ("把我欠大姐的钱还了500", ("大姐",), "还了500"),
        ("捷信那边还完了", ("捷信",), "还完了"),
        ("老婆帮我把白条还了", ("白条",), "还了"),
        ("工资到了，先把京东金条还了", ("京东金条",), "先还了"),
        ("恒易贷还了300", ("恒易贷",), "还了300"),
        ("车贷这个月还了", ("车贷",), "这个月还了"),
        ("信用卡还了2000", ("信用卡",), "还了2000"),
        ("花呗和借呗都还了", ("花呗", "借呗"), "都还了"),
    ],
)
def test_who_is_paid_is_told_from_the_rest(words: str, names: tuple[str, ...], rest: str) -> None:
    told = payees(words)
    assert (told.names, told.rest) == (names, rest)
    assert paid(rest) is not None


@pytest.mark.parametrize(
    "words",
    [
        "我妈替我还了这期",
        "用花呗还了1000",
        "微信转账还了1000",
        "银行卡还了1000",
        "银行的还了",
        "这个月的贷款还了",
        "网贷还了1000",
        "上个月的还了",
        "十二月那期还了",
        "尾款已经结了",
        "刚才还了1000",
        "这期按时还了",
        "又还了1000",
    ],
)
def test_who_pays_and_with_what_is_owed_nothing(words: str) -> None:
    told = payees(words)
    assert told.names == ()
    assert paid(told.rest) is not None


def test_a_creditor_of_his_own_plans_is_known_by_any_name() -> None:
    assert payees("云上优品还了300", ["云上优品"]).names == ("云上优品",)
    assert payees("云上优品还了300").names == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("招行", "招商银行"), ("白条", "京东白条"), ("360", "360借条"), ("我大姐", "大姐")],
)
def test_two_names_of_one_creditor(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("花呗", "借呗"), ("中国银行", "建设银行"), ("大姐", "二姐")]
)
def test_names_of_two_creditors(one: str, other: str) -> None:
    assert not same(one, other)


@given(st.sampled_from(["花呗", "给花呗", "把花呗", "花呗的", "今天花呗"]), st.integers(1, 10**8))
def test_a_name_takes_nothing_from_the_amount(lead: str, fen: int) -> None:
    told = payees(f"{lead}还了{fen // 100}.{fen % 100:02d}元")
    payment = paid(told.rest)
    assert told.names == ("花呗",)
    assert payment is not None
    assert payment.amount == Fen(fen)


@given(st.text(alphabet="我给把还了的花呗借条银行某大姐贷用0315，和帮替", max_size=30))
def test_it_always_answers(words: str) -> None:
    told = payees(words)
    assert len(told.rest) <= len(words) + 1
    assert all(told.names)
