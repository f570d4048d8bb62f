"""Which plan or instalment is meant, answered in words; nothing that was said before is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.messages import Reply
from tests.whole.test_plan_beside import owed
from tests.whole.test_repayment_talk import NOW, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
AGAIN = "还不知道说的是哪一个"


async def two(home: Somebody) -> None:
    await saved(home)
    await saved(home, "欠大姐3000，分3期，每月20号还1000")


async def paid(home: Somebody) -> list[int]:
    return [one.state.paid for one in await kept(home)]


@pytest.mark.parametrize(
    ("words", "which"),
    [
        *(
            (words, 0)
            for words in ("1", "第一个", "①", "计划1", "某某银行的", "银行那个", "前一个")
        ),
        *((words, 1) for words in ("2", "第二个", "二", "计划 2", "大姐", "是大姐的", "还大姐的")),
        *((words, 1) for words in ("大姐那笔", "后一个", "20号的", "选2")),
    ],
)
async def test_the_amount_goes_where_he_says(home: Somebody, words: str, which: int) -> None:
    await two(home)
    (asked,) = await home.say("还了500")
    assert len(asked.buttons) == 2
    (done,) = await home.say(words)
    assert "500 元" in done.text
    assert await paid(home) == [50_000 * (which == 0), 50_000 * (which == 1)]


@pytest.mark.parametrize("words", ["两个都是", "都是", "两个都还了", "全部"])
async def test_both_are_taken_one_at_a_time(home: Somebody, words: str) -> None:
    await two(home)
    (asked,) = await home.say("还了500")
    (again,) = await home.say(words)
    assert again.segments[0].text.startswith("一次只能记一个")
    assert again.buttons == asked.buttons
    assert await paid(home) == [0, 0]
    await home.say("大姐")
    assert await paid(home) == [0, 50_000]


@pytest.mark.parametrize("words", ["第一期", "这一期", "不知道", "3", "都不是"])
async def test_what_does_not_decide_asks_again(home: Somebody, words: str) -> None:
    await two(home)
    (asked,) = await home.say("还了500")
    (again,) = await home.say(words)
    assert again.segments[0].text.startswith(AGAIN)
    assert again.buttons == asked.buttons
    await home.say("2")
    assert await paid(home) == [0, 50_000]


@pytest.mark.parametrize("words", ["500", "大姐说要起诉我", "银行会不会起诉我？", "计划"])
async def test_other_words_are_no_answer(home: Somebody, words: str) -> None:
    await two(home)
    await home.say("还了500")
    *_, said = await home.say(words)
    assert AGAIN not in said.text
    assert await paid(home) == [0, 0]


@pytest.mark.parametrize("words", ["2", "大姐的", "计划 2", "第二个"])
async def test_a_change_goes_to_the_plan_that_is_named(home: Somebody, words: str) -> None:
    await two(home)
    (asked,) = await home.say("改成每期250")
    assert asked.segments[0].text == "说的是哪个计划？"
    (table,) = await home.say(words)
    assert "计划 2（大姐）还没还的部分" in table.segments[0].text
    assert "分 12 期，合计 3000 元" in table.segments[0].text


async def test_a_question_of_last_week_is_not_answered_by_a_number(home: Somebody) -> None:
    await two(home)
    await home.say("还了500")
    home.clock.at = NOW + timedelta(days=4)
    await home.say("2")
    assert await paid(home) == [0, 0]


@pytest.mark.parametrize("words", ["计划 2 改成每期250", "把计划2改成每期250"])
async def test_a_number_in_the_sentence_names_the_plan(home: Somebody, words: str) -> None:
    await two(home)
    (table,) = await home.say(words)
    assert "计划 2（大姐）还没还的部分" in table.segments[0].text
    assert "分 12 期，合计 3000 元" in table.segments[0].text


async def test_a_number_that_is_none_changes_no_other_plan(home: Somebody) -> None:
    await saved(home)
    (said,) = await home.say("计划 2 改成每期250")
    assert said.text.strip() == "没有计划 2，什么都没有改动。发“计划”看有哪些。"
    await home.press(f"plan-stop:{(await kept(home))[0].row.plan}:yes")
    (said,) = await home.say("计划 1 改成每期250")
    assert "计划 1 现在是“已取消”" in said.text


async def reminded_and_renewed(home: Somebody) -> Reply:
    """A reminder whose instalment was agreed otherwise since."""
    await saved(home)
    home.clock.at += timedelta(days=20)
    await home.house.rooms.clockwork.tick()
    reminder = (await home.house.replies(home.name))[-1][1]
    assert "已还" in labels(reminder)
    (table,) = await home.say("改成每月20号还500")
    await home.press(action(table, "plan-save"))
    return reminder


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("已还", "计划 1 某某银行，第 1 期还了 500 元"),
        ("已还了", "计划 1 某某银行，第 1 期还了 500 元"),
        ("还不上", "有困难，记下了"),
        ("稍后", "什么时候再提醒"),
    ],
)
async def test_typed_words_are_about_the_row_that_holds_now(
    home: Somebody, words: str, line: str
) -> None:
    await reminded_and_renewed(home)
    *_, said = await home.say(words)
    assert line in said.text
    assert "按钮" not in said.text


@pytest.mark.parametrize("label", ["已还", "稍后"])
async def test_a_button_of_the_old_agreement_shows_what_holds_now(
    home: Somebody, label: str
) -> None:
    reminder = await reminded_and_renewed(home)
    (moved,) = await home.press(next(b.action for b in reminder.buttons if b.label == label))
    assert moved.text.startswith("计划 1 某某银行的约定改过了")
    assert "2026年12月20日星期日，500 元" in moved.text
    assert labels(moved) == ["已还", "稍后", "还不上"]
    assert owed(await kept(home)) == [("某某银行", 1_200_000)]
    await home.press(action(moved, "plan-paid"))
    assert await paid(home) == [50_000]
