"""Plans agreed in talk, through the real reception, route, worker and store."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from handlers import deadlines, plans
from handlers.calendar.holidays import Holidays
from handlers.messages import Reply, Stage
from handlers.plans import KeptPlan
from handlers.repayment.events import Paid
from handlers.repayment.states import Later, PlanStatus
from handlers.wishes import Wishes
from storage.records import Entry
from tests.doors.httpdoor import NAME
from tests.reading.drawing import receipt
from tests.whole.house import House, house

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
WHOLE = "跟某某银行谈好了，欠12000，分12期，每月15号还1000"
THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，看你还有没有脸做人。"


class Hands:
    """A clock that a test moves."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of his own in the one house of this module."""

    house: House
    clock: Hands
    name: str

    async def say(self, text: str) -> list[Reply]:
        return await self.house.say(text, person=self.name)

    async def press(self, action: str) -> list[Reply]:
        return await self.house.press(action, person=self.name)

    async def send(self, content: bytes, name: str) -> list[Reply]:
        return await self.house.send(content, name, person=self.name)

    async def originals(self) -> tuple[Entry, ...]:
        return await self.house.originals(self.name)


def action(reply: Reply, verb: str) -> str:
    return next(b.action for b in reply.buttons if b.action.split(":")[0] == verb)


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


async def kept(home: Somebody) -> list[KeptPlan]:
    async with home.house.rooms.store.snapshot() as view:
        known = await view.identity(NAME, home.name)
        assert known is not None
        return list(await plans.listed(view, known[0]))


async def saved(home: Somebody, sentence: str = WHOLE) -> KeptPlan:
    *_, table = await home.say(sentence)
    await home.press(action(table, "plan-save"))
    return (await kept(home))[-1]


async def test_a_whole_sentence_becomes_a_table_then_a_plan(home: Somebody) -> None:
    _, table = await home.say(WHOLE)
    assert "某某银行：分 12 期，合计 12000 元" in table.text
    assert "2026年12月15日星期二" in table.text
    assert "还没有保存" in table.text
    assert labels(table) == ["保存", "改一改", "取消"]
    assert any(segment.folded for segment in table.segments)
    assert await kept(home) == []
    (done,) = await home.press(action(table, "plan-save"))
    assert "已保存为计划 1" in done.text
    assert "提醒您" in done.text
    (plan,) = await kept(home)
    assert plan.state.status is PlanStatus.RUNNING
    assert plan.state.plan.sum == 1_200_000
    assert plan.state.rows[0].instalment.due == date(2026, 12, 15)
    assert await home.originals() == ()


async def test_saving_twice_saves_once(home: Somebody) -> None:
    _, table = await home.say(WHOLE)
    await home.press(action(table, "plan-save"))
    (again,) = await home.press(action(table, "plan-save"))
    assert "计划 1" in again.text
    assert len(await kept(home)) == 1


async def test_what_is_missing_is_asked_one_by_one(home: Somebody) -> None:
    _, ask = await home.say("我和他们谈好了，分期还")
    assert "每期还多少" in ask.segments[0].text
    (ask,) = await home.say("三百五")
    assert "还几期" in ask.segments[0].text
    (ask,) = await home.press(next(b.action for b in ask.buttons if b.label == "6 期"))
    assert "每月几号" in ask.segments[0].text
    (ask,) = await home.say("每月15")
    assert "欠的是谁" in ask.segments[0].text
    (table,) = await home.say("某某小贷")
    assert "某某小贷：分 6 期，合计 2100 元" in table.text
    (table,) = await home.say("下个月开始")
    assert "2026年12月15日" in table.text
    assert await kept(home) == []


async def test_a_half_finished_one_survives_a_restart(tmp_path: Path) -> None:
    clock = Hands()
    async with house(tmp_path, clock) as home:
        _, ask = await home.say("欠某某银行8000，每个月还1000")
        assert "每月几号" in ask.text
    clock.at += timedelta(days=2)
    async with house(tmp_path, clock) as home:
        (table,) = await home.say("15号")
        assert "分 8 期，合计 8000 元" in table.text


async def test_it_expires_and_that_is_said(home: Somebody) -> None:
    _, ask = await home.say("欠某某银行8000，每个月还1000")
    home.clock.at += timedelta(days=8)
    answer, given_up = await home.say("15号")
    assert "合计" not in answer.text
    assert "某某银行）一直没有点保存" in given_up.text
    (stale,) = await home.press(ask.buttons[0].action)
    assert "合计" not in stale.text


