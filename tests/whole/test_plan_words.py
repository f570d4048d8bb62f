"""What people say of their plans in their own words: heard as that, and as nothing else."""

from __future__ import annotations

import pytest

from tests.whole.test_repayment_talk import Somebody, labels

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
