"""保存 in words: directly under the table, after other things, and when it is too late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.whole.test_repayment_talk import THREAT, WHOLE, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "words",
    ["保存", "好，保存", "保存一下", "可以保存", "确认", "确定", "对的", "没问题", "就这样", "OK"],
)
async def test_under_the_table_it_is_saved(home: Somebody, words: str) -> None:
    await home.say(WHOLE)
    (done,) = await home.say(words)
    assert "已保存为计划 1" in done.text
    assert len(await kept(home)) == 1


@pytest.mark.parametrize("between", ["信用卡逾期会坐牢吗", THREAT, "证据"])
async def test_after_other_things_it_is_shown_again(home: Somebody, between: str) -> None:
    await home.say(WHOLE)
    await home.say(between)
    (table,) = await home.say("保存")
    assert labels(table) == ["保存", "改一改", "取消"]
    assert await kept(home) == []
    await home.say("保存")
    assert len(await kept(home)) == 1


async def test_far_from_a_table_the_words_are_what_they_were(home: Somebody) -> None:
    await home.say("你好")
    first, *_ = await home.say("就这样")
    assert "您现在安全吗" in first.text
    await home.say(WHOLE)
    await home.say("信用卡逾期会坐牢吗")
    first, *_ = await home.say("就这样")
    assert "您现在安全吗" in first.text
    assert await kept(home) == []


async def test_where_it_has_to_be_chosen_it_is_asked(home: Somebody) -> None:
    await saved(home)
    await home.say(WHOLE)
    (table,) = await home.say("保存")
    assert labels(table)[:2] == ["另外一笔，保存", "代替原来的"]
    assert len(await kept(home)) == 1


async def test_refused_and_corrected(home: Somebody) -> None:
    await home.say(WHOLE)
    (asked,) = await home.say("金额不对")
    assert "哪里不一样" in asked.text
    await home.say("每期改成800")
    (dropped,) = await home.say("不保存")
    assert "没有保存任何计划" in dropped.text
    (none,) = await home.say("保存")
    assert "没有等着保存的" in none.text


async def test_a_table_given_up_is_said_so_once(home: Somebody) -> None:
    (table,) = (await home.say(WHOLE))[-1:]
    home.clock.at += timedelta(days=8)
    *_, said = await home.say("证据")
    assert "2026年11月25日星期三说的还款计划（某某银行）一直没有点保存" in said.text
    assert all("一直没有点保存" not in one.text for one in await home.say("证据"))
    await home.press(action(table, "plan-save"))
    assert await kept(home) == []


async def test_a_change_given_up_leaves_the_plan(home: Somebody) -> None:
    before = await saved(home)
    await home.say("每期改成800")
    home.clock.at += timedelta(days=8)
    *_, said = await home.say("计划")
    assert "原来的计划照旧" in said.text
    (plan,) = await kept(home)
    assert plan.state.plan == before.state.plan
