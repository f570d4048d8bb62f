"""The methods by which a bot says something new."""

from __future__ import annotations

from typing import Any

from tests.telegram.simulator.call import Call, Upload
from tests.telegram.simulator.keyboard import parse_json, parse_markup
from tests.telegram.simulator.markup import Rich, parse_html, trimmed
from tests.telegram.simulator.refusals import Refusal, bad_request
from tests.telegram.simulator.shapes import Json, utf16
from tests.telegram.simulator.world import Chat, World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PHOTO_LIMIT = 10 * 1024 * 1024
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


def rich(call: Call, name: str, entities: str) -> Rich:
    """The text of a parameter, parsed as its parse_mode says."""
    source = call.text(name)
    mode = call.text("parse_mode").lower()
    if mode == "html":
        return parse_html(source)
    if mode:
        raise bad_request("unsupported parse_mode")
    given = parse_json(call.text(entities) or "[]", "message entities")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    whole = utf16(source)
    for one in given:
        if not 0 <= one.get("offset", -1) < one.get("offset", -1) + one.get("length", 0) <= whole:
            raise bad_request("ENTITY_BOUNDS_INVALID")
    return trimmed(Rich(source, tuple(given)))


def message_text(call: Call) -> Rich:
    """A text of 1 to 4096 characters after parsing."""
    if not call.text("text"):
        raise bad_request("message text is empty")
    text = rich(call, "text", "entities")
    if not text.text:
        raise bad_request("text must be non-empty")
    if utf16(text.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text


def text_fields(text: Rich, *, caption: bool = False) -> Json:
    """How a text stands in a message."""
    names = ("caption", "caption_entities") if caption else ("text", "entities")
    shape: Json = {names[0]: text.text} if text.text else {}
    return {**shape, names[1]: list(text.entities)} if text.entities else shape


def _surroundings(chat: Chat, call: Call) -> Json:
    """Keyboard and the message replied to."""
    shape: Json = {}
    markup = parse_markup(call.text("reply_markup"))
    if markup is not None:
        shape["reply_markup"] = markup
    answered = _answered(chat, call)
    if answered is not None:
        shape["reply_to_message"] = answered
    return shape


def _answered(chat: Chat, call: Call) -> Json | None:
    number, lenient = call.number("reply_to_message_id"), call.flag("allow_sending_without_reply")
    if call.text("reply_parameters"):
        given = parse_json(call.text("reply_parameters"), "reply parameters")
        if not isinstance(given, dict) or not isinstance(given.get("message_id"), int):
            raise bad_request("can't parse reply parameters: field message_id must be an Integer")
        number, lenient = given["message_id"], bool(given.get("allow_sending_without_reply"))
    if not number:
        return None
    known = chat.messages.get(number)
    if known is not None and known.deleted is None:
        return {key: value for key, value in known.shape.items() if key != "reply_to_message"}
    if lenient:
        return None
    raise bad_request("message to be replied not found")


async def send_message(world: World, call: Call) -> Json:
    chat = world.open_chat(call.chat)
    text = message_text(call)
    content = text_fields(text) | _surroundings(chat, call)
    return world.say(chat, content, source=call.text("text")).shape


async def send_chat_action(world: World, call: Call) -> bool:
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.open_chat(call.chat)
    return True


def _sent_file(world: World, call: Call, name: str) -> Upload:
    """The file of a parameter: a part of the form, an attachment, or an id known before."""
    given = call.text(name)
    if given.startswith("attach://"):
        part = call.uploads.get(given.removeprefix("attach://"))
        if part is None:
            raise bad_request(f"can't find file part for {name}")
        return part
    if name in call.uploads:
        return call.uploads[name]
    known = world.files.by_id.get(given)
    if known is not None:
        return Upload(known.path.rsplit("/", 1)[-1], "application/octet-stream", known.content)
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if given:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    raise bad_request(f"there is no {name} in the request")


def _caption(call: Call) -> Rich:
    text = rich(call, "caption", "caption_entities")
    if utf16(text.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text


async def send_document(world: World, call: Call) -> Json:
    chat = world.open_chat(call.chat)
    file = _checked(_sent_file(world, call, "document"))
    dot = file.name.rfind(".")
    stored = world.files.keep("document", file.content, file.name[dot:] if dot > 0 else "")
    content: Json = {
        "document": {**stored.shape, "file_name": file.name, "mime_type": file.mime},
        **text_fields(_caption(call), caption=True),
        **_surroundings(chat, call),
    }
    return world.say(chat, content, source=call.text("caption")).shape


async def send_photo(world: World, call: Call) -> Json:
    chat = world.open_chat(call.chat)
    file = _checked(_sent_file(world, call, "photo"))
    if len(file.content) > PHOTO_LIMIT:
        raise Refusal(413, "Request Entity Too Large")
    content: Json = {
        "photo": world.files.photo(file.content),
        **text_fields(_caption(call), caption=True),
        **_surroundings(chat, call),
    }
    return world.say(chat, content, source=call.text("caption")).shape


def _checked(file: Upload) -> Upload:
    if not file.content:
        raise bad_request("file must be non-empty")
    return file


def same_content(one: Json, other: Json, names: tuple[str, ...]) -> bool:
    """Whether two messages would look alike."""
    empty: tuple[Any, ...] = (None, [])
    return all(
        one.get(name) == other.get(name) or (one.get(name) in empty and other.get(name) in empty)
        for name in names
    )
