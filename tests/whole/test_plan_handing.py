"""A plan handed over as words: all that was agreed, paid and kept, and nothing told in private."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from handlers import plans
from handlers.planning.proofs import proofs
from handlers.repayment.plan import Fen
from tests.whole.test_plan_records import NOTE, last_with
from tests.whole.test_repayment_talk import NOW, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
OTHER = "跟星某消金谈好了，欠6000，分6期，每月20号还1000"
VOICE = b"OggS" + bytes(64)
DUE = date(2026, 12, 15)


async def words(home: Somebody, number: int = 1) -> str:
    (asked,) = await home.press(f"plan-hand:{number}")
    assert "想一想" in asked.text
    (reply,) = await home.press(action(asked, "plan-hand"))
    return reply.text


async def test_what_was_agreed_paid_and_kept(home: Somebody) -> None:
    plan = await saved(home)
    (shown,) = await home.press("plan-show:1")
    assert "给别人看" in labels(shown)
    await home.press(f"plan-paid:{plan.row.plan}:0.0")
    await home.press(last_with(await home.send(VOICE, "talk.ogg"), "plan-attach"))
    await home.say(NOTE)
    text = await words(home)
    assert text.startswith("和某某银行的还款约定")
    assert "记下的付款一共 1000 元，还差 11000 元" in text
    assert "第 1 期 2026年12月15日星期二，1000 元：付清了" in text
    assert "第 12 期 2027年11月15日星期一，1000 元：没有记下付款" in text
    assert "2026年11月25日星期三，第 1 期，1000 元" in text
    assert hashlib.sha256(VOICE).hexdigest() in text
    assert "E-0002（文字）" in text
    assert hashlib.sha256(NOTE.encode()).hexdigest() not in text
    assert "小李" not in text
    assert "talk.ogg" not in text
    assert "不是合同" in text
    assert "不能证明付过款" in text


async def test_erased_evidence_is_not_named(home: Somebody) -> None:
    await saved(home)
    await home.press(last_with(await home.send(VOICE, "talk.ogg"), "plan-attach"))
    (one,) = await home.originals()
    async with home.house.rooms.store.transaction() as change:
        await change.erase(one.ledger, one.seq, NOW)
    text = await words(home)
    assert "SHA-256" not in text
    assert "E-0001" not in text


async def test_what_was_told_in_private_stays_so(home: Somebody) -> None:
    plan = await saved(home)
    before = await words(home)
    async with home.house.rooms.store.transaction() as change:
        await plans.hardship(change, plan.row, "0.0", key=f"{home.name}:hard", at=NOW)
        until = NOW + timedelta(days=3)
        await plans.snooze(change, plan.row, "0.1", until, key=f"{home.name}:later", at=NOW)
    assert await words(home) == before


async def test_the_receipt_of_another_number_is_not_taken_for_it(home: Somebody) -> None:
    plan = await saved(home)
    await home.send(VOICE, "talk.ogg")
    async with home.house.rooms.store.transaction() as change:
        key = f"{home.name}:elsewhere"
        await plans.pay(change, plan.row, "0.0", key=key, at=NOW, on=DUE, evidence=1)
        assert await proofs(change, await plans.read(change, plan.row)) == ()
    assert "凭证 E-0001" not in await words(home)


async def test_in_words_and_with_several(home: Somebody) -> None:
    await saved(home)
    *_, asked = await home.say("把我的还款计划导出来")
    assert "整理成文字" in labels(asked)
    await saved(home, OTHER)
    *_, which = await home.say("把我的还款计划导出来")
    assert "计划 2 星某消金" in labels(which)
    assert "星某消金" in await words(home, 2)


@pytest.mark.parametrize(
    "text", ["把计划发给客服看", "还款计划转给我老婆看一下", "这份计划拿给律师看看"]
)
async def test_to_show_it_to_somebody_is_to_hand_it_over(home: Somebody, text: str) -> None:
    await saved(home)
    *_, asked = await home.say(text)
    assert "整理成文字" in labels(asked)


@pytest.mark.parametrize(
    "text", ["把计划发给客服有用吗", "他们让我把计划发给他们看", "计划给我妈买件衣服"]
)
async def test_to_wonder_is_not_to_hand_it_over(home: Somebody, text: str) -> None:
    await saved(home)
    replies = await home.say(text)
    assert all("整理成文字" not in labels(one) for one in replies)


@pytest.mark.parametrize(
    "text", ["我计划明天去派出所报案，帮我把证据导出来", "导出全部证据，计划起诉用"]
)
async def test_to_plan_something_is_no_plan(home: Somebody, text: str) -> None:
    await saved(home)
    replies = await home.say(text)
    assert all("整理成文字" not in labels(one) for one in replies)


async def test_what_was_paid_beyond_is_told_to_whoever_reads_it(home: Somebody) -> None:
    plan = await saved(home)
    async with home.house.rooms.store.transaction() as change:
        key = f"{home.name}:much"
        await plans.pay(change, plan.row, "0.0", key=key, at=NOW, on=DUE, amount=Fen(1300000))
    text = await words(home)
    assert "比约定的多 1000 元" in text
    assert "请找对方" not in text


async def test_buttons_of_others_say_so(home: Somebody) -> None:
    plan = await saved(home)
    stranger = Somebody(home.house, home.clock, f"{home.name}-stranger")
    await stranger.say("你好")
    for name in ("1", "1:yes", f"{plan.row.plan}:yes", "x"):
        (answer,) = await stranger.press(f"plan-hand:{name}")
        assert "某某银行" not in answer.text
    assert len(await kept(home)) == 1
