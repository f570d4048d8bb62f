"""Basic questions about running plans are answered from them."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.whole.test_repayment_talk import Somebody, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def two(home: Somebody, day: str = "2026-12-16T09:00:00+08:00") -> None:
    """A bank, of which an instalment was missed, and a sister."""
    await saved(home)
    await saved(home, "欠大姐600，分6期，每月20号还100")
    await home.say("大姐的还了100")
    home.clock.at = datetime.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (
            "还剩多少",
            ["一共还差 12500 元", "计划 1 某某银行：还有 12 期", "计划 2 大姐：还有 5 期"],
        ),
        ("大姐的还欠多少", ["一共还差 500 元"]),
        ("这个月要还多少", ["这个月照计划要还 1000 元", "2026年12月15日星期二：某某银行"]),
        ("下个月要还多少", ["下个月照计划要还 1100 元", "过了日子还没还的，有 1000 元"]),
        ("明天要还多少", ["明天照计划没有要还的", "下一次是2027年1月15日"]),
        (
            "下次什么时候还",
            ["下一次是2027年1月15日星期五：某某银行，1000 元", "有 1000 元", "大姐"],
        ),
        ("还有几期", ["计划 1 某某银行：还有 12 期，最后一期2027年11月15日星期一"]),
        ("我已经还了几期", ["一共还了 100 元", "计划 2 大姐：还清 1 期，已还 100 元，还差 500 元"]),
    ],
)
async def test_they_are_answered_from_the_plans(
    home: Somebody, words: str, answers: list[str]
) -> None:
    await two(home)
    (reply,) = await home.say(words)
    for one in answers:
        assert one in reply.text
    assert labels(reply) == ["全部计划"]
    assert "对账单为准" in reply.text


async def test_a_lender_without_a_plan_is_named(home: Somebody) -> None:
    await saved(home)
    (reply,) = await home.say("花呗还剩多少")
    assert "还没有“花呗”的还款计划" in reply.text


async def test_with_plans_that_are_over_the_list_is_shown(home: Somebody) -> None:
    await saved(home)
    await home.press("plan-stop:1:yes")
    (reply,) = await home.say("还剩多少")
    assert "没有进行中的计划" in reply.text


async def test_without_any_plan_they_are_questions_as_ever(home: Somebody) -> None:
    *_, reply = await home.say("我总共还欠多少")
    assert "照存下的计划" not in reply.text


async def test_the_open_question_comes_back_after_the_answer(home: Somebody) -> None:
    await saved(home)
    await home.say("欠大姐600，每月20号还")
    answer, again = await home.say("还剩多少")
    assert "一共还差 12000 元" in answer.text
    assert "还差一项" in again.text
