"""What is said of an instalment that is not paid in time, and nothing beside it."""

from __future__ import annotations

import pytest

from handlers.crisis import Crisis, Danger
from handlers.language.repayment import lateness
from handlers.language.repayment.lateness import Late
from tests.intents.materials import danger


@pytest.mark.parametrize(
    ("words", "what", "clause"),
    [
        ("今天还不了，明天还", Late.PUT_OFF, "明天还"),
        ("今天手头没钱，后天才能还", Late.PUT_OFF, "后天才能还"),
        ("下周一发工资再还", Late.PUT_OFF, "下周一发工资再还"),
        ("晚几天还行吗", Late.PUT_OFF, "晚几天还行吗"),
        ("这期先欠着", Late.PUT_OFF, "这期先欠着"),
        ("这周的还不上", Late.CANNOT, "这周的还不上"),
        ("银行的还不上", Late.CANNOT, "银行的还不上"),
        ("工资还没发，还不了", Late.CANNOT, "工资还没发"),
        ("这次只能还一半", Late.CANNOT, "这次只能还一半"),
        ("还没还呢", Late.UNPAID, "还没还呢"),
        ("还了600，剩下的过几天还", Late.PAID_PART, "还了600"),
        ("这期还完我就解脱了", Late.RELIEF, "这期还完我就解脱了"),
        ("这笔还清我就自由了", Late.RELIEF, "这笔还清我就自由了"),
    ],
)
def test_it_is_heard(words: str, what: Late, clause: str) -> None:
    said = lateness.heard(words)
    assert said is not None
    assert (said.what, said.words) == (what, clause)


def test_whose_it_is_may_be_named() -> None:
    said = lateness.heard("大姐的还不上，周五还")
    assert said is not None
    assert said.creditor == "大姐"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "还了600",
        "今天还完了",
        "剩下的都还清了",
        "剩下的今天都还了",
        "不还了",
        "余下的还清",
        "还",
        "我扛不住了",
        "还完我就解脱了",
        "就这样",
        "这期还完我就解脱了，不想活了",
        "今天还不了，从楼上跳下去算了",
        "还了600，剩下的下辈子还",
        "您今天还不了，明天还",
        "这期延到25号",
        "欠某某银行6000，明天还",
    ],
)
def test_it_is_not_heard_in_anything_else(words: str) -> None:
    assert lateness.heard(words) is None


def test_no_words_of_danger_are_taken_for_it() -> None:
    assert [
        row.text for row in danger() if row.intent == "crisis" and lateness.heard(row.text)
    ] == []


def test_it_is_no_danger_by_itself() -> None:
    crisis = Crisis.read()
    assert crisis.weigh("这期还完我就解脱了") is Danger.NONE
    assert crisis.weigh("还了600，剩下的过几天还") is Danger.NONE
    assert crisis.weigh("还完我就解脱了") is not Danger.NONE
    assert crisis.weigh("这期还完我就解脱了，不想活了") is Danger.PLAIN
