"""The picture of plans on Telegram: with its words under it, before them, or words alone."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.telegram.handing import PICTURE_TRIES, Handing
from bot.telegram.rendering import CAPTION
from handlers.messages import Reply, Segment
from handlers.texts.texts import Texts
from storage.records import ItemId, LedgerId, OutboxRow, OutboxState, PersonId
from tests.drawing.cards import card, plan
from tests.telegram.service import service, until
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.shapes import Json
from tests.texts.reminding import MADE

pytest_plugins = ["tests.telegram.simulator.fixtures"]

ANNA, BERT = 1001, 1002
SHORT = "跟某某银行谈好了，欠2000，分2期，每月15号还1000"
LONG = "跟某某小贷谈好了，欠120000，分120期，每月15号还1000"


async def saying(simulator: Simulator, chat: int, words: str, count: int = 1) -> Json:
    """The last message in which those words stand, as soon as there are so many."""

    async def look() -> list[Json]:
        return [one for one in await simulator.sent(chat) if words in one["text"]]

    return (await until(look, count))[-1]


def buttons(message: Json) -> dict[str, str]:
    rows = message["markup"]["inline_keyboard"] if message["markup"] else []
    return {one["text"]: one["callback_data"] for row in rows for one in row}


async def listed(simulator: Simulator, chat: int, sentence: str) -> Json:
    """The list of plans, as soon as one is agreed in talk."""
    await simulator.text(chat, sentence)
    table = await saying(simulator, chat, "还没有保存")
    await simulator.press(chat, table["message_id"], buttons(table)["保存"])
    await saying(simulator, chat, "已保存为计划 1")
    await simulator.text(chat, "计划")
    return await saying(simulator, chat, "有 1 个进行中的计划")


async def test_the_picture_goes_with_the_words_and_never_instead_not_even_after_a_crash(
    simulator: Simulator, tmp_path: Path
) -> None:
    with service(tmp_path, simulator.address) as running:
        short = await listed(simulator, ANNA, SHORT)
        assert short["photo"][-1]["width"] == 720
        assert short["entities"][0]["type"] == "bold"
        await simulator.press(ANNA, short["message_id"], buttons(short)["计划 1 某某银行"])
        whole = await saying(simulator, ANNA, "已还 0 元，共 2000 元", 2)
        assert whole["photo"]
        assert "已还" in buttons(whole)
        await simulator.fault("error", "sendPhoto", status=400)
        await simulator.text(ANNA, "计划")
        refused = await saying(simulator, ANNA, "有 1 个进行中的计划", 2)
        assert refused["photo"] is None
        assert buttons(refused) == buttons(short)

        long = await listed(simulator, BERT, LONG)
        await simulator.press(BERT, long["message_id"], buttons(long)["计划 1 某某小贷"])
        words = await saying(simulator, BERT, "已还 0 元，共 120000 元", 2)
        (before,) = [
            one
            for one in await simulator.sent(BERT)
            if one["message_id"] == words["message_id"] - 1
        ]
        assert (words["photo"], before["text"], buttons(before)) == (None, "", {})
        assert before["photo"]
        assert "已还" in buttons(words)

        await simulator.fault("slow", "sendPhoto", seconds=600)
        await simulator.text(ANNA, "计划")
        await until(lambda: simulator.calls("sendPhoto"), 6)
        running.kill()
        await simulator.clear_faults()
        running.start()
        again = await saying(simulator, ANNA, "有 1 个进行中的计划", 3)
        assert again["photo"]
        assert buttons(again) == buttons(short)
        assert running.stop() == 0


@pytest.fixture(scope="module")
def reply() -> Reply:
    return Reply((Segment("一"),), picture=card(Texts.load(), plan()))


def tried(times: int) -> OutboxRow:
    return OutboxRow(
        id=1,
        key="k",
        person=PersonId("1" * 32),
        ledger=LedgerId("2" * 32),
        item=ItemId("3" * 32),
        door="telegram",
        body=b"",
        replaces=None,
        state=OutboxState.SENDING,
        not_before=MADE,
        created_at=MADE,
        attempts=times,
        urgent=False,
        reason=None,
    )


def test_words_do_not_wait_for_a_picture_that_is_stuck(reply: Reply) -> None:
    assert Handing.of(tried(PICTURE_TRIES), reply).picture is not None
    stuck = Handing.of(tried(PICTURE_TRIES + 1), reply)
    assert stuck.picture is None
    assert [piece.plain for piece in stuck.left] == ["一"]


@pytest.mark.parametrize(("length", "fits"), [(CAPTION, True), (CAPTION + 1, False)])
def test_a_caption_has_a_limit_in_units(reply: Reply, length: int, *, fits: bool) -> None:
    row, words = tried(1), dataclasses.replace(reply, segments=(Segment("字" * length),))
    assert (Handing.of(row, words).caption() is not None) is fits
    pairs = dataclasses.replace(reply, segments=(Segment("😀" * (length // 2)),))
    assert Handing.of(row, pairs).caption() is not None
    two = dataclasses.replace(reply, segments=(Segment("字" * 4000), Segment("字" * 4000)))
    assert Handing.of(row, two).caption() is None
