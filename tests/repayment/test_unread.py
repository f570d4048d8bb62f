"""What finds no place in a plan is said to whoever confirms it, never left out in silence."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.repayment import reading
from tests.repayment.told import NOW


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("欠12000分12期，每月10号还1000，已经还了3期", ()),
        ("欠6000，6期，每月20号，第一期已经还了", ()),
        ("欠6000，6期，每月20号，第三期已经还了", ("第三期已经还了",)),
        ("欠6000，每月1000，20号还，已经还了两期", ("已经还了两期",)),
        ("30天后一次还清，本金2000利息120", ("利息120",)),
        ("月利息1分，本金3万，每月还300，10号，年底还本", ("月利息1分", "年底还本")),
        ("利息免了，本金7800分13期，每月3号", ()),
        ("欠2万，1月1号还5000，5月1号还5000，9月1号还1万", ()),
        ("逾期的先补上2400月底前，之后每月20号还800，还9期", ("月底", "2400")),
        ("尾款3000明年6月还，之前每月15号还500", ("尾款3000明年6月",)),
        ("每月10号还500，分12期，分24期", ("分12期",)),
        ("欠9000，每月10号还500，还12期，1234", ("1234",)),
        ("欠12000，分12期，每月10号还1000，已经还了3期，还剩9期", ()),
        ("每月20号还1000，2月份不还，欠6000", ("2月份不还",)),
        ("每月20号还1000，春节那个月停一次，还6期", ("春节那个月停一次",)),
        ("每月15号还1000，1月、2月不还，还6期", ("1月、2月不还",)),
        ("第一期已经还了1000，第二期12月15号还1000，第三期1月15号还1000", ()),
        ("已经还了12期，还有24期，每期500，每月5号", ()),
        ("12月和1月不还，2月开始每月20号还1000，还6期", ()),
        ("12月15日1000元，1月15日1000元，剩余6000元分6期", ("6000元",)),
        ("每月15号还1000，还6期，第一个月免", ("第一个月免",)),
        ("欠6000，分6期，每月15号还1000，最后一期免掉", ("最后一期免掉",)),
        ("每月15号还1000，还6期，遇到周末顺延", ("遇到周末顺延",)),
        ("每月15号还1000，还6期，每年12月停一个月", ("每年12月停一个月",)),
        ("每月15号还1000，还6期，先缓到3月", ("先缓到3月",)),
        ("从3月开始每月15号还1000，还6期，先缓到3月", ()),
        ("每月15号还1000，还6期，年前不用还", ("年前不用还",)),
        ("每月15号还1000，还6期，等我找到工作再还", ("等我找到工作再还",)),
        ("每月15号还1000，还6期，2月少还500", ("2月少还500",)),
        ("每月15号还1000，还6期，年终奖发了一次还清", ("年终奖发了一次还清",)),
        ("欠6000，利息全免，分6期，每月15号", ()),
        ("欠12000，分12期，每月15号还-500", ("-500",)),
        ("欠12000，分12期，每月15号还负500元", ("负500元",)),
        ("欠12000，分12期，每月15号还负五百", ("负五百",)),
        ("欠12000，分12期，每月15号还0元", ("0元",)),
        ("从去年开始每月20号还1000，共12期", ("去年",)),
        ("欠30000，前6期每期1000，中间6期，最后6期每期2000，每月5号", ()),
    ],
)
def test_what_finds_no_place_is_said(text: str, unread: tuple[str, ...]) -> None:
    understood = reading.read(text, datetime.fromisoformat(NOW))
    assert understood.plan() is not None
    assert understood.unread == unread


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "欠某呗4200，分6期每期700每月10号；欠某贷9000，分9期每期1000每月20号",
            "欠某贷9000，分9期每期1000每月20号",
        ),
        (
            "招行每月3号还600，还6个月，交行每月8号还450，还12个月",
            "交行每月8号还450，还12个月",
        ),
    ],
)
def test_of_two_debts_the_second_is_handed_back(text: str, other: str) -> None:
    understood = reading.read(text, datetime.fromisoformat(NOW))
    assert understood.plan() is not None
    assert understood.installments == 6
    assert understood.unread == (other,)


@pytest.mark.parametrize(
    ("text", "clamped"),
    [
        ("欠12000，2月30日一次还清", [(30, date(2027, 2, 28))]),
        ("欠500，2月29日还清", [(29, date(2027, 2, 28))]),
        ("2028年2月29日还500", []),
        (
            "欠9000，2月30日还3000，4月31日还6000",
            [(30, date(2027, 2, 28)), (31, date(2027, 4, 30))],
        ),
        ("欠9000，2月30日先还3000，剩下的分6期，每月10号", [(30, date(2027, 2, 28))]),
        ("从2月30号开始每月还500，还6期", [(30, date(2027, 2, 28))]),
        ("欠12000，分12期，每月31号", []),  # every month has a last day
        ("欠12000，2月30日，不对，3月30日一次还清", []),
    ],
)
def test_a_day_that_its_month_does_not_have_is_said(
    text: str, clamped: list[tuple[int, date]]
) -> None:
    understood = reading.read(text, datetime.fromisoformat(NOW))
    assert understood.plan() is not None
    assert list(understood.clamped) == clamped


def test_a_wife_who_is_paid_is_no_second_debt() -> None:
    understood = reading.read("欠老张5000，分5期，每月10号转给他老婆", datetime.fromisoformat(NOW))
    assert understood.creditor == "老张"
    assert understood.installments == 5


@given(
    each=st.integers(100, 5000),
    count=st.integers(2, 36),
    day=st.integers(1, 28),
    lost=st.integers(10_000, 99_999),
)
def test_an_amount_too_many_is_always_said(each: int, count: int, day: int, lost: int) -> None:
    text = f"每月{day}号还{each}元，分{count}期，{lost}元"
    understood = reading.read(text, datetime.fromisoformat(NOW))
    said = understood.total == lost * 100 or f"{lost}元" in understood.unread
    assert said


def test_a_share_of_nothing_is_no_amount() -> None:
    assert reading.read("每月首付百分之0到31", datetime.fromisoformat(NOW)).plan() is None