async def test_evidence_danger_and_commands_pass_it_by(home: Somebody) -> None:
    await home.say("欠某某银行8000，每个月还1000")
    verdict, recalled = await home.say(THREAT)
    assert verdict.stage is Stage.JUDGED
    assert verdict.number == 1
    assert "还差一项：每月几号还" in recalled.text
    (crisis,) = await home.say("我真的不想活了，今晚就从楼上跳下去")
    assert crisis.stage is Stage.CRISIS
    (listed,) = await home.say("证据")
    assert "E-0001" in listed.text
    (table,) = await home.say("15号")
    assert "合计 8000 元" in table.text


async def test_words_that_answer_nothing_are_told_so(home: Somebody) -> None:
    await home.say("欠某某银行8000，每个月还1000")
    (again,) = await home.say("今天天气不错")
    assert "没能当成答案" in again.text
    assert "每月几号" in again.text


async def test_cancelling_at_any_step(home: Somebody) -> None:
    await home.say("欠某某银行8000，每个月还1000")
    (gone,) = await home.say("取消")
    assert "没有保存" in gone.text
    (table,) = await home.say(WHOLE)
    (gone,) = await home.press(action(table, "plan-drop"))
    assert "没有保存" in gone.text
    (stale,) = await home.press(action(table, "plan-save"))
    assert "已保存" not in stale.text
    (nothing,) = await home.say("/cancel")
    assert "没有" in nothing.text
    assert await kept(home) == []


async def test_changing_before_saving(home: Somebody) -> None:
    _, table = await home.say(WHOLE)
    (ask,) = await home.press(action(table, "plan-edit"))
    assert "哪里不一样" in ask.text
    (changed,) = await home.say("每期改成800")
    assert "分 15 期，合计 12000 元" in changed.text
    (changed,) = await home.say("从明年1月开始")
    assert "第一期2027年1月15日" in changed.text
    (old,) = await home.press(action(table, "plan-save"))
    assert "2027年1月15日" in old.text  # of an earlier table: the present one again
    assert await kept(home) == []
    await home.press(action(changed, "plan-save"))
    (plan,) = await kept(home)
    assert len(plan.state.rows) == 15


async def test_a_second_plan_with_the_same_creditor_is_asked_about(home: Somebody) -> None:
    await saved(home)
    (table,) = await home.say("跟某某银行谈好了，欠6000，分6期，每月20号还1000")
    assert "计划 1" in table.text
    assert labels(table) == ["另外一笔，保存", "代替原来的", "改一改", "取消"]
    instead = table.buttons[1].action
    await home.press(instead)
    (plan,) = await kept(home)
    assert plan.state.renegotiated
    assert plan.state.plan.sum == 600_000
    await home.press(instead)
    assert [one.state.revision for one in await kept(home)] == [1]


async def test_a_collectors_words_are_evidence_first(home: Somebody) -> None:
    words = (
        "【某某消费金融】您好，您与我司约定的分期方案：欠款9600元分12期，每期800元，每月15日还款。"
    )
    _, verdict, offer = await home.say(words)
    assert verdict.number == 1
    assert "记成还款计划" in offer.text
    (table,) = await home.press(action(offer, "plan-from"))
    assert "分 12 期，合计 9600 元" in table.text


async def test_warnings_are_said_before_saving(home: Somebody) -> None:
    _, table = await home.say("欠某某银行8000，三年没还了，工资3000，分2期还，每月15号还4000")
    assert "超过了您说的每月收入 3000 元" in table.text
    assert "12348" in table.text


async def test_paid_part_paid_and_taken_back(home: Somebody) -> None:
    plan = await saved(home)
    about = f"{plan.row.plan}:{plan.state.rows[0].id}"
    (done,) = await home.press(f"plan-paid:{about}")
    assert "全部还差 11000 元" in done.text
    (again,) = await home.press(f"plan-paid:{about}")
    assert "没有再记一次" in again.text
    (ask,) = await home.press(action(done, "plan-part"))
    assert "实际还了多少" in ask.text
    (part,) = await home.say("三百五")
    assert "这一期还差 650 元" in part.text
    (back,) = await home.press(action(part, "plan-undo"))
    assert "撤掉" in back.text
    await home.press(action(part, "plan-undo"))
    (plan,) = await kept(home)
    assert plan.state.paid == 0


