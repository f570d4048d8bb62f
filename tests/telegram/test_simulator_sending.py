"""python-telegram-bot against the simulator: everything a bot says and changes."""

from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken

from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.library import bot_of
from tests.telegram.simulator.refusals import ControlMistake

pytest_plugins = ["tests.telegram.simulator.fixtures"]
ANNA = 1001


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one)] for one in data])


def picture(width: int = 1000, height: int = 500) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(held, "PNG")
    return held.getvalue()


@pytest.fixture(autouse=True)
async def anna(simulator: Simulator) -> None:
    await simulator.meet(ANNA, name="安娜")


async def test_the_bot_knows_itself_and_its_chats(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (123456, True, "wenzhu_test_bot")
    chat = await bot.get_chat(ANNA)
    assert (chat.type, chat.first_name) == ("private", "安娜")


async def test_commands_and_descriptions_are_kept_by_audience(bot: Bot) -> None:
    scope = BotCommandScopeAllPrivateChats()
    commands = [BotCommand("help", "怎么用"), BotCommand("delete", "删除我的全部内容")]
    await bot.set_my_commands(commands, scope=scope, language_code="zh")
    assert await bot.get_my_commands(scope=scope, language_code="zh") == tuple(commands)
    assert await bot.get_my_commands() == ()
    await bot.set_my_description("描" * 512)
    await bot.set_my_short_description("短" * 120)
    assert (await bot.get_my_description()).description == "描" * 512
    assert (await bot.get_my_short_description(language_code="zh")).short_description == "短" * 120
    with pytest.raises(BadRequest):
        await bot.set_my_description("描" * 513)
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("短" * 121)
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("坏", "x")])
    with pytest.raises(BadRequest, match=r"(?i)bot_commands_too_much"):
        await bot.set_my_commands([(f"c{n}", "x") for n in range(101)])


async def test_a_message_arrives_as_people_see_it(bot: Bot, simulator: Simulator) -> None:
    asked = await simulator.text(ANNA, "你好")
    sent = await bot.send_message(
        ANNA,
        "<b>收到</b>\n<blockquote expandable>第一条</blockquote>",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard("好", "不好"),
        reply_parameters=ReplyParameters(asked["message"]["message_id"]),
    )
    assert sent.text == "收到\n第一条"
    assert [entity.type for entity in sent.entities] == ["bold", "expandable_blockquote"]
    assert sent.reply_to_message is not None
    assert sent.reply_markup == keyboard("好", "不好")
    (record,) = await simulator.sent(ANNA)
    assert record["text"] == sent.text
    assert record["source"].startswith("<b>收到</b>")
    assert record["reply_to"] == asked["message"]["message_id"]
    assert record["message_id"] == sent.message_id


async def test_lengths_are_counted_in_utf16_after_parsing(bot: Bot) -> None:
    longest = "<b>" + "甲" * 4096 + "</b>"
    assert (await bot.send_message(ANNA, longest, parse_mode="HTML")).text == "甲" * 4096
    assert (await bot.send_message(ANNA, "😀" * 2048)).text == "😀" * 2048
    for too_long in ("甲" * 4097, "😀" * 2048 + "x"):
        with pytest.raises(BadRequest, match=r"(?i)message is too long"):
            await bot.send_message(ANNA, too_long)
    for empty in ("", "  \n "):
        with pytest.raises(BadRequest, match=r"(?i)empty"):
            await bot.send_message(ANNA, empty)
    with pytest.raises(BadRequest, match=r"(?i)text must be non-empty"):
        await bot.send_message(ANNA, "<b> </b>", parse_mode="HTML")


async def test_refused_messages_leave_no_trace(bot: Bot, simulator: Simulator) -> None:
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await bot.send_message(ANNA, "1 < 2", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"(?i)unsupported parse_mode"):
        await bot.send_message(ANNA, "x", parse_mode="Shorthand")
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ANNA, "x", reply_markup=keyboard("甲" * 22))
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(4242, "x")
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(ANNA, "x", reply_parameters=ReplyParameters(999))
    assert await simulator.sent() == []
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(ANNA, "x", reply_parameters=lenient)).reply_to_message is None


async def test_editing_keeps_the_versions(bot: Bot, simulator: Simulator) -> None:
    sent = await bot.send_message(ANNA, "收到", reply_markup=keyboard("好"))
    edited = await bot.edit_message_text("结论", ANNA, sent.message_id, reply_markup=keyboard("好"))
    assert not isinstance(edited, bool)
    assert (edited.text, edited.message_id) == ("结论", sent.message_id)
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("结论", ANNA, sent.message_id, reply_markup=keyboard("好"))
    await bot.edit_message_text("结论", ANNA, sent.message_id)
    await bot.edit_message_reply_markup(ANNA, sent.message_id, reply_markup=keyboard("又"))
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_reply_markup(ANNA, sent.message_id, reply_markup=keyboard("又"))
    (record,) = await simulator.sent(ANNA)
    assert [version["text"] for version in record["versions"]] == ["收到", "结论", "结论", "结论"]
    assert [bool(version["reply_markup"]) for version in record["versions"]] == [1, 1, 0, 1]


