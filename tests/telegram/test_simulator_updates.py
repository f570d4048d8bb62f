"""python-telegram-bot against the simulator: everything a bot receives by polling."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.error import Conflict

from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.refusals import ControlMistake
from tests.telegram.simulator.shapes import Json

pytest_plugins = ["tests.telegram.simulator.fixtures"]
ANNA, BERT = 1001, 1002
LONG_AGO = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


async def poll(
    bot: Bot,
    offset: int = 0,
    *,
    seconds: int = 0,
    limit: int | None = None,
    allowed: list[str] | None = None,
) -> tuple[Update, ...]:
    return await bot.get_updates(
        offset=offset, limit=limit, timeout=seconds, allowed_updates=allowed
    )


async def bare(simulator: Simulator, **parameters: str) -> Json:
    """The same method without the library, for what it would not let through."""
    url = f"{simulator.base_url}{simulator.token}/getUpdates"
    async with httpx.AsyncClient(trust_env=False) as client:
        answer: Json = (await client.post(url, data=parameters)).json()
        return answer


async def only(bot: Bot) -> Update:
    (update,) = await poll(bot)
    return update


def numbers(updates: tuple[Update, ...]) -> list[int]:
    return [update.update_id for update in updates]


async def test_an_offset_confirms_what_lies_below(bot: Bot, simulator: Simulator) -> None:
    first, second, third = [
        (await simulator.text(ANNA, word))["update_id"] for word in ("甲", "乙", "丙")
    ]
    assert numbers(await poll(bot)) == [first, second, third]
    assert numbers(await poll(bot)) == [first, second, third]
    assert numbers(await poll(bot, second)) == [second, third]
    assert numbers(await poll(bot)) == [second, third]
    assert numbers(await poll(bot, third + 1)) == []
    assert (await simulator.statistics())["waiting"] == 0
    fourth = (await simulator.text(ANNA, "丁"))["update_id"]
    assert fourth == third + 1
    known = {one["update_id"]: one for one in await simulator.updates()}
    assert len(known[first]["served"]) == 2
    assert known[first]["done"] is not None
    assert known[fourth]["done"] is None


async def test_a_limit_and_a_negative_offset(bot: Bot, simulator: Simulator) -> None:
    made = await simulator.inject(*({"chat_id": ANNA, "text": str(n)} for n in range(150)))
    all_numbers = [one["update_id"] for one in made]
    assert numbers(await poll(bot, limit=7)) == all_numbers[:7]
    assert numbers(await poll(bot)) == all_numbers[:100]
    assert numbers(await poll(bot, -2)) == all_numbers[-2:]
    assert numbers(await poll(bot)) == all_numbers[-2:]


async def test_a_long_poll_waits_and_wakes(bot: Bot, simulator: Simulator) -> None:
    began = time.monotonic()
    assert await poll(bot, seconds=1) == ()
    assert time.monotonic() - began >= 0.95
    waiting = asyncio.create_task(poll(bot, seconds=30))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    began = time.monotonic()
    update = await simulator.text(ANNA, "醒")
    assert numbers(await waiting) == [update["update_id"]]
    assert time.monotonic() - began < 1


async def test_a_second_poll_ends_the_first(bot: Bot, simulator: Simulator) -> None:
    first = asyncio.create_task(poll(bot, seconds=30))
    await asyncio.sleep(0.3)
    second = asyncio.create_task(poll(bot, seconds=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await simulator.text(ANNA, "谁在")
    assert len(await second) == 1


async def test_a_webhook_excludes_polling(bot: Bot) -> None:
    waiting = asyncio.create_task(poll(bot, seconds=30))
    await asyncio.sleep(0.3)
    await bot.set_webhook("https://bot.example.org/hook")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await waiting
    with pytest.raises(Conflict, match="while webhook is active"):
        await poll(bot)
    await bot.delete_webhook()
    assert await poll(bot) == ()


async def test_duplicates_and_disorder_arrive_as_told(bot: Bot, simulator: Simulator) -> None:
    first = await simulator.text(ANNA, "甲")
    offset = (await only(bot)).update_id + 1
    assert await poll(bot, offset) == ()
    await simulator.again(first["update_id"], times=2)
    assert numbers(await poll(bot, offset)) == [first["update_id"]] * 2
    assert await poll(bot, offset) == ()
    held = [(await simulator.text(ANNA, word, hold=True))["update_id"] for word in "乙丙丁"]
    assert await poll(bot, offset) == ()
    await simulator.release(held[2], held[0], held[1])
    assert numbers(await poll(bot, offset, limit=1)) == [held[2]]
    assert numbers(await poll(bot, held[2] + 1)) == [held[0], held[1]]
    with pytest.raises(ControlMistake, match="not held"):
        await simulator.release(held[0])


async def test_allowed_updates_are_remembered(bot: Bot, simulator: Simulator) -> None:
    await poll(bot, allowed=["message"])
    await simulator.block(ANNA)
    await simulator.unblock(ANNA)
    message = await simulator.text(ANNA, "甲")
    assert numbers(await poll(bot)) == [message["update_id"]]
    await poll(bot, message["update_id"] + 1, allowed=[])
    await simulator.block(ANNA)
    assert (await only(bot)).my_chat_member is not None
    answer = await bare(simulator, allowed_updates='"message"')
    assert answer["error_code"] == 400


ORIGINS = {
    "user": MessageOriginUser,
    "hidden_user": MessageOriginHiddenUser,
    "chat": MessageOriginChat,
    "channel": MessageOriginChannel,
}


@pytest.mark.parametrize("kind", ORIGINS)
async def test_forwards_say_where_from_and_when(bot: Bot, simulator: Simulator, kind: str) -> None:
    order = {"type": kind, "date": int(LONG_AGO.timestamp()), "name": "某某催收"}
    await simulator.text(ANNA, "再不还钱", forward=order)
    message = (await only(bot)).message
    assert message is not None
    assert isinstance(message.forward_origin, ORIGINS[kind])
    assert message.forward_origin is not None
    assert message.forward_origin.date == LONG_AGO
    assert message.date.date() != LONG_AGO.date()
    assert "某某催收" in str(message.forward_origin)


@pytest.mark.parametrize(
    "kind", ["document", "voice", "audio", "video", "video_note", "animation", "sticker"]
)
async def test_files_of_people_can_be_fetched(bot: Bot, simulator: Simulator, kind: str) -> None:
    upload = await simulator.upload("内容".encode(), name="一.bin")
    await simulator.message(ANNA, kind, upload=upload)
    message = (await only(bot)).message
    assert message is not None
    medium = getattr(message, kind)
    file = await bot.get_file(medium.file_id)
    assert bytes(await file.download_as_bytearray()) == "内容".encode()
    assert medium.file_size == 6


async def test_a_photo_has_sizes_and_a_caption(bot: Bot, simulator: Simulator) -> None:
    await simulator.message(ANNA, "photo", caption="他们发的")
    message = (await only(bot)).message
    assert message is not None
    assert message.caption == "他们发的"
    assert [size.width for size in message.photo] == [90, 320, 800, 1200]
    assert len({size.file_id for size in message.photo}) == 4


async def test_an_album_is_several_updates_with_one_group(bot: Bot, simulator: Simulator) -> None:
    parts: list[Json] = [{"caption": "三张"}, {}, {"kind": "document"}]
    await simulator.album(ANNA, *parts, forward={"type": "hidden_user"})
    updates = await poll(bot)
    messages = [update.message for update in updates if update.message is not None]
    assert len(set(numbers(updates))) == len({one.message_id for one in messages}) == 3
    assert len({one.media_group_id for one in messages}) == 1
    assert [one.caption for one in messages] == ["三张", None, None]
    assert all(one.forward_origin is not None for one in messages)
    late = await simulator.message(ANNA, "photo", extra={"media_group_id": "7"})
    assert late["message"]["media_group_id"] == "7"


async def test_places_people_and_commands(bot: Bot, simulator: Simulator) -> None:
    await simulator.message(ANNA, "location", latitude=31.2, longitude=121.4)
    await simulator.message(ANNA, "contact", phone="+8610000")
    await simulator.message(ANNA, "venue")
    await simulator.text(ANNA, "/start 邀请码")
    place, contact, venue, start = [update.message for update in await poll(bot)]
    assert place is not None
    assert contact is not None
    assert venue is not None
    assert start is not None
    assert place.location is not None
    assert place.location.latitude == 31.2
    assert contact.contact is not None
    assert contact.contact.phone_number == "+8610000"
    assert venue.venue is not None
    assert [entity.type for entity in start.entities] == ["bot_command"]
    assert start.from_user is not None
    assert start.from_user.id == start.chat.id == ANNA


async def test_an_edit_shows_the_new_text(bot: Bot, simulator: Simulator) -> None:
    sent = (await simulator.text(ANNA, "今晚"))["message"]
    await simulator.edit(ANNA, sent["message_id"], text="明晚")
    before, after = await poll(bot)
    assert before.message is not None
    assert after.edited_message is not None
    assert (before.message.text, after.edited_message.text) == ("今晚", "明晚")
    assert after.edited_message.message_id == before.message.message_id
    assert after.edited_message.edit_date is not None
    with pytest.raises(ControlMistake):
        await simulator.edit(ANNA, 999, text="x")


async def test_a_pressed_button_shows_its_message(bot: Bot, simulator: Simulator) -> None:
    await simulator.meet(ANNA)
    rows = [[InlineKeyboardButton("好", callback_data="k:1")]]
    sent = await bot.send_message(ANNA, "怎么样", reply_markup=InlineKeyboardMarkup(rows))
    await simulator.press(ANNA, sent.message_id, "k:1")
    await simulator.press(ANNA, sent.message_id, "k:9", stale=True, inaccessible=True)
    fresh, stale = [update.callback_query for update in await poll(bot)]
    assert fresh is not None
    assert stale is not None
    assert (fresh.data, fresh.from_user.id) == ("k:1", ANNA)
    assert fresh.message is not None
    assert fresh.message.is_accessible
    assert stale.message is not None
    assert not stale.message.is_accessible
    assert await fresh.answer()


async def test_groups_and_things_unheard_of(simulator: Simulator) -> None:
    await simulator.text(-4001, "大家好", from_id=BERT, chat_type="group")
    await simulator.message(ANNA, "unknown")
    await simulator.raw({"telepathy": {"thought": "x"}})
    await simulator.raw({"update_id": 900_000, "message": {"message_id": 1}})
    group, odd, other, broken = (await bare(simulator))["result"]
    assert group["message"]["chat"]["type"] == "group"
    assert group["message"]["from"]["id"] == BERT
    assert "hologram" in odd["message"]
    assert "telepathy" in other
    assert broken == {"update_id": 900_000, "message": {"message_id": 1}}
    assert (await simulator.text(ANNA, "后"))["update_id"] == 900_001


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "song", "chat_id": ANNA},
        {"kind": "text"},
        {"kind": "album", "chat_id": ANNA, "parts": []},
        {"kind": "callback", "chat_id": ANNA, "message_id": 5, "data": "x"},
        {"kind": "document", "chat_id": ANNA, "upload": "u99"},
        {"kind": "text", "chat_id": ANNA, "caption": "x"},
        {"kind": "text", "chat_id": ANNA, "forward": {"type": "dream"}},
        {"kind": "text", "chat_id": ANNA, "reply_to": 77},
        {"kind": "raw", "chat_id": ANNA},
    ],
)
async def test_orders_without_sense_are_refused(simulator: Simulator, order: Json) -> None:
    with pytest.raises(ControlMistake):
        await simulator.inject(order)
    assert (await simulator.statistics())["injected"] == 0