@pytest.mark.parametrize(
    ("words", "paid", "open_rows"),
    [
        ("1500已经还了", 150_000, 11),
        ("还了500", 50_000, 12),
        ("这两期一起还了", 200_000, 10),
        ("第3期还了", 100_000, 11),
        ("剩下的都还清了", 1_200_000, 0),
        ("这期还完了", 100_000, 11),
        ("这个月的全还了", 100_000, 11),
        ("两期一起还了3000", 300_000, 9),
        ("前两期都还了", 200_000, 10),
        ("昨天打了我", 0, 12),
        ("第20期还了", 0, 12),
        ("已经还了6期", 0, 12),
        ("这期还了一半", 0, 12),
        ("这期还了0元", 0, 12),
        ("今天还完了", 0, 12),
        ("还了50000", 0, 12),
    ],
)
async def test_what_is_said_to_be_paid_is_what_is_put_down(
    home: Somebody, words: str, paid: int, open_rows: int
) -> None:
    await saved(home)
    await home.say(words)
    (plan,) = await kept(home)
    assert plan.state.paid == paid
    assert sum(row.open > 0 for row in plan.state.rows) == open_rows
    if words.startswith("第3期"):
        assert plan.state.rows[2].open == 0


async def test_in_doubt_it_is_asked_and_the_answer_is_put_down(home: Somebody) -> None:
    await saved(home)
    (ask,) = await home.say("这期还了一部分")
    assert "多少元" in ask.text
    (gone,) = await home.say("取消")
    assert "计划照旧" in gone.text
    await home.say("这期还了一部分")
    (done,) = await home.say("350")
    assert "350 元" in done.text
    (ask,) = await home.say("今天还完了")
    await home.press(ask.buttons[1].action)
    (plan,) = await kept(home)
    assert plan.state.status is PlanStatus.SETTLED
    assert plan.state.paid == 1_200_000
    (after,) = await home.say("500")
    assert "还了 500" not in after.text


async def test_with_two_plans_the_amount_waits_for_which_one(home: Somebody) -> None:
    await saved(home)
    await saved(home, "跟某某小贷谈好了，欠6000，分6期，每月20号还1000")
    (ask,) = await home.say("2500已经还了")
    assert len(ask.buttons) == 2
    assert "2500 元" in ask.buttons[1].label
    (done,) = await home.press(ask.buttons[1].action)
    assert "2500 元" in done.text
    for again in (ask.buttons[1].action, ask.buttons[0].action):  # once, whatever is pressed
        (said_once,) = await home.press(again)
        assert "没有再记一次" in said_once.text
    assert sorted(plan.state.paid for plan in await kept(home)) == [0, 250_000]
    await home.press(action(done, "plan-undo"))
    (stale,) = await home.press(ask.buttons[1].action)
    assert "记过" not in stale.text  # taken back: neither put down again nor said to be there
    assert sum(plan.state.paid for plan in await kept(home)) == 0


async def test_settling_gives_a_checklist(home: Somebody) -> None:
    plan = await saved(home, "欠某某银行2000，12月1号一次还清2000")
    (done,) = await home.press(f"plan-paid:{plan.row.plan}:{plan.state.rows[0].id}")
    assert "结清证明" in done.text
    assert "征信" in done.text
    (plan,) = await kept(home)
    assert plan.state.status is PlanStatus.SETTLED
    async with home.house.rooms.store.snapshot() as view:
        (check,) = view.plans.reminders(plan.row.plan)
    assert check.due_at.date() == date(2026, 12, 25)


async def test_later_is_asked_and_noted_once(home: Somebody) -> None:
    plan = await saved(home)
    about = f"{plan.row.plan}:{plan.state.rows[0].id}"
    (ask,) = await home.press(f"plan-later:{about}")
    assert labels(ask) == ["一小时后", "今晚 8 点", "明天早上"]
    for _ in range(2):
        (noted,) = await home.press(ask.buttons[1].action)
        assert "20:00" in noted.text
    (plan,) = await kept(home)
    assert plan.state.rows[0].later == (Later(datetime(2026, 11, 25, 12, tzinfo=UTC), NOW),)


