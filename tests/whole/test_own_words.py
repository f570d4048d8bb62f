"""His own words about his debts: never kept as a crime, and what he meant goes on."""

from __future__ import annotations

import pytest

from handlers.messages import Reply
from tests.whole.test_questions import UNSURE
from tests.whole.test_repayment_talk import Somebody, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
SOUNDS_ALIKE = "从信用卡里套了5000还借呗，现在信用卡要还"


def _action(reply: Reply, verb: str) -> str:
    return next(one.action for one in reply.buttons if one.action.startswith(verb))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("欠我爸5万，每年还1万", "每月几号还"),
        ("欠我叔2万，腊月还", "哪天还"),
        ("欠我妈3万，慢慢还", "一共要还多少"),
        ("欠邻居老王一万五，分十个月给他", "每月几号还"),
        ("欠爷爷1万，不着急，每月500", "每月几号还"),
        ("分期乐7999，先还999，剩下分7期", "每月几号还"),
    ],
)
async def test_a_debt_of_his_own_is_a_plan(home: Somebody, words: str, asked: str) -> None:
    *_, reply = await home.say(words)
    assert asked in reply.text
    assert await home.originals() == ()


@pytest.mark.parametrize("words", ["欠6000", "总共6000", "一共欠6000"])
async def test_a_sum_answers_the_open_question(home: Somebody, words: str) -> None:
    await home.say("欠某某银行，每月10号还1000")
    *_, reply = await home.say(words)
    assert await home.originals() == ()
    assert "分 6 期，合计 6000 元" in reply.text


@pytest.mark.parametrize("words", ["花呗的计划取消", "微粒贷、借呗、花呗加起来两万三"])
async def test_lenders_by_name_are_no_advice_to_borrow(home: Somebody, words: str) -> None:
    await home.say("你好")
    (reply,) = await home.say(words)
    assert await home.originals() == ()
    assert "被禁止" not in reply.text
    assert "第70条" not in reply.text


async def test_what_was_meant_goes_on_after_no_collector_sent_it(home: Somebody) -> None:
    *_, verdict = await home.say(SOUNDS_ALIKE)
    assert "已保存" in verdict.text
    thanks, table = await home.press(_action(verdict, "notdebt"))
    assert thanks.text.startswith("记下了")
    assert "一次还清 5000 元" in table.text
    assert "保存" in labels(table)
    (again,) = await home.press(_action(verdict, "notdebt"))
    assert "已经记下了" in again.text


async def test_what_was_meant_goes_on_where_it_was_not_kept(home: Somebody) -> None:
    await home.say("你好")
    (ask,) = await home.say(UNSURE)
    assert "是不是催收" in ask.text
    (thanks,) = await home.press(_action(ask, "letgo"))
    assert "没有存为证据" in thanks.text
    assert await home.originals() == ()
