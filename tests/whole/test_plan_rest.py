"""What is left of a debt, agreed anew without a name: in place of its plan, never beside it."""

from __future__ import annotations

import pytest

from handlers.repayment.events import Renegotiated
from tests.whole.test_plan_beside import owed
from tests.whole.test_repayment_talk import Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
PLACE = ["代替计划 1，保存", "另外一笔", "改一改", "取消"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("剩下的分24期，每月500", "分 24 期，合计 12000 元"),
        ("剩下的分三期还", "分 3 期，合计 12000 元"),
        ("他们同意剩下的分三期还", "分 3 期，合计 12000 元"),
        ("他们同意我每月还500，分24期", "分 24 期，合计 12000 元"),
        ("谈成一次性还8000结清", "一次还清 8000 元"),
        ("谈好了，剩下的一次性还8000就结清", "一次还清 8000 元"),
        ("重新分期了，分18期", "分 18 期，合计 12000 元"),
        ("银行让我剩下的每月还600", "分 20 期，合计 12000 元"),
        ("剩下的分24期，从2月开始，每月10号还500", "第一期2027年2月10日"),
    ],
)
async def test_it_takes_the_place_of_the_only_plan(home: Somebody, words: str, line: str) -> None:
    await saved(home)
    (table,) = await home.say(words)
    assert table.segments[0].text.startswith("计划 1（某某银行）还没还的部分")
    assert line in table.segments[0].text
    assert "它还差 12000 元" in table.segments[1].text
    assert labels(table) == PLACE
    await home.say("代替计划 1，保存")
    (after,) = await kept(home)
    assert isinstance(after.happened[-1].event, Renegotiated)


async def test_what_is_open_is_known_after_a_payment(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-paid:{plan.row.plan}:0.0")
    (table,) = await home.say("剩下的分10期还")
    assert "分 10 期，合计 11000 元" in table.segments[0].text
    assert "它还差 11000 元" in table.segments[1].text


async def test_it_may_be_another_debt(home: Somebody) -> None:
    await saved(home)
    (table,) = await home.say("剩下11000，分11期，每月20号还1000")
    (asked,) = await home.press(action(table, "plan-apart"))
    assert "欠的是谁" in asked.segments[0].text
    assert labels(asked) == ["某某银行", "不写名字", "取消"]
    (table,) = await home.say("大姐")
    await home.press(action(table, "plan-save"))
    assert owed(await kept(home)) == [("某某银行", 1_200_000), ("大姐", 1_100_000)]


async def test_a_question_about_it_has_the_way_on_too(home: Somebody) -> None:
    await saved(home)
    (asked,) = await home.say("剩下的下个月一次还清")
    assert "哪天还" in asked.segments[0].text
    assert "先当作计划 1（某某银行）的新约定" in asked.segments[1].text
    assert labels(asked)[-2:] == ["另外一笔", "取消"]
    (table,) = await home.say("20号")
    assert labels(table) == PLACE


async def test_talks_are_no_payment_at_once(home: Somebody) -> None:
    await saved(home)
    (table,) = await home.say("又谈了一次，改成每月还600")
    assert "分 20 期，合计 12000 元" in table.text


async def test_of_several_plans_it_is_asked_which(home: Somebody) -> None:
    await saved(home)
    await saved(home, "欠大姐3000，分3期，每月28号还1000")
    (asked,) = await home.say("剩下的分24期还")
    assert asked.segments[0].text == "说的是哪个计划？"
    (table,) = await home.press(asked.buttons[0].action)
    assert "某某银行：分 24 期，合计 12000 元" in table.text
    (named,) = await home.say("大姐剩下的分10期还")
    assert named.segments[0].text.startswith("您说的是大姐，计划 1 约的是某某银行")
    (other,) = await home.say("另外一笔")
    assert "计划 2（大姐）还没还的部分" in other.text
    assert "大姐：分 10 期，合计 3000 元" in other.text


async def test_whom_it_is_owed_to_may_be_one_of_those_there_are(home: Somebody) -> None:
    await saved(home)
    (asked,) = await home.say("谈好了，分6期，每月10号还500")
    assert labels(asked) == ["某某银行", "不写名字", "取消"]
    (table,) = await home.press(asked.buttons[0].action)
    assert labels(table)[:2] == ["另外一笔，保存", "代替原来的"]


async def test_without_a_name_it_is_asked_whether_it_is_the_only_one(home: Somebody) -> None:
    await saved(home)
    await home.say("谈好了，分6期，每月10号还500")
    (table,) = await home.say("不写名字")
    assert "您有一个进行中的计划：计划 1 某某银行" in table.text
    assert labels(table)[:2] == ["另外一笔，保存", "代替原来的"]


async def test_without_a_plan_it_is_a_plan_like_any_other(home: Somebody) -> None:
    *_, asked = await home.say("他们同意我每月还500，分24期")
    assert "每月几号还" in asked.segments[0].text
    assert "当作" not in asked.text


@pytest.mark.parametrize("words", ["还了600，剩下的过几天还", "剩下的钱什么时候还", "他们同意吗"])
async def test_what_agrees_nothing_opens_no_table(home: Somebody, words: str) -> None:
    await saved(home)
    *_, said = await home.say(words)
    assert "先当作" not in said.text


@pytest.mark.parametrize("words", ["好", "就这样", "保存"])
async def test_where_nobody_named_the_plan_a_word_replaces_nothing(
    home: Somebody, words: str
) -> None:
    await saved(home)
    await home.say("剩下的分24期，每月500")
    (table,) = await home.say(words)
    assert labels(table) == PLACE
    (plan,) = await kept(home)
    assert not isinstance(plan.happened[-1].event, Renegotiated)
