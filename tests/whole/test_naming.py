"""欠的是谁: whoever does not say has no name in his reminders, and talk is asked again."""

from __future__ import annotations

import pytest

from tests.whole.test_repayment_talk import Somebody, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
OPEN = "分6期，每月10号还1000"


@pytest.mark.parametrize("words", ["我不记得了", "跳过", "不告诉你", "不知道"])
async def test_without_a_name(home: Somebody, words: str) -> None:
    await home.say(OPEN)
    (table,) = await home.say(words)
    assert words not in table.text
    assert "分 6 期，合计 6000 元" in table.text
    assert "保存" in labels(table)


@pytest.mark.parametrize("words", ["等一下", "好", "烦死了"])
async def test_talk_is_asked_again(home: Somebody, words: str) -> None:
    await home.say(OPEN)
    *_, ask = await home.say(words)
    assert "欠的是谁" in ask.text
    assert "不写名字" in labels(ask)


async def test_two_lenders_and_a_banks_card_are_names(home: Somebody) -> None:
    await home.say(OPEN)
    (table,) = await home.say("花呗和借呗")
    assert table.text.startswith("花呗和借呗：分 6 期")
    assert await home.originals() == ()
    await home.say("取消")
    (table,) = await home.say("欠某某银行信用卡6000，分6期，每月10号还1000")
    assert table.text.startswith("某某银行信用卡：分 6 期")
