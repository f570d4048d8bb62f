"""What people order about their reminders in their own words, through the real rooms."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from handlers import wishes
from handlers.messages import Reply
from handlers.repayment.reminding import Moment
from handlers.wishes import Wishes
from storage.planned import ReminderState
from tests.doors.httpdoor import NAME
from tests.whole.test_repayment_talk import NOW, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
AHEAD = {Moment.THREE_BEFORE, Moment.ONE_BEFORE}


async def held(home: Somebody) -> Wishes:
    """The wishes that hold, without the instants at which they were changed."""
    async with home.house.rooms.store.snapshot() as view:
        known = await view.identity(NAME, home.name)
        assert known is not None
        return await wishes.of(view, known[0])


async def told(home: Somebody, words: str) -> Reply:
    await saved(home)
    return (await home.say(words))[-1]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("晚上10点到早上8点不要提醒", time(22), time(8)),
        ("晚上十一点到早上七点别发提醒", time(23), time(7)),
        ("22点到8点不要提醒我", time(22), time(8)),
        ("晚上12点以后不要提醒", time(0), time(8)),
        ("半夜12点到早上7点不要打扰", time(0), time(7)),
        ("中午12点到2点不要打扰", time(12), time(14)),
        ("夜里十二点以后不要发", time(0), time(8)),
        ("中午12点到下午2点别提醒", time(12), time(14)),
        ("晚上12点到早上8点别提醒", time(0), time(8)),
        ("12点到2点免打扰", time(12), time(14)),
        ("十二点半到两点不要提醒", time(12, 30), time(14)),
        ("12点到6点免打扰", time(0), time(6)),
        ("12:00到14:00免打扰", time(12), time(14)),
        ("夜里12点到2点免打扰", time(0), time(2)),
        ("早上九点前别提醒我", time(22), time(9)),
    ],
)
async def test_quiet_hours_are_quiet_hours(
    home: Somebody, words: str, first: time, last: time
) -> None:
    reply = await told(home, words)
    assert ("本来就是这样" in reply.text) == ((first, last) == (time(22), time(8)))
    now = await held(home)
    assert (now.quiet_from, now.quiet_until) == (first, last)
    assert now.moments == tuple(Moment)


@pytest.mark.parametrize(
    "words",
    [
        "周末不要提醒我",
        "上班时间不要提醒我",
        "这期不要提醒了",
        "这个月不要提醒我",
        "某某银行这期不要提醒了",
        "取消别家银行的提醒",
        "提前三天不要提醒当天提醒就行",
    ],
)
async def test_what_is_not_understood_switches_nothing_off(home: Somebody, words: str) -> None:
    reply = await told(home, words)
    assert "还什么都没有改" in reply.segments[0].text
    assert (await held(home)) == Wishes()
    (done,) = await home.press(next(b.action for b in reply.buttons if b.label == "全部不提醒"))
    assert "现在不提醒任何一期" in done.text


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("不要提前三天提醒", {Moment.ONE_BEFORE, Moment.ON_DAY, Moment.AFTER_MISS}),
        ("取消提前一天的提醒", {Moment.THREE_BEFORE, Moment.ON_DAY, Moment.AFTER_MISS}),
        ("不用提醒我提前三天，当天提醒就行", {Moment.ON_DAY, Moment.AFTER_MISS}),
        ("除了当天其他都不要提醒", {Moment.ON_DAY}),
        ("把提前三天改成提前一天提醒", {*Moment} - {Moment.THREE_BEFORE}),
        ("别忘了提前三天提醒我", {*Moment}),
        ("以后都不要提醒我了", set()),
    ],
)
async def test_what_is_named_is_switched(home: Somebody, words: str, left: set[Moment]) -> None:
    reply = await told(home, words)
    assert ("本来就是这样" in reply.text) == (left == {*Moment})
    assert set((await held(home)).moments) == left


async def test_a_day_that_cannot_be_switched_is_named(home: Somebody) -> None:
    reply = await told(home, "不要提前五天提醒")
    assert "能提前 3 天" in reply.text
    assert await held(home) == Wishes()


async def test_whoever_has_paid_says_so(home: Somebody) -> None:
    reply = await told(home, "别提醒我了，我已经还了")
    assert "全部还差 11000 元" in reply.text
    assert await held(home) == Wishes()
    (all_of_it,) = await home.say("钱都还清了，不要再提醒我")
    assert "结清证明" in all_of_it.text


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("提醒我换到早上7点", time(7)),
        ("提醒改到早上8点", time(8)),
        ("改成晚上八点半提醒", time(20, 30)),
        ("别在晚上10点提醒，改到早上10点", time(10)),
        ("提前一天晚上8点提醒我", time(20)),
    ],
)
async def test_the_hour_is_set(home: Somebody, words: str, at: time) -> None:
    reply = await told(home, words)
    assert at.strftime("%H:%M") in reply.text
    assert (await held(home)).at == at


async def test_an_hour_in_quiet_hours_is_warned_of(home: Somebody) -> None:
    reply = await told(home, "提醒改到早上7点")
    assert "07:00 在不打扰的时间里，改在 08:00 提醒" in reply.text
    (reply,) = await home.say("早上六点到晚上八点不要提醒")
    assert "改在 20:00 提醒" in reply.text


@pytest.mark.parametrize("words", ["少提醒我一点", "每天提醒我一次", "提醒都发到邮箱"])
async def test_what_cannot_be_done_is_said(home: Somebody, words: str) -> None:
    reply = await told(home, words)
    assert "还什么都没有改" in reply.text
    assert await held(home) == Wishes()


async def test_too_early_is_asked_about(home: Somebody) -> None:
    reply = await told(home, "不要提醒我太早")
    assert labels(reply) == ["08:00", "09:00", "12:00", "20:00"]
    assert await held(home) == Wishes()


@pytest.mark.parametrize(
    ("words", "zone", "name"),
    [
        ("换成东京时间", "Asia/Tokyo", "东京"),
        ("我在巴黎，按巴黎时间提醒", "Europe/Paris", "巴黎"),
        ("时区改成洛杉矶", "America/Los_Angeles", "洛杉矶"),
    ],
)
async def test_the_zone_is_set(home: Somebody, words: str, zone: str, name: str) -> None:
    reply = await told(home, words)
    assert f"按{name}时间" in reply.text
    assert "那一天里提醒" in reply.text
    assert (await held(home)).zone == zone


async def test_a_zone_nobody_knows_is_asked_about(home: Somebody) -> None:
    reply = await told(home, "时区换成巴西")
    assert "东京" in labels(reply)
    assert await held(home) == Wishes()


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("一周后再提醒我", datetime(2026, 12, 2, 1, tzinfo=UTC)),
        ("明天下午3点提醒我", datetime(2026, 11, 26, 7, tzinfo=UTC)),
        ("半小时后再提醒", NOW + timedelta(minutes=30)),
        ("12月10号晚上提醒我", datetime(2026, 12, 10, 12, tzinfo=UTC)),
        ("今天半夜12点提醒我", datetime(2026, 11, 25, 16, tzinfo=UTC)),
        ("今天早上9点提醒我", None),
    ],
)
async def test_the_instant_he_names_is_noted(
    home: Somebody, words: str, until: datetime | None
) -> None:
    reply = await told(home, words)
    (plan,) = await kept(home)
    later = [one.until for one in plan.state.rows[0].later]
    if until is None:
        assert "那个时间已经过了" in reply.text
        assert later == []
    else:
        assert "再提醒您" in reply.text
        assert later == [until]


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("晚上8点再提醒我", datetime(2026, 12, 15, 12, tzinfo=UTC)),
        ("下午3点再提醒我", datetime(2026, 12, 15, 7, tzinfo=UTC)),
        ("三点半再提醒我", datetime(2026, 12, 15, 7, 30, tzinfo=UTC)),
        ("晚上再提醒", datetime(2026, 12, 15, 12, tzinfo=UTC)),
        ("早上再提醒我", datetime(2026, 12, 16, 1, tzinfo=UTC)),
        ("一小时后再说", datetime(2026, 12, 15, 5, tzinfo=UTC)),
        ("明早再提醒", datetime(2026, 12, 16, 1, tzinfo=UTC)),
    ],
)
async def test_an_hour_after_a_reminder_is_of_that_one(
    home: Somebody, words: str, until: datetime
) -> None:
    """The others keep their hour, and another plan its silence."""
    await saved(home)
    await saved(home, "欠某某消金2000，分2期，每月20号还1000")
    home.clock.at = datetime(2026, 12, 15, 1, tzinfo=UTC)
    await home.house.rooms.clockwork.tick()
    home.clock.at = datetime(2026, 12, 15, 4, tzinfo=UTC)
    (noted,) = await home.say(words)
    assert "再提醒您" in noted.text
    first, other = await kept(home)
    assert [one.until for one in first.state.rows[0].later] == [until]
    assert other.state.rows[0].later == ()
    assert await held(home) == Wishes()


async def test_an_hour_out_of_the_blue_is_asked_about(home: Somebody) -> None:
    asked = await told(home, "三点半提醒我")
    assert "还什么都没有改" in asked.text
    assert await held(home) == Wishes()
    await home.press(asked.buttons[0].action)
    assert (await held(home)).at == time(15, 30)


async def test_of_several_plans_the_instant_goes_with_the_choice(home: Somebody) -> None:
    await saved(home)
    await saved(home, "欠某某消金2000，分2期，每月20号还1000")
    (ask,) = await home.say("明天下午3点提醒我")
    assert "说的是哪一期" in ask.text
    (noted,) = await home.press(ask.buttons[1].action)
    assert "11月26日星期四 15:00" in noted.text
    plan = (await kept(home))[1]
    assert [one.until for one in plan.state.rows[0].later] == [
        datetime(2026, 11, 26, 7, tzinfo=UTC)
    ]


async def test_what_others_are_to_leave_off_is_no_order(home: Somebody) -> None:
    await saved(home)
    await home.say("叫他们晚上十点以后别再打扰我家人了")
    assert await held(home) == Wishes()


async def test_stopped_says_that_court_days_go_on(home: Somebody) -> None:
    reply = await told(home, "停止所有提醒")
    assert "法院的日子照样提醒" in reply.text


async def test_saved_on_its_day_it_says_when_it_is_heard_of_again(home: Somebody) -> None:
    *_, table = await home.say("欠某某银行1000，今天还清")
    (done,) = await home.press(action(table, "plan-save"))
    assert "今天就到期，20:00 再提醒一次" in done.text


JD = "跟京东金条谈好了，分6期，每月20号还300"


async def waiting(home: Somebody) -> dict[str, int]:
    """How many reminders wait, by the creditor of their plan."""
    async with home.house.rooms.store.snapshot() as view:
        return {
            one.state.plan.creditor or "": sum(
                row.state is ReminderState.WAITING for row in view.plans.reminders(one.row.plan)
            )
            for one in await kept(home)
        }


async def both(home: Somebody) -> None:
    """Two plans with two creditors."""
    await saved(home)
    (table,) = await home.say(JD)
    await home.press(action(table, "plan-save"))


async def test_of_one_creditor_nothing_is_said_any_more(home: Somebody) -> None:
    await both(home)
    before = await waiting(home)
    reply = (await home.say("京东的先不用提醒了"))[-1]
    assert "京东金条" in reply.segments[0].text
    assert "不再提醒" in reply.segments[0].text
    assert await waiting(home) == {**before, "京东金条": 0}
    assert (await held(home)) == Wishes()
    (page,) = await home.press(action(reply, "plan-show"))
    assert "这个计划现在不提醒" in page.text
    assert "恢复提醒" in labels(page)
    (back,) = await home.press(action(page, "plan-unmute"))
    assert "恢复提醒" in back.text
    assert await waiting(home) == before


async def test_all_of_them_come_back_with_one_word(home: Somebody) -> None:
    await both(home)
    before = await waiting(home)
    for words in ("别提醒某某银行的", "计划2别提醒了", "计划2别提醒了"):
        assert "不再提醒" in (await home.say(words))[-1].text
    assert set((await waiting(home)).values()) == {0}
    reply = (await home.say("恢复所有提醒"))[-1]
    assert "好，已经改了" in reply.text
    assert await waiting(home) == before


async def test_silent_stays_silent_whatever_else_is_set(home: Somebody) -> None:
    await both(home)
    await home.say("别提醒京东的")
    await home.say("每天晚上八点提醒我")
    await home.say("计划2还了100")
    assert (await waiting(home))["京东金条"] == 0
    await home.say("停止所有提醒")
    reply = (await home.say("恢复京东的提醒"))[-1]
    assert "现在不提醒任何一期" in reply.text


async def test_of_several_that_it_may_be_it_is_asked_which(home: Somebody) -> None:
    await saved(home)
    (table,) = await home.say("跟某某银行谈好了，又欠6000，分6期，每月20号还1000")
    await home.press(action(table, "plan-save"))
    before = await waiting(home)
    asked = (await home.say("别提醒某某银行的"))[-1]
    assert len([one for one in asked.buttons if one.action.startswith("plan-mute:")]) == 2
    assert await waiting(home) == before


async def test_how_a_bare_twelve_was_taken_is_said_and_can_be_changed(home: Somebody) -> None:
    reply = await told(home, "12点到2点免打扰")
    assert "12:00 到 14:00，是按中午算的" in reply.segments[0].text
    assert "按中午" not in (await told(home, "中午12点到2点免打扰")).text
    (night,) = await home.press(next(b.action for b in reply.buttons if b.label == "改成夜里"))
    assert "00:00 到 02:00 不打扰" in night.text
    now = await held(home)
    assert (now.quiet_from, now.quiet_until) == (time(0), time(2))
    (stale,) = await home.press("plan-wish:quiet:25:00-02:00")
    assert "不打扰" not in stale.text
