"""A payment to a lender without a running plan is never put down on another's plan."""

from __future__ import annotations

import pytest

from tests.whole.test_plan_words import reminded
from tests.whole.test_repayment_talk import Somebody, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
SISTER = "欠大姐3000，分3期，每月20号还1000"


async def owed(home: Somebody) -> str:
    """What the list of plans says is left."""
    *_, listed = await home.say("计划")
    return listed.segments[0].text


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("花呗还了300", "花呗"),
        ("微粒贷这期还了", "微粒贷"),
        ("大姐的全部还清了", "大姐"),
        ("给招联还了600", "招联"),
        ("还给二叔1000块了", "二叔"),
        ("恒易贷还了300", "恒易贷"),
        ("这期花呗的已还，谢谢提醒", "花呗"),
        ("花呗和借呗都还了", "花呗、借呗"),
        ("别提醒我了，花呗已经还了", "花呗"),
    ],
)
async def test_another_lender_is_none_of_his_plans(home: Somebody, words: str, name: str) -> None:
    await reminded(home)
    *_, reply = await home.say(words)
    assert f"还没有“{name}”的还款计划，这次没有记到别的计划上" in reply.text
    assert "新计划" in labels(reply)
    assert "12000 元" in await owed(home)


async def test_what_was_meant_after_all_is_one_press_away(home: Somebody) -> None:
    await reminded(home)
    *_, reply = await home.say("支付宝还了800")
    assert labels(reply) == ["某某银行 2026年12月15日星期二 800 元", "新计划"]
    (noted,) = await home.press(reply.buttons[0].action)
    assert "记下了：计划 1 某某银行，第 1 期还了 800 元" in noted.text


async def test_a_plan_that_is_over_is_named_as_such(home: Somebody) -> None:
    await reminded(home)
    await saved(home, SISTER)
    await home.say("计划2全部还清了")
    await home.press("plan-settle:2:yes")
    *_, reply = await home.say("大姐的还了500")
    assert "计划 2 大姐现在是“已结清”，这次没有记到别的计划上" in reply.text
    assert "12000 元" in await owed(home)


async def test_a_short_name_is_the_same_bank(home: Somebody) -> None:
    await saved(home, "欠招商银行12000，分12期，每月15号还1000")
    *_, reply = await home.say("招行还了800")
    assert "计划 1 招商银行，第 1 期还了 800 元" in reply.text


async def test_two_that_are_named_are_asked_about(home: Somebody) -> None:
    await reminded(home)
    await saved(home, SISTER)
    await saved(home, "欠老王600，分6期，每月16号还100")
    *_, reply = await home.say("某某银行和大姐的都还了")
    assert "说的是哪一期" in reply.text
    assert [one.split()[0] for one in labels(reply)] == ["某某银行", "大姐"]


async def test_a_plan_without_a_name_is_called_by_its_number(home: Somebody) -> None:
    await home.say("欠6000，分6期，每月20号还1000")
    (table,) = await home.say("不写名字")
    await home.press(table.buttons[0].action)
    *_, reply = await home.say("第一期还了")
    assert "记下了：计划 1，第 1 期还了 1000 元" in reply.text


@pytest.mark.parametrize("words", ["花呗这期还不上", "微粒贷的还不上了"])
async def test_who_cannot_pay_another_lender_is_helped(home: Somebody, words: str) -> None:
    await reminded(home)
    *_, reply = await home.say(words)
    assert "的还款计划，这次没有记到别的计划上" in reply.segments[0].text
    assert "有困难，记下了" not in reply.text
    assert "某某银行" in labels(reply)[-1]


async def test_of_several_plans_the_named_one_is_meant(home: Somebody) -> None:
    await reminded(home)
    await saved(home, SISTER)
    *_, reply = await home.say("大姐的这个月还不上")
    assert "要还大姐的这一期有困难，记下了" in reply.text


async def test_an_open_question_is_not_answered_by_another_payment(home: Somebody) -> None:
    await reminded(home)
    await home.say("已还")
    await home.say("只还了一部分")
    reply, *_ = await home.say("给招联还了600")
    assert "还没有“招联”的还款计划" in reply.text
    await home.say("我给小象生活那家打了600")
    assert "12000 元" in await owed(home)
    *_, noted = await home.say("800")
    assert "第 1 期还了 800 元" in noted.text