async def test_who_cannot_pay_is_told_what_helps(home: Somebody) -> None:
    plan = await saved(home)
    (help_,) = await home.press(f"plan-cannot:{plan.row.plan}:{plan.state.rows[0].id}")
    assert "12378" in help_.text
    assert "不要借新的来还旧的" in help_.text
    (plan,) = await kept(home)
    assert plan.state.rows[0].hard


async def test_a_changed_amount_becomes_a_new_table_and_an_event(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-paid:{plan.row.plan}:{plan.state.rows[0].id}")
    (ask,) = await home.press(f"plan-changed:{plan.row.plan}:{plan.state.rows[1].id}")
    assert "哪里不一样" in ask.text
    (table,) = await home.say("每期改成500")
    assert "合计 11000 元" in table.text
    assert "分 22 期" in table.text
    await home.press(action(table, "plan-save"))
    (plan,) = await kept(home)
    assert plan.state.renegotiated
    assert plan.state.paid == 100_000
    assert plan.state.balance == 1_100_000


async def test_the_list_the_details_and_the_end(home: Somebody) -> None:
    _, none = await home.say("/计划")
    assert "还没有还款计划" in none.text
    await saved(home)
    (listed,) = await home.say("计划")
    assert "已还 0 元，共 12000 元" in listed.text
    (details,) = await home.press(action(listed, "plan-show"))
    assert "第 12 期" in details.text
    (ask,) = await home.press(action(details, "plan-stop"))
    (stopped,) = await home.press(action(ask, "plan-stop"))
    assert "不再提醒" in stopped.text
    (again,) = await home.press(action(ask, "plan-stop"))
    assert "已取消" in again.text


async def test_reminders_are_set_by_buttons_and_in_words(home: Somebody) -> None:
    plan = await saved(home)

    async def waiting() -> set[str]:
        async with home.house.rooms.store.snapshot() as view:
            rows = view.plans.reminders(plan.row.plan)
        return {row.key for row in rows if row.key.startswith("0.0")}

    assert len(await waiting()) == 4
    (shown,) = await home.press("plan-wish")
    off = next(b.action for b in shown.buttons if b.label == "关：提前 1 天")
    for _ in range(2):
        (noted,) = await home.press(off)
        assert "已经改了" in noted.text
    assert "0.0:one_before" not in await waiting()
    (noted,) = await home.say("晚上十点半以后不要发")
    assert "22:30" in noted.text
    (noted,) = await home.say("停止所有提醒")
    assert "不提醒" in noted.text
    assert await waiting() == set()
    await home.say("提前三天提醒我")
    assert await waiting() == {"0.0:three_before"}
    (paid,) = await home.say("这期我已经还了")
    assert "全部还差 11000 元" in paid.text


async def test_what_is_said_of_an_instalment_in_words(home: Somebody) -> None:
    (nothing,) = (await home.say("这期还不上了"))[-1:]
    assert "点一个" not in nothing.text
    await saved(home)
    (hard,) = await home.say("某某银行这期还不上了")
    assert "12378" in hard.text
    (when,) = await home.say("晚点再提醒我")
    assert "什么时候再提醒" in when.text
    (part,) = await home.say("这期还了五百")
    assert "这一期还差 500 元" in part.text
    (table,) = await home.say("某某银行改成每月20号还600")
    assert "计划 1" in table.text
    assert "合计 11500 元" in table.text
    await home.press(action(table, "plan-save"))
    (plan,) = await kept(home)
    assert plan.state.balance == 1_150_000


async def test_a_day_is_no_name(home: Somebody) -> None:
    _, ask = await home.say("欠8000，每个月10号还1000")
    assert "欠的是谁" in ask.text
    (ask,) = await home.say("15号")
    assert "欠的是谁" in ask.text
    (table,) = await home.say("某某银行")
    assert "2026年12月15日" in table.text


async def test_a_deadline_is_done_once(home: Somebody) -> None:
    await home.say("你好")
    ledger = await home.house.ledger(home.name)
    assert ledger is not None
    served = deadlines.Served(deadlines.Step.ANSWER, date(2026, 11, 24))
    (deadline, *_) = deadlines.deadlines(served, Holidays.load())
    async with home.house.rooms.store.transaction() as change:
        key = f"served:{home.name}"
        row = await deadlines.keep(change, ledger, deadline, Wishes(), key=key, at=NOW)
        assert change.plans.reminders(row.plan)
    for _ in range(2):
        (done,) = await home.press(f"deadline-done:{row.plan}")
        assert "已经办好" in done.text
    async with home.house.rooms.store.snapshot() as view:
        assert len(await view.plans.events(row.plan)) == 2
        assert not view.plans.reminders(row.plan)


async def test_no_plan_button_dies_silently(home: Somebody) -> None:
    await saved(home)
    for pressed in (
        *("plan-save:", "plan-save:1.1", "plan-say:x:15", "plan-edit:9.9", "plan-drop:7.1"),
        *("plan-paid:9:0.0", "plan-paid:1:9.9", "plan-paid:", "plan-part:1:0.0:x"),
        *("plan-later:1:0.0:noon", "plan-show:9", "plan-stop:x", "plan-wish:zone:nowhere"),
        *("plan-wish:at:99", "plan-from:0", "plan-receipt:1:0.0:0", "plan-changed:3"),
        "deadline-done:x",
    ):
        (answer,) = await home.press(pressed)
        assert answer.text
    (plan,) = await kept(home)
    assert len(plan.happened) == 2


async def test_a_receipt_is_kept_read_and_put_down_once(home: Somebody) -> None:
    picture = io.BytesIO()
    receipt().save(picture, "PNG")
    plan = await saved(home)
    *_, offer = await home.send(picture.getvalue(), "paid.png")
    assert "1000 元，2026年11月25日星期三" in offer.text
    assert "某某消费金融有限公司" in offer.text
    (done,) = await home.press(action(offer, "plan-receipt"))
    assert "全部还差 11000 元" in done.text
    assert "E-0001" in done.text
    (again,) = await home.press(action(offer, "plan-receipt"))
    assert "没有再记" in again.text
    (plan,) = await kept(home)
    assert plan.state.paid == 100_000
    assert plan.state.rows[0].open == 0
    (handed,) = await home.press("plan-hand:1:yes")
    assert "2026年11月25日星期三，第 1 期，1000 元，凭证 E-0001" in handed.text
    assert hashlib.sha256(picture.getvalue()).hexdigest() in handed.text


async def test_a_receipt_belongs_to_the_payment_already_noted(home: Somebody) -> None:
    picture = io.BytesIO()
    receipt().save(picture, "PNG")
    plan = await saved(home)
    await home.press(f"plan-paid:{plan.row.plan}:{plan.state.rows[0].id}")
    *_, offer = await home.send(picture.getvalue(), "paid.png")
    await home.press(action(offer, "plan-receipt"))
    (plan,) = await kept(home)
    assert plan.state.paid == 100_000
    assert [e.event.evidence for e in plan.happened if isinstance(e.event, Paid)] == [None, 1]
    (handed,) = await home.press("plan-hand:1:yes")
    assert handed.text.count("第 1 期，1000 元") == 1
    assert "，凭证 E-0001" in handed.text


async def test_somebody_elses_plan_is_not_touched(home: Somebody) -> None:
    plan = await saved(home)
    stranger = Somebody(home.house, home.clock, "stranger")
    await stranger.say("你好")
    await stranger.press(f"plan-paid:{plan.row.plan}:{plan.state.rows[0].id}")
    (plan,) = await kept(home)
    assert plan.state.paid == 0


async def test_what_rows_are_made_of_is_said(home: Somebody) -> None:
    *_, table = await home.say("跟某某银行谈好了，每月还本金500利息50，12期，每月10号")
    assert "每期 550 元 = 本金 500 元 + 利息 50 元" in table.text


async def test_what_is_paid_is_left_out_and_that_is_said(home: Somebody) -> None:
    *_, table = await home.say("欠某某银行12000分12期，每月10号还1000，已经还了3期")
    assert "您说已经还了 3 期" in table.text
    assert "分 9 期，合计 9000 元" in table.text


async def test_a_day_that_its_month_does_not_have_is_said(home: Somebody) -> None:
    *_, table = await home.say("欠某某银行5000，2月30日一次还清")
    assert "2 月没有 30 号，按2027年2月28日" in table.text


async def test_a_start_that_lies_behind_is_shown_and_warned_of(home: Somebody) -> None:
    *_, table = await home.say("欠某某银行12000，分12期，从去年12月开始每月20号还1000")
    assert "第一期2025年12月20日" in table.text
    assert "已经过了。是不是日期说错了？" in table.text
