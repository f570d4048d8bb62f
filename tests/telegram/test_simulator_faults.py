"""Troubles on order: refusals, silence, cut connections, limits."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.refusals import ControlMistake

pytest_plugins = ["tests.telegram.simulator.fixtures"]
ANNA, BERT = 1001, 1002


def seconds(refusal: RetryAfter) -> float:
    wanted = refusal.retry_after
    return wanted.total_seconds() if isinstance(wanted, timedelta) else wanted


@pytest.fixture(autouse=True)
def durations_as_they_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library warns about its old way of saying seconds, and warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture(autouse=True)
async def people(simulator: Simulator) -> None:
    await simulator.meet(ANNA)
    await simulator.meet(BERT)


async def test_a_flood_names_its_seconds_and_ends(bot: Bot, simulator: Simulator) -> None:
    await simulator.flood("sendMessage", 17, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(ANNA, "x")
        assert seconds(caught.value) == 17
    await bot.send_message(ANNA, "x")
    assert [call["status"] for call in await simulator.calls("sendMessage")] == [429, 429, 200]
    assert len(await simulator.sent()) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequest),
        (403, Forbidden),
        (409, Conflict),
        (500, NetworkError),
        (502, NetworkError),
    ],
)
async def test_a_status_on_order(
    bot: Bot, simulator: Simulator, status: int, error: type[TelegramError]
) -> None:
    await simulator.fault("error", "sendMessage", status=status, skip=1, chat_id=ANNA)
    await bot.send_message(ANNA, "先")
    await bot.send_message(BERT, "别人")
    with pytest.raises(error):
        await bot.send_message(ANNA, "后")
    assert len(await simulator.sent()) == 2


@pytest.mark.parametrize("effect", [False, True])
async def test_a_cut_connection_with_and_without_effect(
    bot: Bot, simulator: Simulator, *, effect: bool
) -> None:
    await simulator.fault("cut", "sendMessage", effect=effect)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(ANNA, "到了吗")
    assert not isinstance(caught.value, BadRequest | TimedOut)
    assert len(await simulator.sent()) == int(effect)
    (call,) = await simulator.calls("sendMessage")
    assert (call["fault"], call["status"]) == ("cut", 0)
    await bot.send_message(ANNA, "再说")


@pytest.mark.parametrize("effect", [False, True])
async def test_an_answer_that_is_no_json(bot: Bot, simulator: Simulator, *, effect: bool) -> None:
    await simulator.fault("garbage", "sendMessage", effect=effect)
    with pytest.raises(TelegramError):
        await bot.send_message(ANNA, "x")
    assert len(await simulator.sent()) == int(effect)


@pytest.mark.parametrize("effect", [False, True])
async def test_a_slow_answer(bot: Bot, simulator: Simulator, *, effect: bool) -> None:
    await simulator.fault("slow", "sendMessage", seconds=1.5, effect=effect)
    with pytest.raises(TimedOut):
        await bot.send_message(ANNA, "慢", read_timeout=0.4)
    assert len(await simulator.sent()) == int(effect)
    assert len(await simulator.sent(count=1, wait=5)) == 1


async def test_a_download_can_fail(bot: Bot, simulator: Simulator) -> None:
    document = (await simulator.message(ANNA, "document"))["message"]["document"]
    file = await bot.get_file(document["file_id"])
    await simulator.fault("cut", "download")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    await simulator.fault("error", "download", status=502)
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert len(await file.download_as_bytearray()) == document["file_size"]


async def test_faults_can_be_taken_back_and_must_have_sense(bot: Bot, simulator: Simulator) -> None:
    await simulator.fault("error", times=1000)
    await simulator.clear_faults()
    await bot.send_message(ANNA, "x")
    with pytest.raises(ControlMistake):
        await simulator.fault("gremlin")
    with pytest.raises(ControlMistake):
        await simulator.fault("error", colour="red")


async def test_one_message_a_second_to_one_chat(bot: Bot, simulator: Simulator) -> None:
    await simulator.rates(on=True)
    answers = await asyncio.gather(
        *(bot.send_message(chat, "一") for chat in (ANNA, ANNA, BERT)), return_exceptions=True
    )
    (refused,) = [one for one in answers if isinstance(one, RetryAfter)]
    assert seconds(refused) == 1
    assert len(await simulator.sent(ANNA)) == len(await simulator.sent(BERT)) == 1
    await asyncio.sleep(1.05)
    await bot.send_message(ANNA, "二")
    assert (await simulator.statistics())["rate_refused"] == 1
    await simulator.rates(on=False)
    await bot.send_message(ANNA, "三")


async def test_thirty_messages_a_second_to_all(bot: Bot, simulator: Simulator) -> None:
    chats = range(2000, 2040)
    for chat in chats:
        await simulator.meet(chat)
    await simulator.rates(on=True)
    began = time.monotonic()
    answers = await asyncio.gather(
        *(bot.send_message(chat, "x") for chat in chats), return_exceptions=True
    )
    took = time.monotonic() - began
    refused = [one for one in answers if isinstance(one, RetryAfter)]
    assert len(refused) == 40 - len(await simulator.sent())
    if took < 1:
        assert len(refused) == 10


async def test_groups_get_twenty_a_minute(bot: Bot, simulator: Simulator) -> None:
    await simulator.meet(-500)
    await simulator.rates(on=True, per_chat=100)
    for _ in range(20):
        await bot.send_message(-500, "x")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(-500, "x")
    assert 30 <= seconds(caught.value) <= 60
