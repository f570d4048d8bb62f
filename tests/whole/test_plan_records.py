"""What was negotiated, put to its plan: through the real reception, route, worker and store."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers import plans
from handlers.messages import Reply
from handlers.planning.noting import Heard, heard
from handlers.repayment.events import Attached, Detached, from_bytes, to_bytes
from storage.verify import verify
from tests.whole.test_repayment_talk import NOW, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOTE = "记一下：客服小李今天答应减免违约金"
OTHER = "跟星某消金谈好了，欠6000，分6期，每月20号还1000"
VOICE = b"OggS" + bytes(64)


async def shown(home: Somebody, number: int = 1) -> str:
    (plan,) = await home.press(f"plan-show:{number}")
    return plan.text


def last_with(replies: list[Reply], verb: str) -> str:
    return next(action(one, verb) for one in reversed(replies) if _has(one, verb))


def _has(reply: Reply, verb: str) -> bool:
    return any(one.action.split(":")[0] == verb for one in reply.buttons)


async def test_a_note_is_kept_and_put_to_the_only_plan(home: Somebody) -> None:
    await saved(home)
    *_, done = await home.say(NOTE)
    assert done.text.startswith("E-0001 放到计划 1（某某银行）里了")
    assert len(await home.originals()) == 1
    assert "E-0001 2026年11月25日星期三（文字）" in await shown(home)
    assert "小李" not in await shown(home)  # the words stay with the evidence, and go with it
    (taken,) = await home.press(action(done, "plan-detach"))
    assert "证据还在" in taken.text
    assert "E-0001" not in await shown(home)
    assert not (await home.originals())[0].erased


async def test_a_recording_is_put_there_by_its_button_once(home: Somebody) -> None:
    await saved(home)
    replies = await home.send(VOICE, "talk.ogg")
    assert "放到还款计划里" in [label for one in replies for label in labels(one)]
    put = last_with(replies, "plan-attach")
    (done,) = await home.press(put)
    assert "E-0001 放到计划 1" in done.text
    (again,) = await home.press(put)
    assert "已经在计划 1 里了" in again.text
    assert (await shown(home)).count("E-0001") == 1


async def test_erased_evidence_is_shown_no_more_and_an_erased_plan_spares_it(
    home: Somebody, folder: Path
) -> None:
    plan = await saved(home)
    await home.press(last_with(await home.send(VOICE, "talk.ogg"), "plan-attach"))
    await home.say(NOTE)
    one, two = (await home.originals())[::-1]
    async with home.house.rooms.store.transaction() as change:
        await change.erase(one.ledger, one.seq, NOW)
    text = await shown(home)
    assert "E-0001" not in text
    assert "E-0002" in text
    async with home.house.rooms.store.transaction() as change:
        await plans.erase(change, plan.row)
    async with home.house.rooms.store.snapshot() as view:
        assert not (await view.entry(two.ledger, two.seq)).erased
    assert (await verify(folder / "wenzhu.db")).exit_code() == 0


async def test_with_several_plans_he_is_asked_unless_he_names_one(home: Somebody) -> None:
    await saved(home)
    await saved(home, OTHER)
    replies = await home.send(VOICE, "talk.ogg")
    (which,) = await home.press(last_with(replies, "plan-attach"))
    assert labels(which) == ["计划 1 某某银行", "计划 2 星某消金"]
    (done,) = await home.press(which.buttons[1].action)
    assert "计划 2（星某消金）" in done.text
    (named,) = await home.say("这个录音是和某某银行协商的")
    assert "E-0001 放到计划 1（某某银行）" in named.text
    await home.send(VOICE + b"2", "more.ogg")
    (asked,) = await home.say("记到计划里")
    assert "E-0002 放到哪个计划里？" in asked.text
    (told,) = await home.say("E-2 放到计划 2 里")
    assert "E-0002 放到计划 2" in told.text
    assert "E-0002" not in await shown(home)
    assert "E-0002" in await shown(home, 2)


async def test_words_that_come_along_with_a_file(home: Somebody) -> None:
    await saved(home)
    words = "这段录音是跟某某银行协商的"
    replies = await home.house.send(VOICE, "talk.ogg", person=home.name, text=words)
    assert any("E-0001 放到计划 1" in one.text for one in replies)


async def test_without_a_plan_it_is_kept_all_the_same(home: Somebody) -> None:
    await home.say("你好")
    (nothing,) = await home.say("记到计划里")
    assert "没有找到" in nothing.text
    *_, told = await home.say(NOTE)
    assert "现在还没有还款计划" in told.text
    assert len(await home.originals()) == 1


async def test_a_note_that_tells_a_plan_is_a_plan(home: Somebody) -> None:
    told = "欠某某银行12000，分12期，每月15号还1000"
    for words in (f"记一下：{told}", f"{told}，记到计划里"):
        *_, table = await home.say(words)
        assert "还没有保存" in table.text
        await home.say("取消")
    assert await home.originals() == ()


async def test_buttons_of_others_and_of_nothing_say_so(home: Somebody) -> None:
    await saved(home)
    await home.say(NOTE)
    stranger = Somebody(home.house, home.clock, f"{home.name}-stranger")
    await stranger.say("你好")
    for pressed in ("plan-attach:0", "plan-attach:x", "plan-attach:0:1", "plan-detach:0:1"):
        (answer,) = await stranger.press(pressed)
        assert answer.text
    (plan,) = await kept(home)
    assert len(plan.state.attached) == 1


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("备注：对方说下周给书面协议", Heard(keeps=True)),
        ("帮我记一下，今天谈到可以减免罚息", Heard(keeps=True)),
        ("把e-0012存到计划3", Heard(keeps=False, number=12, plan="3")),
        ("刚才那张截图是同小李沟通的", Heard(keeps=False)),
        ("怎么把录音放到计划里？", None),
        ("记一下", None),
        ("我的还款计划", None),
        ("【某某】您的账单已归入还款计划，请按时还款", None),
        ("这个录音有用吗", None),
    ],
)
async def test_what_is_heard(text: str, wish: Heard | None) -> None:
    assert heard(text) == wish


async def test_the_events_are_what_was_written() -> None:
    for event in (Attached("a" * 32, 7), Detached("a" * 32, 7)):
        assert from_bytes(to_bytes(event)) == event