async def test_what_cannot_be_edited_or_deleted(bot: Bot, simulator: Simulator) -> None:
    theirs = (await simulator.text(ANNA, "你好"))["message"]["message_id"]
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await bot.edit_message_text("x", ANNA, theirs)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("x", ANNA, 999)
    sent = await bot.send_message(ANNA, "收到")
    assert await bot.delete_message(ANNA, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(ANNA, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("x", ANNA, sent.message_id)
    (record,) = await simulator.sent(ANNA)
    assert record["deleted"] is not None


async def test_files_go_out_and_come_back(bot: Bot, simulator: Simulator) -> None:
    sent = await bot.send_document(
        ANNA, b"zip bytes", filename="证据.zip", caption="<i>包</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("证据.zip", 9)
    assert (sent.caption, sent.caption_entities[0].type) == ("包", "italic")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"zip bytes"
    again = await bot.send_document(ANNA, sent.document.file_id)
    assert again.document is not None
    shown = await bot.send_photo(ANNA, picture())
    assert [size.width for size in shown.photo] == [90, 320, 800, 1000]
    largest = await bot.get_file(shown.photo[-1].file_id)
    assert bytes(await largest.download_as_bytearray()) == picture()
    assert len(await simulator.sent(ANNA)) == 3
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_document(ANNA, b"x", caption="长" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)must be non-empty"):
        await bot.send_document(ANNA, b"")
    with pytest.raises(BadRequest, match=r"(?i)wrong remote file identifier"):
        await bot.send_document(ANNA, "no-such-id")
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ANNA, b"no picture")


async def test_a_file_over_twenty_megabytes_is_not_given(bot: Bot, simulator: Simulator) -> None:
    fits = await simulator.message(ANNA, "document", size=20 * 1024 * 1024)
    await bot.get_file(fits["message"]["document"]["file_id"])
    big = await simulator.message(ANNA, "video", size=20 * 1024 * 1024 + 1)
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(big["message"]["video"]["file_id"])
    with pytest.raises(BadRequest, match=r"(?i)invalid file_id"):
        await bot.get_file("nothing")
    gone = f"{simulator.base_file_url}{simulator.token}/documents/none"
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(gone)).status_code == 404
        wrong = await client.get(f"{simulator.base_file_url}1:x/documents/file_0.pdf")
        assert wrong.status_code == 401


async def test_buttons_are_answered_once_and_in_time(bot: Bot, simulator: Simulator) -> None:
    sent = await bot.send_message(ANNA, "怎么样", reply_markup=keyboard("k:1"))
    pressed = (await simulator.press(ANNA, sent.message_id, "k:1"))["callback_query"]
    assert await bot.answer_callback_query(pressed["id"], "好的", show_alert=True)
    (known,) = await simulator.callbacks()
    assert (known["answered"]["text"], known["answered"]["alert"]) == ("好的", True)
    for number in (pressed["id"], "123"):
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(number)
    late = (await simulator.press(ANNA, sent.message_id, "k:1"))["callback_query"]
    await simulator.settings(callback_seconds=0)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(late["id"])
    with pytest.raises(ControlMistake, match="no such button"):
        await simulator.press(ANNA, sent.message_id, "k:2")


async def test_chat_actions_have_names(bot: Bot) -> None:
    assert await bot.send_chat_action(ANNA, ChatAction.TYPING)
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(ANNA, "thinking")


async def test_blocked_means_forbidden_until_unblocked(bot: Bot, simulator: Simulator) -> None:
    update = await simulator.block(ANNA)
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANNA, "x")
    with pytest.raises(Forbidden):
        await bot.send_chat_action(ANNA, ChatAction.TYPING)
    back = await simulator.unblock(ANNA)
    assert back["my_chat_member"]["old_chat_member"]["status"] == "kicked"
    await bot.send_message(ANNA, "x")


async def test_wrong_tokens_and_unknown_methods(simulator: Simulator, bot: Bot) -> None:
    stranger = bot_of(simulator, "99:other")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sing")
    with pytest.raises(InvalidToken):
        await bot.log_out()
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{simulator.base_url}99:other/getMe")
        assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        answer = await client.get(f"{simulator.base_url}{simulator.token}/sing")
        assert (answer.status_code, answer.json()["error_code"]) == (404, 404)


async def test_parameters_may_come_in_every_way(simulator: Simulator) -> None:
    url = f"{simulator.base_url}{simulator.token}/SendMessage"
    wanted = {"chat_id": str(ANNA), "text": "你好"}
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    async with httpx.AsyncClient(trust_env=False) as client:
        answers = [
            await client.get(url, params=wanted),
            await client.post(url, data=wanted),
            await client.post(url, json={**wanted, "chat_id": ANNA, "reply_markup": markup}),
            await client.post(url, data=wanted, files={"unused": b"x"}),
        ]
        assert [one.json()["result"]["text"] for one in answers] == ["你好"] * 4
        bad = await client.post(url, content=b"{", headers={"Content-Type": "application/json"})
        assert bad.status_code == 400
        missing = await client.get(url, params={"text": "x"})
        assert missing.json()["description"] == "Bad Request: chat_id is empty"


@pytest.mark.parametrize("area", [(9_000, 1_001), (2_100, 100)])
async def test_photos_have_a_shape_that_is_taken(bot: Bot, area: tuple[int, int]) -> None:
    assert (await bot.send_photo(ANNA, picture(2_000, 100))).photo
    with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
        await bot.send_photo(ANNA, picture(*area))
