"""Another debt told in the middle of one agreement is a plan of its own; neither is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.planning.draft import Ask, Draft, from_bytes, to_bytes
from handlers.plans import KeptPlan
from handlers.repayment.events import Renegotiated
from tests.whole.test_repayment_talk import NOW, WHOLE, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
SISTER = "还有欠大姐3000，分3期，每月28号还1000"


def owed(found: list[KeptPlan]) -> list[tuple[str | None, int]]:
    """Whom each plan is owed to, and how much."""
    return [(one.state.plan.creditor, one.state.balance) for one in found]


@pytest.mark.parametrize(
    "words",
    [
        SISTER,
        "欠大姐3000，分3期，每月28号还1000",
        "还有我跟大姐说好了，欠她3000，分3期，每月28号还1000",
        "那大姐的呢，欠3000，分3期，每月28号还",
    ],
)
async def test_both_tables_are_saved_one_after_the_other(home: Somebody, words: str) -> None:
    *_, first = await home.say(WHOLE)
    (second,) = await home.say(words)
    assert second.segments[0].text.startswith("某某银行那一笔还没有保存，先放着")
    assert "大姐：分 3 期，合计 3000 元" in second.text
    done, back = await home.press(action(second, "plan-save"))
    assert "已保存为计划 1" in done.text
    assert back.segments[0].text == "接着看刚才放着的那一笔（某某银行），还没有保存。"
    assert "某某银行：分 12 期，合计 12000 元" in back.text
    assert action(back, "plan-save") == action(first, "plan-save")
    await home.press(action(back, "plan-save"))
    assert owed(await kept(home)) == [("大姐", 300_000), ("某某银行", 1_200_000)]


async def test_the_question_that_was_open_is_asked_again(home: Somebody) -> None:
    await home.say("我和某某小贷谈好了，分6期，每期500")
    (second,) = await home.say(SISTER)
    assert "没看懂" not in second.text
    _, back = await home.press(action(second, "plan-save"))
    assert "某某小贷" in back.segments[0].text
    assert "每月几号还" in back.text
    (table,) = await home.say("15号")
    assert "某某小贷：分 6 期，合计 3000 元" in table.text


async def test_the_first_table_can_still_be_pressed(home: Somebody) -> None:
    *_, first = await home.say(WHOLE)
    await home.say(SISTER)
    done, back = await home.press(action(first, "plan-save"))
    assert "已保存为计划 1" in done.text
    assert "大姐：分 3 期" in back.text
    assert owed(await kept(home)) == [("某某银行", 1_200_000)]


async def test_cancelling_one_keeps_the_other(home: Somebody) -> None:
    await home.say(WHOLE)
    (second,) = await home.say(SISTER)
    (back,) = await home.press(action(second, "plan-drop"))
    assert back.segments[0].text == "好，这次没有保存任何计划。"
    assert "某某银行：分 12 期" in back.text
    (over,) = await home.say("取消")
    assert over.text.strip() == "好，这次没有保存任何计划。"
    assert await kept(home) == []


async def test_three_at_once_come_back_in_turn(home: Somebody) -> None:
    await home.say(WHOLE)
    await home.say(SISTER)
    (third,) = await home.say("还有一笔，微粒贷4000分4期，每月8号还1000")
    _, second = await home.press(action(third, "plan-save"))
    assert "大姐：分 3 期" in second.text
    _, first = await home.press(action(second, "plan-save"))
    assert "某某银行：分 12 期" in first.text
    (done,) = await home.press(action(first, "plan-save"))
    assert "已保存为计划 3" in done.text


@pytest.mark.parametrize("words", ["还有大姐", "我还欠大姐钱", "大姐也有一笔"])
async def test_a_name_alone_begins_it(home: Somebody, words: str) -> None:
    await home.say(WHOLE)
    (asked,) = await home.say(words)
    assert "某某银行那一笔还没有保存" in asked.text
    assert "多少" in asked.text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("某某银行的不是12000，是13000", "某某银行：分 12 期，合计 13000 元"),
        ("欠的不是某某银行，是某某小贷", "某某小贷：分 12 期，合计 12000 元"),
        ("债主改成大姐", "大姐：分 12 期，合计 12000 元"),
        ("某某银行的每期还2000", "某某银行：分 6 期，合计 12000 元"),
    ],
)
async def test_a_correction_stays_with_the_plan(home: Somebody, words: str, line: str) -> None:
    await home.say(WHOLE)
    (table,) = await home.say(words)
    assert line in table.segments[0].text
    assert "放着" not in table.text


async def test_of_a_plan_agreed_anew_it_is_asked(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-changed:{plan.row.plan}")
    (asked,) = await home.say(SISTER)
    assert asked.segments[0].text.startswith("您说的是大姐，计划 1 约的是某某银行")
    assert labels(asked) == ["另外一笔", "就是计划 1", "取消"]
    (table,) = await home.say("另外一笔")
    assert "大姐：分 3 期，合计 3000 元" in table.text
    await home.press(action(table, "plan-save"))
    after = await kept(home)
    assert owed(after) == [("某某银行", 1_200_000), ("大姐", 300_000)]
    assert not any(isinstance(one.event, Renegotiated) for one in after[0].happened)
    (renewed,) = await home.say("每期改成800")  # plan 1 is gone on with
    assert renewed.segments[0].text.startswith("计划 1（某某银行）还没还的部分")


async def test_a_debt_may_be_handed_on(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-changed:{plan.row.plan}")
    (asked,) = await home.say("某某资产公司，分24期，每月15号还500")
    (table,) = await home.press(
        next(one.action for one in asked.buttons if one.label == "就是计划 1")
    )
    assert table.segments[0].text.startswith("计划 1（某某银行）还没还的部分")
    assert "某某资产" in table.text
    await home.press(action(table, "plan-save"))
    (after,) = await kept(home)
    assert after.state.balance == 1_200_000
    assert len([row for row in after.state.rows if row.open]) == 24


async def test_a_table_waits_while_another_plan_is_changed(home: Somebody) -> None:
    plan = await saved(home)
    await home.say(SISTER)
    await home.press(f"plan-changed:{plan.row.plan}")
    (table,) = await home.say("每月改成500")
    _, back = await home.press(action(table, "plan-save"))
    assert "大姐：分 3 期，合计 3000 元" in back.text


async def test_a_settled_plan_is_not_agreed_anew(home: Somebody) -> None:
    plan = await saved(home)
    await home.press(f"plan-settle:{plan.row.plan}:yes")
    (told,) = await home.press(f"plan-changed:{plan.row.plan}")
    assert told.text.strip() == "计划 1 现在是“已结清”，没有再改动。"
    *_, table = await home.say(SISTER)
    assert table.segments[0].text.startswith("大姐：")


async def test_what_is_given_up_after_days_is_named_each(home: Somebody) -> None:
    await home.say(WHOLE)
    await home.say(SISTER)
    home.clock.at += timedelta(days=8)
    words = "\n".join(one.text for one in await home.say("计划"))
    assert "某某银行" in words
    assert "大姐" in words


async def test_what_waits_is_sealed_with_what_is_open() -> None:
    first = Draft(id=1, at=NOW).but(Ask.SENTENCE, WHOLE, NOW)
    second = replace(Draft(id=2, at=NOW).but(Ask.SENTENCE, SISTER, NOW), waiting=(first,))
    assert from_bytes(to_bytes(second)) == second
