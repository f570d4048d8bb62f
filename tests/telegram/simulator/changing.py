"""The methods by which a bot changes what stands already, and answers buttons."""

from __future__ import annotations

import time

from tests.telegram.simulator.call import Call
from tests.telegram.simulator.keyboard import parse_markup
from tests.telegram.simulator.refusals import bad_request
from tests.telegram.simulator.sending import message_text, same_content, text_fields
from tests.telegram.simulator.shapes import Json, utf16
from tests.telegram.simulator.world import Message, World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
EXPIRED = "query is too old and response timeout expired or query ID is invalid"
NOTICE_LIMIT = 200
DELETABLE_SECONDS = 48 * 3600


def _known(world: World, call: Call, purpose: str) -> Message:
    chat = world.open_chat(call.chat)
    if not call.number("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted is not None:
        raise bad_request(f"message to {purpose} not found")
    return message


def _own(world: World, call: Call) -> Message:
    message = _known(world, call, "edit")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, content: Json, drop: tuple[str, ...]) -> Json:
    """Put new content in place of the old, unless nothing would change."""
    if same_content(message.shape, content, drop):
        raise bad_request(NOT_MODIFIED)
    now = time.time()
    kept = {name: value for name, value in message.shape.items() if name not in drop}
    message.shape = {**kept, **content, "edit_date": int(now)}
    message.note_version(now)
    world.touch()
    return message.shape


async def edit_message_text(world: World, call: Call) -> Json:
    message = _own(world, call)
    content = text_fields(message_text(call))
    markup = parse_markup(call.text("reply_markup"))
    if markup is not None:
        content["reply_markup"] = markup
    if "text" not in message.shape:
        raise bad_request("there is no text in the message to edit")
    shape = _change(world, message, content, ("text", "entities", "reply_markup"))
    message.source = call.text("text")
    return shape


async def edit_message_reply_markup(world: World, call: Call) -> Json:
    message = _own(world, call)
    markup = parse_markup(call.text("reply_markup"))
    content: Json = {} if markup is None else {"reply_markup": markup}
    return _change(world, message, content, ("reply_markup",))


async def delete_message(world: World, call: Call) -> bool:
    message = _known(world, call, "delete")
    if message.at < time.time() - DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = time.time()
    world.touch()
    return True


async def answer_callback_query(world: World, call: Call) -> bool:
    if utf16(call.text("text")) > NOTICE_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    pressed = world.pressed.get(call.text("callback_query_id"))
    if pressed is None or pressed.answered is not None:
        raise bad_request(EXPIRED)
    if pressed.at < time.time() - world.callback_seconds:
        raise bad_request(EXPIRED)
    pressed.answered = {
        "at": time.time(),
        "text": call.text("text"),
        "alert": call.flag("show_alert"),
    }
    world.touch()
    return True
