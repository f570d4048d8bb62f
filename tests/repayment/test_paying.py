"""Sentences that say what was paid, and sentences that only sound like them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.repayment.past import Past
from handlers.language.repayment.paying import UNCLEAR, Payment, paid, somehow
from handlers.repayment.plan import Fen


@pytest.mark.parametrize(
    ("words", "payment"),
    [
        ("3000已经还了", Payment(amount=Fen(300_000))),
        ("今天还了3000", Payment(amount=Fen(300_000))),
        ("已经还了一千五百块", Payment(amount=Fen(150_000))),
        ("刚刚转了1200.50元", Payment(amount=Fen(120_050))),
        ("剩下的3000都还了", Payment(amount=Fen(300_000))),
        ("1w2还了", Payment(amount=Fen(1_200_000))),
        ("这期已经还了", Payment()),
        ("还了", Payment()),
        ("我已经还了", Payment()),
        ("第2期还了", Payment(row=2)),
        ("第二期付了500", Payment(row=2, amount=Fen(50_000))),
        ("第十二期已经付了", Payment(row=12)),
        ("两期一起还了", Payment(count=2)),
        ("这两期都还了", Payment(count=2)),
        ("前3期已经还了", Payment(up_to=3)),
        ("这期还完了", Payment()),
        ("这个月的全还了", Payment()),
        ("本月已经还清了", Payment()),
        ("这期转了", Payment()),
        ("钱打过去了", Payment()),
        ("第２期已还", Payment(row=2)),
        ("两期一起还了3000", Payment(amount=Fen(300_000))),
        ("还了12月的", Payment(due=Past(month=12))),
        ("十二月那期还了", Payment(due=Past(month=12))),
        ("我2027年1月份的还了", Payment(due=Past(year=2027, month=1))),
        ("上个月的还了", Payment(due=Past(months=1))),
        ("15号那期还了500", Payment(amount=Fen(50_000), due=Past(day=15))),
        ("12月15号的已还", Payment(due=Past(month=12, day=15))),
        ("今天还了12月的1000", Payment(amount=Fen(100_000), due=Past(month=12))),
        ("12月10号还了1000", Payment(amount=Fen(100_000), made=Past(month=12, day=10))),
        ("本月十号还了1000", Payment(amount=Fen(100_000), made=Past(months=0, day=10))),
        ("昨天还了1000", Payment(amount=Fen(100_000), made=Past(back=1))),
        ("三天前还了第2期", Payment(row=2, made=Past(back=3))),
        ("上周五转了800", Payment(amount=Fen(80_000), made=Past(week=4))),
        ("2个月一起还了", Payment(count=2)),
        ("剩下的都还清了", Payment(everything=True)),
        ("全部还清了", Payment(everything=True)),
        ("还清了！", Payment(everything=True)),
        ("尾款已经结了", Payment(everything=True)),
    ],
)
def test_what_was_paid(words: str, payment: Payment) -> None:
    assert paid(words) == payment


@pytest.mark.parametrize(
    "words",
    [
        "今天还完了",
        "12月还了1000",
        "13月的还了",
        "11月的和12月的都还了",
        "还了3个月的",
        "12月的第2期还了",
        "还完了",
        "还了6期",
        "第2期第3期还了",
        "第二期和第三期都还了",
        "已经还了几百",
    ],
)
def test_what_may_be_meant_in_two_ways_is_asked(words: str) -> None:
    found = paid(words)
    assert (somehow(words) if found is None else found).unclear


@pytest.mark.parametrize(
    ("words", "payment"),
    [
        ("这期还了一半", UNCLEAR),
        ("这期还了一部分", UNCLEAR),
        ("大概还了三千多", UNCLEAR),
        ("这期还了0元", UNCLEAR),
        ("这期我跟他们说好以后还了500", Payment(amount=Fen(50_000))),
        ("借呗那期已还，谢谢提醒", Payment()),
        ("借呗12月的已还，谢谢提醒", Payment(due=Past(month=12))),
        ("昨晚把1000还了他们", Payment(made=Past(back=1))),
        ("昨天还了一半", replace(UNCLEAR, made=Past(back=1))),
    ],
)
def test_words_taken_for_a_payment(words: str, payment: Payment) -> None:
    assert somehow(words) == payment


@pytest.mark.parametrize(
    "words",
    [
        "",
        "打了我",
        "昨天打了我",
        "打过了",
        "转了",
        "交了",
        "昨天晚上打了我一顿",
        "没还",
        "这期还没还",
        "还了吗",
        "还清了没有",
        "要是还清了呢",
        "还了500还差1000",
        "他们说还清了就撤诉，我还了3000他们又要手续费",
        "明天会还",
        "我妈替我还了",
        "每月15号还1000",
        "再不还就上门",
        "还完了怎么开结清证明",
    ],
)
def test_other_words_say_nothing(words: str) -> None:
    assert paid(words) is None


@given(
    st.text(
        alphabet="我今天昨上月号那的第一二两3期0已经还付转了清完剩下的都全部没不吗万千元，",
        max_size=45,
    )
)
def test_it_always_answers(words: str) -> None:
    found = paid(words)
    if found is not None:
        assert found.amount is None or found.amount > 0


WEDNESDAY = date(2026, 12, 16)


@pytest.mark.parametrize(
    ("named", "on"),
    [
        (Past(back=1), date(2026, 12, 15)),
        (Past(week=4), date(2026, 12, 11)),
        (Past(day=16), WEDNESDAY),
        (Past(day=17), date(2026, 11, 17)),
        (Past(day=31), date(2026, 10, 31)),
        (Past(months=0, day=10), date(2026, 12, 10)),
        (Past(months=0, day=20), None),
        (Past(months=1, day=20), date(2026, 11, 20)),
        (Past(month=10, day=1), date(2026, 10, 1)),
        (Past(month=12, day=20), None),
        (Past(month=2, day=30), None),
        (Past(month=12), None),
    ],
)
def test_a_day_lies_behind_us(named: Past, on: date | None) -> None:
    assert named.on(WEDNESDAY) == on


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 180))
def test_a_day_is_found_again(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    for words in (f"{day.month}月{day.day}号", f"{day.year}年{day.month}月{day.day}日"):
        found = paid(f"{words}还了1000")
        assert found is not None
        assert found.made is not None
        assert found.made.on(today) == day
        assert found.amount == Fen(100_000)


@given(st.integers(1, 10**9))
def test_every_amount_is_read_to_the_fen(fen: int) -> None:
    assert paid(f"{fen // 100}.{fen % 100:02d}元还了") == Payment(amount=Fen(fen))


def test_less_than_nothing_was_not_paid() -> None:
    assert somehow("还了负500").unclear
    assert somehow("还了-500").unclear
