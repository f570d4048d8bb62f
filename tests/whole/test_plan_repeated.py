"""The same payment is never counted twice: not by an open question, nor told again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.whole.test_plan_payees import owed
from tests.whole.test_plan_words import reminded
from tests.whole.test_repayment_talk import Somebody, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("words", ["还了800", "这期还了800", "某某银行还了800", "第1期还了800"])
async def test_the_question_how_much_is_closed_by_a_payment(home: Somebody, words: str) -> None:
    await reminded(home)
    await home.say("已还")
    await home.say("只还了一部分")
    noted, *rest = await home.say(words)
    assert "第 1 期还了 800 元" in noted.text
    assert rest == []
    await home.say("800")
    assert "11200 元" in await owed(home)


async def test_the_day_that_was_said_before_holds_for_the_answer(home: Somebody) -> None:
    await reminded(home)
    await home.say("昨天还了1000")
    await home.say("只还了一部分")
    *_, noted = await home.say("还了800")
    assert "付款的日子记为2026年12月14日星期一" in noted.text


async def test_a_part_and_its_amount_are_one_payment(home: Somebody) -> None:
    await reminded(home)
    await home.say("还了一半")
    await home.say("还了500")
    await home.say("500")
    assert "11500 元" in await owed(home)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("还了1000", "还了1000"),
        ("已还", "刚才还了1000"),
        ("这期还了", "这期还了"),
        ("还了800", "这期还了"),
        ("还了300", "某某银行还了300"),
        ("还了300", "第1期还了300"),
    ],
)
async def test_what_is_told_twice_is_asked_about(home: Somebody, first: str, again: str) -> None:
    await reminded(home)
    await home.say(first)
    before = await owed(home)
    home.clock.at += timedelta(minutes=3)
    (asked,) = await home.say(again)
    assert "说的是同一笔吗" in asked.text
    assert await owed(home) == before
    (same,) = await home.press(asked.buttons[0].action)
    assert "没有再记一次" in same.text
    assert await owed(home) == before


async def test_a_further_payment_counts_once(home: Somebody) -> None:
    await reminded(home)
    await home.say("还了300")
    (asked,) = await home.say("还了300")
    assert labels(asked) == ["是同一笔", "又还了 300 元"]
    (noted,) = await home.press(asked.buttons[1].action)
    assert "第 1 期还了 300 元" in noted.text
    (once,) = await home.press(asked.buttons[1].action)
    assert "没有再记一次" in once.text
    assert "11400 元" in await owed(home)


@pytest.mark.parametrize("words", ["又还了300", "第2期还了300", "昨天还了300", "还了200"])
async def test_what_is_plainly_another_payment_is_put_down(home: Somebody, words: str) -> None:
    await reminded(home)
    await home.say("还了300")
    *_, noted = await home.say(words)
    assert "记下了" in noted.text


async def test_the_same_sum_an_hour_later_is_another_payment(home: Somebody) -> None:
    await reminded(home)
    await home.say("还了300")
    home.clock.at += timedelta(hours=1)
    *_, noted = await home.say("还了300")
    assert "记下了" in noted.text


async def test_the_button_after_the_words_is_asked_about(home: Somebody) -> None:
    await reminded(home)
    await home.say("还了800")
    (asked,) = await home.press("plan-paid:1:0.0")
    assert labels(asked) == ["是同一笔", "又还了 200 元"]
    assert "11200 元" in await owed(home)


async def test_of_two_plans_the_same_sum_is_asked_about_too(home: Somebody) -> None:
    await reminded(home)
    await saved(home, "欠大姐3000，分3期，每月20号还1000")
    (which,) = await home.say("还了500")
    await home.press(which.buttons[0].action)
    (which,) = await home.say("还了500")
    (asked,) = await home.press(which.buttons[0].action)
    assert "说的是同一笔吗" in asked.text
