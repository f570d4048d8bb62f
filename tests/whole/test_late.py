"""Plain words about an instalment that is due, with a plan running: of that one, and calm."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.whole.test_plan_words import reminded
from tests.whole.test_repayment_talk import Somebody, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("今天还不了，明天还", "2026年12月16日星期三 09:00（北京时间）再提醒您"),
        ("下周一发工资再还", "2026年12月21日星期一 09:00（北京时间）再提醒您"),
        ("今天的先不还", "什么时候再提醒"),
        ("这周的还不上", "要还某某银行的这一期有困难，记下了"),
        ("银行的还不上", "要还某某银行的这一期有困难，记下了"),
        ("这期凑不齐", "有困难，记下了"),
        ("还没还呢", "第 1 期还没有记成已还"),
        ("还了600，剩下的过几天还", "第 1 期还了 600 元"),
        ("这期还完我就解脱了", "第 1 期还没有记成已还"),
    ],
)
async def test_they_are_about_the_instalment(home: Somebody, words: str, answer: str) -> None:
    await reminded(home)
    (reply,) = await home.say(words)
    assert answer in reply.text
    assert "刑法" not in reply.text
    assert await home.originals() == ()


async def test_a_later_day_is_told_the_creditor_first(home: Somebody) -> None:
    await reminded(home)
    (reply,) = await home.say("今天还不了，明天还")
    assert "先跟某某银行说一声" in reply.text
    assert labels(reply) == ["谈好了新的"]


async def test_of_several_plans_the_one_that_is_due_or_named_is_meant(home: Somebody) -> None:
    await saved(home)
    await saved(home, "欠大姐600，分6期，每月24号还100")
    home.clock.at = datetime.fromisoformat("2026-12-15T09:00:00+08:00")
    await home.house.rooms.clockwork.tick()
    (reply,) = await home.say("今天还不了，明天还")
    assert "先跟某某银行说一声" in reply.text
    (reply,) = await home.say("大姐的凑不够")
    assert "2026年12月24日星期四要还大姐的这一期" in reply.text


async def test_a_lender_without_a_plan_is_no_plans_instalment(home: Somebody) -> None:
    await reminded(home)
    (reply,) = await home.say("花呗的还不上，明天还")
    assert "还没有“花呗”的还款计划" in reply.text


async def test_of_two_due_at_once_it_is_asked(home: Somebody) -> None:
    await saved(home)
    await saved(home, "欠大姐600，分6期，每月16号还100")
    home.clock.at = datetime.fromisoformat("2026-12-15T09:00:00+08:00")
    (ask,) = await home.say("今天还不了，后天还")
    assert "说的是哪一期" in ask.text
    (reply,) = await home.press(ask.buttons[1].action)
    assert "2026年12月17日星期四" in reply.text


async def test_without_a_plan_it_is_a_question_as_ever(home: Somebody) -> None:
    *_, reply = await home.say("这周的还不上")
    assert "民事上的事" in reply.text


async def test_danger_keeps_its_way(home: Somebody) -> None:
    await reminded(home)
    first, *_ = await home.say("这期还完我就解脱了，不想活了")
    assert "人最要紧" in first.text
