"""Two places become one: buttons and open talks still mean the plan they were about."""

from __future__ import annotations

import pytest

from handlers import feeds, plans, wishes
from handlers.messages import Reply
from handlers.repayment.reminding import Moment
from handlers.repayment.states import PlanStatus
from tests.whole.house import House
from tests.whole.test_repayment_talk import NOW, Somebody, action, kept, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
HERS = "跟乙某银行谈好了，欠9000，分9期，每月20号还1000"
HIS = "跟甲某银行谈好了，欠2000，分2期，每月10号还1000"


@pytest.fixture
def other(home: Somebody) -> Somebody:
    return Somebody(home.house, home.clock, f"{home.name}-elsewhere")


async def joined(leaving: Somebody, staying: Somebody) -> Reply:
    """Both are the person of the second from now on."""
    shown = (await staying.say("连接"))[-1]
    (asked,) = (await leaving.say(shown.segments[1].text))[-1:]
    (done,) = await leaving.press(asked.buttons[0].action)
    return done


async def paid(home: Somebody) -> dict[str | None, int]:
    return {one.state.plan.creditor: one.state.paid for one in await kept(home)}


async def test_old_buttons_mean_the_plan_they_stood_under(home: Somebody, other: Somebody) -> None:
    await saved(other, HERS)
    plan = await saved(home, HIS)
    (shown,) = await home.press(f"plan-show:{plans.handle(plan.row)}")
    done = await joined(home, other)
    assert "这里原来的计划 1，现在编号是计划 2" in done.text
    (noted,) = await home.press(action(shown, "plan-paid"))
    assert "计划 2 甲某银行，第 1 期" in noted.text
    assert await paid(home) == {"甲某银行": 100_000, "乙某银行": 0}
    (asked,) = await home.press(action(shown, "plan-stop"))
    await home.press(action(asked, "plan-stop"))
    stopped = {one.state.plan.creditor: one.state.status for one in await kept(home)}
    assert stopped == {"甲某银行": PlanStatus.CANCELLED, "乙某银行": PlanStatus.RUNNING}
    (undone,) = await home.press(action(noted, "plan-undo"))
    assert "撤掉" in undone.text
    assert await paid(home) == {"甲某银行": 0, "乙某银行": 0}


async def test_a_button_with_a_number_does_nothing_after_it(
    home: Somebody, other: Somebody
) -> None:
    await saved(other, HERS)
    await saved(home, HIS)
    (noted,) = await home.press("plan-paid:1:0.0")
    assert "记下了" in noted.text
    await joined(home, other)
    (stale,) = await home.press("plan-paid:1:0.0")
    assert "这个按钮已经不能用了" in stale.text
    assert await paid(home) == {"甲某银行": 100_000, "乙某银行": 0}


async def test_an_open_talk_changes_the_plan_it_began_with(home: Somebody, other: Somebody) -> None:
    await saved(other, HERS)
    plan = await saved(home, HIS)
    await home.press(f"plan-changed:{plan.row.plan}")
    (table,) = await home.say("每期500")
    await joined(home, other)
    (done,) = await home.press(action(table, "plan-save"))
    assert "计划 2 已按新的约定保存" in done.text
    rows = {one.state.plan.creditor: len(one.state.rows) for one in await kept(home)}
    assert rows == {"甲某银行": 4, "乙某银行": 9}


async def test_an_amount_that_was_asked_for_goes_to_its_plan(
    home: Somebody, other: Somebody
) -> None:
    await saved(other, HERS)
    await saved(home, HIS)
    (noted,) = await home.say("这期已经还了")
    await home.press(action(noted, "plan-part"))
    await joined(home, other)
    await home.say("300")
    assert await paid(home) == {"甲某银行": 30_000, "乙某银行": 0}


async def test_nothing_grows_silent_or_open(home: Somebody, other: Somebody) -> None:
    plan = await saved(home, HIS)
    await home.press("plan-wish:neutral:on")
    await home.press("plan-wish:at:20:00")
    await other.say("帮助")
    await other.press("plan-wish:three_before:off")
    await other.press("plan-wish:at:08:00")
    done = await joined(home, other)
    assert "提醒的设置两处合成一份" in done.text
    assert "08:00" in done.text
    async with home.house.rooms.store.snapshot() as view:
        wanted = await wishes.of(view, (await kept(home))[0].row.person)
        due = {one.due_at.astimezone(wanted.tz).hour for one in view.plans.reminders(plan.row.plan)}
    assert wanted.neutral
    assert wanted.moments == tuple(Moment)
    assert due == {8}


async def test_his_calendar_goes_on(place: House, home: Somebody, other: Somebody) -> None:
    await saved(home, HIS)
    await other.say("帮助")
    async with place.rooms.store.transaction() as change:
        secret = await feeds.open_feed(change, (await kept(home))[0].row.person)
    await joined(home, other)
    async with place.rooms.store.snapshot() as view:
        person = await feeds.holder(view, secret, NOW)
        assert person == (await kept(home))[0].row.person
        assert person is not None
        assert len(await feeds.items(view, person)) == 2


async def test_a_number_that_is_typed_is_the_one_of_today(home: Somebody, other: Somebody) -> None:
    await saved(other, HERS)
    await saved(home, HIS)
    await joined(home, other)
    (noted,) = await home.say("计划 2 还了")
    assert "计划 2 甲某银行，第 1 期" in noted.text
    assert await paid(home) == {"甲某银行": 100_000, "乙某银行": 0}
