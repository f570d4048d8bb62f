"""Somebody is offered a paid way out of his debt: a warning, at once, and kept when he wants it."""

from __future__ import annotations

from pathlib import Path

from tests.whole.house import house
from tests.whole.test_dialogue import action, actions, verified

OFFER = "信用卡网贷逾期的看过来，停息挂账最长60期，专业办理，先付一半定金，加微信咨询"


async def test_a_typed_offer_is_warned_of_and_not_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (warning,) = await home.say(OFFER)
        assert "先别付钱" in warning.segments[0].text
        assert "代办停息挂账" in warning.text
        assert {"12378", "12348", "CARD-70"} <= {s for seg in warning.segments for s in seg.sources}
        assert await home.originals() == ()
        (kept,) = await home.press(action(warning, "keep"))
        assert kept.number == 1
        assert "先别付钱" in kept.segments[0].text


async def test_a_forwarded_offer_is_kept_and_asks_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (verdict,) = await home.say(OFFER, forwarded=True)
        assert verdict.number == 1
        assert "不是催收" in verdict.segments[0].text
        assert [one.split(":")[0] for one in actions(verdict)] == ["more", "wrong", "withdraw"]
        assert any("第70条" in segment.text for segment in verdict.segments)
        (more,) = await home.press(action(verdict, "more"))
        assert "第266条" in more.text
        assert await verified(home) == 0
