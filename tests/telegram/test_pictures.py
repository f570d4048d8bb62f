"""The picture of plans on Telegram: with its words under it, before them, or words alone."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.bell import Bell
from bot.clock import SystemClock
from bot.delivery import Deliverer
from bot.errors import DeliveryFailed
from bot.metrics import Metrics
from bot.settings import Secret
from bot.telegram.door import TelegramDoor
from bot.telegram.handing import PICTURE_TRIES, Handing
from bot.telegram.rendering import CAPTION
from bot.telegram.wire import wire
from handlers.messages import Reply, Segment
from handlers.planning import listing
from handlers.replies import from_bytes, to_bytes
from handlers.texts.texts import Texts
from storage.records import (
    Delivery,
    Draft,
    ItemId,
    LedgerId,
    OutboxRow,
    OutboxState,
    PersonId,
)
from storage.store import Store
from tests.drawing.cards import TODAY, plan
from tests.reminders.watch import Doors
from tests.telegram.service import until
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.shapes import Json
from tests.texts.reminding import MADE

pytest_plugins = ["tests.telegram.simulator.fixtures"]

ANNA = 1001
TEXTS = Texts.load()


def buttons(message: Json) -> dict[str, str]:
    rows = message["markup"]["inline_keyboard"] if message["markup"] else []
    return {one["text"]: one["callback_data"] for row in rows for one in row}


@asynccontextmanager
async def delivering(simulator: Simulator, folder: Path) -> AsyncIterator[tuple[Store, Deliverer]]:
    """A store and what carries its replies to Telegram, as after a start of the program."""
    clock = SystemClock()
    async with (
        await Store.open(folder, low_water=1) as store,
        wire(Secret(simulator.token), simulator.address) as open_wire,
    ):
        await store.recover(clock.now())
        yield (
            store,
            Deliverer(
                store=store,
                doors={"telegram": TelegramDoor(open_wire, TEXTS)},
                reach=Doors(),
                reply=from_bytes,
                bell=Bell(),
                clock=clock,
                metrics=Metrics(),
            ),
        )


async def test_whoever_dies_while_it_is_sent_loses_neither_picture_nor_words(
    simulator: Simulator, tmp_path: Path, reply: Reply
) -> None:
    await simulator.meet(ANNA)
    await simulator.fault("slow", "sendPhoto", seconds=600)
    async with delivering(simulator, tmp_path) as (store, deliverer):
        row = await store.deliver(Delivery("telegram", "1", str(ANNA), b"{}", MADE))
        async with store.transaction() as change:
            await change.say(row.ledger, row.item, Draft("k", to_bytes(reply)), MADE)
        dying = asyncio.create_task(deliverer.run())
        await until(lambda: simulator.calls("sendPhoto"))
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
    assert await simulator.sent(ANNA) == []
    await simulator.clear_faults()
    async with delivering(simulator, tmp_path) as (_, deliverer):
        assert await deliverer.deliver_due() == 1
    (again,) = await simulator.sent(ANNA)
    assert again["photo"]
    assert again["text"] == reply.text
    assert "新计划" in buttons(again)


async def shown(simulator: Simulator, reply: Reply, number: int) -> list[Json]:
    """The messages that a reply becomes."""
    chat = 2000 + number  # nobody waits for the pace of another
    await simulator.meet(chat)
    async with wire(Secret(simulator.token), simulator.address) as open_wire:
        where = await TelegramDoor(open_wire, TEXTS).deliver(str(chat), tried(1), reply)
    found = await simulator.sent(chat)
    assert [one["message_id"] for one in found] == json.loads(where or "[]")
    return found


async def test_words_that_fit_stand_under_it_with_their_buttons(
    simulator: Simulator, reply: Reply
) -> None:
    (one,) = await shown(simulator, reply, 1)
    assert one["photo"][-1]["width"] == 720
    assert one["text"] == reply.text
    assert one["entities"][0]["type"] == "bold"
    assert "新计划" in buttons(one)


async def test_longer_words_follow_it(simulator: Simulator, reply: Reply) -> None:
    long = dataclasses.replace(reply, segments=(Segment("字" * (CAPTION + 1)),))
    picture, words = await shown(simulator, long, 2)
    assert (picture["text"], buttons(picture)) == ("", {})
    assert picture["photo"]
    assert words["photo"] is None
    assert words["text"] == long.text
    assert "新计划" in buttons(words)


async def test_where_it_is_refused_the_words_go_alone(simulator: Simulator, reply: Reply) -> None:
    await simulator.fault("error", "sendPhoto", status=400)
    (words,) = await shown(simulator, reply, 3)
    assert (words["photo"], words["text"]) == (None, reply.text)
    assert "新计划" in buttons(words)


@pytest.fixture(scope="module")
def reply() -> Reply:
    return listing.overview(TEXTS, [plan()], TODAY)


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
    assert [piece.plain for piece in stuck.left] == [reply.text]


async def test_a_picture_that_fails_again_and_again_holds_no_words_up(
    simulator: Simulator, reply: Reply
) -> None:
    chat = 2004
    await simulator.meet(chat)
    await simulator.fault("error", "sendPhoto", status=502, times=PICTURE_TRIES)
    async with wire(Secret(simulator.token), simulator.address) as open_wire:
        door = TelegramDoor(open_wire, TEXTS)
        for attempt in range(1, PICTURE_TRIES + 1):
            with pytest.raises(DeliveryFailed):
                await door.deliver(str(chat), tried(attempt), reply)
            await asyncio.sleep(1.1)  # the pace of one chat
        await door.deliver(str(chat), tried(PICTURE_TRIES + 1), reply)
    (words,) = await simulator.sent(chat)
    assert (words["photo"], words["text"]) == (None, reply.text)
    assert len(await simulator.calls("sendPhoto")) == PICTURE_TRIES


@pytest.mark.parametrize(("length", "fits"), [(CAPTION, True), (CAPTION + 1, False)])
def test_a_caption_has_a_limit_in_units(reply: Reply, length: int, *, fits: bool) -> None:
    row, words = tried(1), dataclasses.replace(reply, segments=(Segment("字" * length),))
    assert (Handing.of(row, words).caption() is not None) is fits
    pairs = dataclasses.replace(reply, segments=(Segment("😀" * (length // 2)),))
    assert Handing.of(row, pairs).caption() is not None
    two = dataclasses.replace(reply, segments=(Segment("字" * 4000), Segment("字" * 4000)))
    assert Handing.of(row, two).caption() is None
