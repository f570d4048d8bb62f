"""Complaining through the real route: asked in words or under a verdict, by the kind of lender."""

from __future__ import annotations

from pathlib import Path

from handlers.law.book import LawBook
from handlers.law.routes import RouteBook
from tests.whole.house import house
from tests.whole.test_dialogue import THREAT, action, actions

ROUTES = RouteBook.load(LawBook.load())


async def test_the_kind_of_lender_decides_where_to_turn(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        (asked,) = (await home.say("投诉"))[-1:]
        assert "怎么看出放款的是谁" in asked.text
        assert {"lender:all:bank", "lender:all:unknown"} <= set(actions(asked))
        (bank,) = await home.press("lender:all:bank")
        (microloan,) = await home.press("lender:all:microloan")
        assert "12378" in bank.text
        assert "省级地方金融管理局" not in bank.text
        assert "省级地方金融管理局" in microloan.text
        (unknown,) = await home.press("lender:all:unknown")
        shown = {one.rpartition(":")[2] for one in actions(asked) + actions(unknown)}
        assert shown == {lender.id for lender in ROUTES.lenders}


async def test_under_a_verdict_safety_comes_first_and_the_answer_is_remembered(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        verdict = (await home.say(THREAT))[-1]
        button = action(verdict, "complain")
        (asked,) = await home.press(button)
        (told,) = await home.press(next(a for a in actions(asked) if a.endswith(":bank")))
        assert told.number == 1
        assert "E-0001" in told.text
        (again,) = await home.press(button)
        assert again.text == told.text
        (other,) = await home.press(f"lender:{button.partition(':')[2]}:unlicensed")
        assert other.text.index("110") < other.text.index("12337")


async def test_a_lender_nobody_knows_and_evidence_that_is_gone_get_a_sentence(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        await home.say(THREAT)
        for stale in (
            "lender:all:nobody",
            "lender:99:bank",
            "lender:x:bank",
            "complain:99",
            "lender:",
        ):
            (reply,) = await home.press(stale)
            assert "不能用了" in reply.text
