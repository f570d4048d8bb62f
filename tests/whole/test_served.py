"""News of a court's paper through the real route: counted, kept once, taken back with a button."""

from __future__ import annotations

from pathlib import Path

from tests.whole.house import house
from tests.whole.test_dialogue import action, actions


async def test_a_summons_told_in_words_is_counted_and_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        reply = (await home.say("昨天收到传票，12月20日开庭"))[-1]
        assert reply.grave
        assert "向法院交答辩状" in reply.text
        assert "开庭" in reply.text
        assert "第二天算第 1 天" in reply.text
        done = [one for one in actions(reply) if one.startswith("deadline-done:")]
        assert len(done) == 2
        assert [one.label for one in reply.buttons] == ["答辩状已交", "庭已开过"]
        (taken,) = await home.press(action(reply, "deadline-done"))
        assert "不再提醒" in taken.text


async def test_without_a_day_it_asks_for_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        reply = (await home.say("收到一张法院的传票"))[-1]
        assert "哪天收到" in reply.text
        assert reply.buttons == ()


async def test_a_question_about_papers_is_answered_not_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        reply = (await home.say("收到支付令要在几天内提异议"))[-1]
        assert "十五日" in reply.text or "15 天" in reply.text
        assert not [one for one in actions(reply) if one.startswith("deadline-done:")]


async def lasts(home: House) -> list[str]:
    """The last days that are kept, each with what it is for."""
    ledger = await home.ledger()
    assert ledger is not None
    async with home.rooms.store.snapshot() as view:
        known = await view.identity(*home.address())
        assert known is not None
        found = await deadlines.still_open(view, known[0])
    return [f"{one.step.value} {one.last:%m-%d}" for _, one in found]
