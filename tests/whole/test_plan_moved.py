"""A plan changes while a table for it stands open: nothing is saved that he has not seen."""

from __future__ import annotations

import pytest

from handlers.repayment.events import Renegotiated
from handlers.repayment.states import PlanStatus
from tests.whole.test_repayment_talk import WHOLE, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_was_paid_meanwhile_is_not_owed_again(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-changed:{plan.row.plan}")
    await home.press(f"plan-paid:{plan.row.plan}:0.0")
    (table,) = await home.say("每月改成500")
    assert table.segments[0].text.startswith("这中间计划 1 有了变动")
    assert "分 22 期，合计 11000 元" in table.text
    assert "第一期2027年1月15日" in table.text
    await home.press(action(table, "plan-save"))
    (after,) = await kept(home)
    assert (after.state.paid, after.state.balance) == (100_000, 1_100_000)


async def test_what_was_paid_under_the_table_is_shown_before_it_is_saved(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-changed:{plan.row.plan}")
    (table,) = await home.say("每月改成500")
    assert "合计 12000 元" in table.text
    await home.press(f"plan-paid:{plan.row.plan}:0.0")
    (again,) = await home.press(action(table, "plan-save"))
    assert "这中间计划 1 有了变动" in again.text
    assert "合计 11000 元" in again.text
    (old,) = await home.press(action(table, "plan-save"))  # of the table he saw first
    assert "合计 11000 元" in old.text
    assert not any(isinstance(one.event, Renegotiated) for one in (await kept(home))[0].happened)
    (done,) = await home.press(action(again, "plan-save"))
    assert "已按新的约定保存" in done.text
    assert (await kept(home))[0].state.balance == 1_100_000


async def test_a_cancelled_plan_does_not_run_again(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-changed:{plan.row.plan}")
    (table,) = await home.say("每期2000")
    await home.press(f"plan-stop:{plan.row.plan}:yes")
    (told,) = await home.press(action(table, "plan-save"))
    assert "现在是“已取消”，刚才要改的没有保存" in told.text
    (after,) = await kept(home)
    assert after.state.status is PlanStatus.CANCELLED
    (stale,) = await home.press(action(table, "plan-save"))
    assert "这个按钮已经不能用了" in stale.text


@pytest.mark.parametrize("ending", ["plan-settle:{}:yes", "plan-paid:{}:0.0:1200000:1"])
async def test_nothing_is_agreed_for_what_is_paid(home: Somebody, ending: str) -> None:
    plan = await saved(home)
    await home.press(f"plan-changed:{plan.row.plan}")
    await home.press(ending.format(plan.row.plan))
    (told,) = await home.say("每期改成2000")
    assert "现在是“已结清”，刚才要改的没有保存" in told.text
    assert (await kept(home))[0].state.status is PlanStatus.SETTLED


async def test_a_plan_takes_the_place_of_another_only_as_it_was(home: Somebody) -> None:
    await saved(home)
    *_, table = await home.say(WHOLE)
    (plan,) = await kept(home)
    replacing = next(b.action for b in table.buttons if b.label == "代替原来的")
    await home.press(f"plan-paid:{plan.row.plan}:0.0")
    (again,) = await home.press(replacing)
    assert "先不代替它" in again.text
    assert "代替原来的" in labels(again)
    assert len((await kept(home))[0].happened) == 3
    await home.press(next(b.action for b in again.buttons if b.label == "代替原来的"))
    (after,) = await kept(home)
    assert after.state.renegotiated


async def test_a_plan_does_not_take_the_place_of_one_that_ended(home: Somebody) -> None:
    plan = await saved(home)
    *_, table = await home.say(WHOLE)
    replacing = next(b.action for b in table.buttons if b.label == "代替原来的")
    await home.press(f"plan-stop:{plan.row.plan}:yes")
    (again,) = await home.press(replacing)
    assert labels(again) == ["保存", "改一改", "取消"]
    await home.press(action(again, "plan-save"))
    assert [one.state.status for one in await kept(home)] == [
        PlanStatus.CANCELLED,
        PlanStatus.RUNNING,
    ]
