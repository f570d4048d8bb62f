"""What people say of their plans in their own words: heard as that, and as nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.whole.test_repayment_talk import WHOLE, Somebody, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
FEE = "欠某某银行6000，要先交保证金500，之后分6期"
OLD = "欠某某银行6000，2021年就逾期没还，现在谈好分6期每月20号还1000"


async def test_a_swindler_is_warned_of_with_the_first_question(home: Somebody) -> None:
    *_, ask = await home.say(FEE)
    assert ask.segments[0].text.startswith("要您先交保证金")
    assert "每月几号还" in ask.text
    assert "没有算进去：要先交保证金500" in ask.text
    assert "首付" not in ask.text
    (table,) = await home.say("20号")
    assert "分 6 期，合计 6000 元" in table.text
    assert "要您先交保证金" in table.text


async def test_a_warning_is_said_once_and_when_its_words_come(home: Somebody) -> None:
    *_, ask = await home.say("欠某某银行6000，分6期")
    assert "保证金" not in ask.text
    (ask,) = await home.say("每月20号还，打到客户经理的微信，分12期，每期还多少没说")
    assert "个人账户" in ask.text


async def test_his_own_overdue_plan_is_no_collectors_crime(home: Somebody) -> None:
    *_, table = await home.say(OLD)
    assert "分 6 期，合计 6000 元" in table.segments[0].text
    assert "三年的诉讼时效" in table.segments[1].text
    assert labels(table) == ["保存", "改一改", "取消"]
    assert await home.originals() == ()


@pytest.mark.parametrize(
    "words",
    [
        "欠6000分6期每月20号还1000，逾期一天就上门找你家里人",
        "欠款6000分6期每月20号还1000，逾期通知通讯录全部联系人",
        "你欠的6000，2021年就逾期没还，现在分6期每月20号还1000",
    ],
)
async def test_a_threat_with_a_plan_in_it_is_kept(home: Somebody, words: str) -> None:
    replies = await home.say(words)
    assert any("已保存" in one.text or "还没有保存" in one.text for one in replies)
    assert not any("保存" in labels(one) for one in replies)


async def reminded(home: Somebody, day: str = "2026-12-15T09:00:00+08:00") -> None:
    """A plan, and the reminder of its first day."""
    await saved(home)
    home.clock.at = datetime.fromisoformat(day)
    await home.house.rooms.clockwork.tick()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("已还", "计划 1 某某银行，第 1 期还了 1000 元"),
        ("稍后", "什么时候再提醒"),
        ("金额有变", "哪里不一样"),
        ("还不上了。", "有困难，记下了"),
    ],
)
async def test_the_label_of_a_button_typed_is_its_press(
    home: Somebody, words: str, answer: str
) -> None:
    await reminded(home)
    *_, reply = await home.say(words)
    assert answer in reply.text


async def test_labels_of_a_table_and_of_an_answer_are_typed_too(home: Somebody) -> None:
    await home.say(WHOLE)
    (done,) = await home.say("保存")
    assert "已保存为计划 1" in done.text
    (plan,) = await home.say("看详情")
    assert "已还 0 元，共 12000 元" in plan.text
    (ask,) = await home.say("取消计划")
    assert "取消计划 1？" in ask.text
    (left,) = await home.say("先不改")
    assert "已还 0 元" in left.text
    await home.press("plan-paid:1:0.0")
    (undone,) = await home.say("记错了")
    assert "还差 12000 元" in undone.text


async def test_a_label_under_two_reminders_is_asked_about(home: Somebody) -> None:
    await saved(home)
    await saved(home, "欠老王600，分6期，每月16号还100")
    for day in ("15", "16"):
        home.clock.at = datetime.fromisoformat(f"2026-12-{day}T09:00:00+08:00")
        await home.house.rooms.clockwork.tick()
    *_, reply = await home.say("已还")
    assert "说的是哪一期" in reply.text


@pytest.mark.parametrize("words", ["我还没还", "这期还没还"])
async def test_not_yet_paid_offers_what_can_be_done(home: Somebody, words: str) -> None:
    await reminded(home)
    *_, reply = await home.say(words)
    assert "第 1 期还没有记成已还：2026年12月15日星期二，1000 元" in reply.text
    assert labels(reply) == ["已还", "稍后", "还不上", "金额有变"]


async def test_without_a_plan_the_words_are_what_they_were(home: Somebody) -> None:
    *_, reply = await home.say("晚点")
    assert "什么时候再提醒" not in reply.text
    *_, reply = await home.say("每期改成800")
    assert "800 元" not in reply.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("每期改成800", "分 15 期，合计 12000 元"),
        ("金额变了，每期改成800", "分 15 期，合计 12000 元"),
        ("改成每月20号", "第一期2026年12月20日"),
    ],
)
async def test_a_change_in_words_becomes_a_table(home: Somebody, words: str, told: str) -> None:
    await reminded(home)
    (table,) = await home.say(words)
    assert table.text.startswith("计划 1（某某银行）还没还的部分")
    assert told in table.text


SAME = ("每月15号还1000，分12期", "每月20号还1000，分6期", "每月15号还1000，分3期")


async def three_of_one(home: Somebody) -> None:
    for words in SAME:
        *_, table = await home.say(f"欠某某银行，{words}")
        await home.press(table.buttons[0].action)
    home.clock.at = datetime.fromisoformat("2026-12-15T09:00:00+08:00")


async def test_plans_with_one_creditor_are_told_apart(home: Somebody) -> None:
    await three_of_one(home)
    await home.house.rooms.clockwork.tick()
    *_, (_, digest) = await home.house.replies(home.name)
    assert "计划 1 某某银行第 1 期" in digest.text
    assert "计划 3 某某银行第 1 期" in digest.text
    (ask,) = await home.say("某某银行第二期还了")
    assert labels(ask) == [
        "计划 1 某某银行 2027年1月15日星期五",
        "计划 3 某某银行 2027年1月15日星期五",
        "计划 2 某某银行 2027年1月20日星期三",
    ]
    (done,) = await home.say("某某银行的3000那笔还清了")
    assert "计划 3" in done.text
    assert "3000 元" in done.text
    (done,) = await home.say("20号那笔还了")
    assert "计划 2 某某银行，第 1 期还了 1000 元" in done.text
    (plan,) = await home.say("看计划1")
    assert plan.text.startswith("计划 1 某某银行：进行中")
    (ask,) = await home.say("取消计划1")
    assert "取消计划 1？" in ask.text
    (none,) = await home.say("计划9")
    assert none.text.startswith("没有计划 9。")


async def test_a_change_waits_for_which_plan(home: Somebody) -> None:
    await three_of_one(home)
    (ask,) = await home.say("每月改成500")
    assert labels(ask) == ["计划 1 某某银行", "计划 2 某某银行", "计划 3 某某银行"]
    (table,) = await home.press(ask.buttons[1].action)
    assert table.text.startswith("计划 2（某某银行）还没还的部分")
    assert "分 12 期，合计 6000 元" in table.text


async def test_a_negative_sum_is_asked_about(home: Somebody) -> None:
    await reminded(home)
    (ask,) = await home.say("还了负500")
    assert "还了哪一期、多少元" in ask.text


async def test_all_of_eight_plans_can_be_named(home: Somebody) -> None:
    for number in range(8):
        *_, table = await home.say(f"欠第{number}某某银行1200，分12期，每月{20 - number}号还100")
        await home.press(table.buttons[0].action)
    (shown,) = await home.say("计划")
    assert "看别的 2 个，发编号就行，比如“计划 7”" in shown.text
    (ask,) = await home.say("还了100")
    assert "还有 2 个计划没列出来" in ask.text
    assert "计划 2 还了" in ask.text
    (done,) = await home.say("计划 2 还了100")
    assert "计划 2 某某银行，第 1 期还了 100 元" in done.text


def listed(count: int, line: str) -> str:
    """So many instalments, each with its day and an amount of its own."""
    months = [divmod(11 + number, 12) for number in range(count)]
    return "跟某某银行谈好了，这样还：" + "".join(
        line.format(year=2026 + year, month=month + 1, money=1000 + 37 * number)
        for number, (year, month) in enumerate(months)
    )


@pytest.mark.parametrize(
    "line", ["{year}年{month}月10号还{money}，", "{year}-{month}-10 {money}\n"]
)
@pytest.mark.parametrize("count", [20, 60, 120])
async def test_a_long_list_of_instalments_is_read_whole(
    home: Somebody, line: str, count: int
) -> None:
    *_, table = await home.say(listed(count, line))
    total = sum(1000 + 37 * number for number in range(count))
    assert f"某某银行：分 {count} 期，合计 {total} 元" in table.text


async def test_a_long_story_and_an_endless_numeral_are_no_plan(home: Somebody) -> None:
    story = "我跟他们说好每月还1000，后来又变了。" * 30
    assert all("合计" not in one.text for one in await home.say(story))
    endless = "我1月1号2月2号3月3号4月4号5月5号6月6号还" + "一二三四五六七八九十百千万" * 300
    assert all("合计" not in one.text for one in await home.say(endless))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("分9999期，每月20号还", "期数只能是 1 到 999"),
        ("分1000期，每月20号还", "期数只能是 1 到 999"),
        ("分6期，每月32号还", "日子只能是 1 号到 31 号"),
        ("分6期，每月三十五号还", "日子只能是 1 号到 31 号"),
    ],
)
async def test_what_is_beyond_any_plan_is_said(home: Somebody, words: str, why: str) -> None:
    *_, ask = await home.say(f"欠某某银行60000，{words}")
    assert why in ask.text
    assert "合计" not in ask.text


async def test_an_answer_that_cannot_be_says_why(home: Somebody) -> None:
    await home.say("欠某某银行6000，分期还")
    (ask,) = await home.say("9999期")
    assert "没有记下来" in ask.text
    assert "期数只能是 1 到 999" in ask.text
    await home.say("6期")
    (ask,) = await home.say("32号")
    assert "日子只能是 1 号到 31 号" in ask.text
    (table,) = await home.say("31号")
    assert "分 6 期，合计 6000 元" in table.text
