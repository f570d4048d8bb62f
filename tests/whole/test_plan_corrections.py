"""A payment that was put down wrongly is put right in words, and never counted as another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handlers.planning.corrections import RECENT
from tests.whole.test_plan_payees import SISTER, owed
from tests.whole.test_plan_words import reminded
from tests.whole.test_repayment_talk import Somebody, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def paid(home: Somebody, words: str = "还了1000") -> None:
    """A plan of which the first instalment was just put down as paid."""
    await reminded(home)
    await home.say(words)
    home.clock.at += timedelta(minutes=2)


@pytest.mark.parametrize("first", ["还了1000", "已还"])
@pytest.mark.parametrize(
    "words",
    [
        "刚才记错了，是还了800",
        "不对，是800",
        "其实只还了800",
        "不是1000，是800",
        "改一下，还了800",
        "没有还那么多，只有800",
        "某某银行那笔记错了，是800",
    ],
)
async def test_another_amount_takes_its_place(home: Somebody, first: str, words: str) -> None:
    await paid(home, first)
    (reply,) = await home.say(words)
    assert "改好了：计划 1 某某银行，第 1 期记为还了 800 元" in reply.text
    assert "这一期还差 200 元" in reply.text
    assert "11200 元" in await owed(home)


@pytest.mark.parametrize(
    "words",
    ["点错了", "没还，点错了", "我还没还，记错了", "刚才那笔撤回", "其实我还没有还", "转账失败了"],
)
async def test_nothing_was_paid_after_all(home: Somebody, words: str) -> None:
    await paid(home)
    (reply,) = await home.say(words)
    assert "第 1 期的这次还款已经撤掉" in reply.text
    assert "12000 元" in await owed(home)


async def test_the_reminders_come_back_with_it(home: Somebody) -> None:
    await paid(home)
    await home.say("点错了")
    home.clock.at = datetime.fromisoformat("2026-12-16T10:00:00+08:00")
    await home.house.rooms.clockwork.tick()
    late = [reply for _, reply in await home.house.replies(home.name)][-1]
    assert "第 1 期" in late.text
    assert "已还" in labels(late)


@pytest.mark.parametrize("words", ["只还了800", "是800", "800"])
async def test_what_may_be_a_correction_is_offered(home: Somebody, words: str) -> None:
    await paid(home)
    (ask,) = await home.say(words)
    assert "从 1000 元改为 800 元" in ask.text
    assert "全部还差 11200 元" in ask.text
    assert labels(ask) == ["改为 800 元", "撤掉这一笔", "不用改"]
    assert "11000 元" in await owed(home)
    (reply,) = await home.press(ask.buttons[0].action)
    assert "第 1 期记为还了 800 元" in reply.text
    (before,) = await home.press(ask.buttons[0].action)
    assert "已经改过了" in before.text
    assert "11200 元" in await owed(home)


@pytest.mark.parametrize("words", ["没还", "我还没还"])
async def test_not_yet_paid_right_below_is_asked_about(home: Somebody, words: str) -> None:
    await paid(home)
    (ask,) = await home.say(words)
    assert "撤掉以后，全部还差 12000 元" in ask.text
    (kept,) = await home.press("plan-right")
    assert "没有改动" in kept.text
    assert "11000 元" in await owed(home)


@pytest.mark.parametrize("words", ["不对", "刚才那笔记错了", "多记了200"])
async def test_what_is_wrong_is_asked(home: Somebody, words: str) -> None:
    await paid(home)
    (ask,) = await home.say(words)
    assert "第 1 期，还了 1000 元。哪里不对" in ask.text
    await home.press(ask.buttons[0].action)
    *_, noted = await home.say("800")
    assert "第 1 期还了 800 元" in noted.text
    assert "11200 元" in await owed(home)


async def test_the_same_amount_changes_nothing(home: Somebody) -> None:
    await paid(home)
    (reply,) = await home.say("不对，是1000")
    assert "没有改动" in reply.text
    assert "11000 元" in await owed(home)


async def test_after_something_else_it_is_offered(home: Somebody) -> None:
    await paid(home)
    await home.say("计划")
    (ask,) = await home.say("记错了，是还了800")
    assert "从 1000 元改为 800 元" in ask.text
    assert "11000 元" in await owed(home)


async def test_long_after_the_words_are_what_they_were(home: Somebody) -> None:
    await paid(home)
    home.clock.at += RECENT + timedelta(hours=1)
    *_, reply = await home.say("不对，是800")
    assert "改为" not in reply.text
    assert "11000 元" in await owed(home)


async def test_the_one_that_is_named_is_meant(home: Somebody) -> None:
    await paid(home, "某某银行还了1000")
    await saved(home, SISTER)
    await home.say("大姐的还了500")
    (ask,) = await home.say("某某银行那笔记错了，是800")
    assert "计划 1 某某银行，第 1 期，从 1000 元改为 800 元" in ask.text
    (ask,) = await home.say("不是1000，是800")
    assert "计划 1 某某银行" in ask.text


async def test_more_than_there_is_is_asked_about(home: Somebody) -> None:
    await paid(home)
    (ask,) = await home.say("不对，是80000")
    assert "从 1000 元改为 80000 元" in ask.text
    assert "11000 元" in await owed(home)


async def test_a_plan_that_was_settled_by_mistake_goes_on(home: Somebody) -> None:
    await paid(home, "全部还清了")
    (ask,) = await home.say("点错了，没还清")
    assert "还了 12000 元。哪里不对" in ask.text
    (reply,) = await home.say("刚才点错了")
    assert "撤掉" in reply.text
    assert "12000 元" in await owed(home)


async def test_an_amount_put_right_can_be_put_right_again(home: Somebody) -> None:
    await paid(home)
    await home.say("不对，是800")
    await home.say("又错了，是700")
    assert "11300 元" in await owed(home)


async def test_without_a_payment_the_words_are_what_they_were(home: Somebody) -> None:
    await reminded(home)
    *_, reply = await home.say("我还没还")
    assert "第 1 期还没有记成已还" in reply.text
    *_, noted = await home.say("只还了800")
    assert "记下了：计划 1 某某银行，第 1 期还了 800 元" in noted.text


async def test_a_correction_of_a_table_is_none_of_a_payment(home: Somebody) -> None:
    await paid(home)
    await home.say("欠大姐3000，分3期，每月20号还1000")
    *_, reply = await home.say("不对，是每期800")
    assert "改为 800 元" not in reply.text
    assert "大姐" in reply.text


@pytest.mark.parametrize("words", ["那1000是还花呗的", "记错计划了"])
async def test_a_payment_of_another_lender_is_taken_back_by_a_button(
    home: Somebody, words: str
) -> None:
    await paid(home)
    (ask,) = await home.say(words)
    assert "哪里不对" in ask.text
    (reply,) = await home.press(ask.buttons[1].action)
    assert "已经撤掉" in reply.text
    assert "12000 元" in await owed(home)


async def test_another_instalment_that_is_named_is_not_this_one(home: Somebody) -> None:
    await paid(home)
    *_, reply = await home.say("第2期没还")
    assert "撤掉" not in reply.text
    assert "11000 元" in await owed(home)
