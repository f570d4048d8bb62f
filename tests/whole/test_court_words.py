"""Hearings and judgments told in his own words: to the papers' days, or to what he must know."""

from __future__ import annotations

import pytest

from tests.whole.test_repayment_talk import Somebody

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("法院给我打电话说12月30号开庭", "12月30日"),
        ("法官打电话说下周二开庭", "12月1日"),
        ("我被起诉了，12月18日上午9点开庭", "12月18日"),
        ("收到仲裁通知书，12月10号开庭", "12月10日"),
        ("开庭时间定在12月22号", "12月22日"),
        ("法院给我发了电子送达，说12月15号开庭", "12月15日"),
    ],
)
async def test_a_hearing_is_kept(home: Somebody, words: str, day: str) -> None:
    *_, reply = await home.say(words)
    assert "天开庭" in reply.text
    assert day in reply.text
    assert await home.originals() == ()


async def test_a_paper_that_was_taken_is_counted(home: Somebody) -> None:
    *_, reply = await home.say("前天收的起诉书副本")
    assert "向法院交答辩状" in reply.text
    assert "12月8日" in reply.text


@pytest.mark.parametrize(
    ("words", "law"),
    [
        ("昨天收到判决，判我还12000", "《民事诉讼法》第171条"),
        ("昨天收到执行通知书", "报告财产"),
        ("昨天收到财产保全裁定", "《民事诉讼法》第103条"),
    ],
)
async def test_a_ruling_is_answered_with_what_stands_in_the_law(
    home: Somebody, words: str, law: str
) -> None:
    *_, reply = await home.say(words)
    assert law in reply.text
    assert "欠的是谁" not in reply.text
    assert await home.originals() == ()


async def test_a_collectors_paper_is_still_evidence(home: Somebody) -> None:
    replies = await home.say("执行通知书已下达，今天不还钱就上门抓人，立即转账撤案")
    assert len(await home.originals()) == 1
    assert any("已保存" in one.text for one in replies)
