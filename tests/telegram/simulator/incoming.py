"""Updates as people cause them, built from a short order of the test."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from tests.telegram.simulator.contents import CONTENTS, content
from tests.telegram.simulator.keyboard import callbacks
from tests.telegram.simulator.refusals import ControlMistake
from tests.telegram.simulator.shapes import Json, group_chat, person
from tests.telegram.simulator.updates import Waiting
from tests.telegram.simulator.world import Chat, Message, Pressed, World

BLOCKED = "bot was blocked by the user"
KICKED = "bot was kicked from the group chat"


def origin(order: Json) -> Json:
    """Where a forwarded message came from: one of Telegram's four kinds, and when."""
    kind = order.get("type", "user")
    date = int(order.get("date", time.time() - 86_400))
    shape: Json = {"type": kind, "date": date}
    name = order.get("name", "")
    if kind == "user":
        shape["sender_user"] = person(order.get("id", 777_000_001), name or "催收员")
    elif kind == "hidden_user":
        shape["sender_user_name"] = name or "某某金融"
    elif kind == "chat":
        shape["sender_chat"] = group_chat(order.get("id", -100_777_002), "supergroup", name)
    elif kind == "channel":
        shape["chat"] = group_chat(order.get("id", -100_777_003), "channel", name or "催收公告")
        shape["message_id"] = order.get("message_id", 55)
    else:
        raise ControlMistake("an origin is user, hidden_user, chat or channel")
    if kind in ("chat", "channel") and order.get("signature"):
        shape["author_signature"] = order["signature"]
    return shape


def _chat_of(world: World, order: Json) -> Chat:
    number = order.get("chat_id")
    if not isinstance(number, int):
        raise ControlMistake("chat_id is missing")
    kind = order.get("chat_type") or ("private" if number > 0 else "supergroup")
    return world.meet(number, kind, order.get("chat_name", ""))


def _author(chat: Chat, order: Json) -> Json:
    number = order.get("from_id") or (chat.number if chat.number > 0 else 900_001)
    return person(number, order.get("from_name") or chat.shape.get("first_name") or "")


def _queue(world: World, body: Json, chat: int, order: Json) -> Waiting:
    update = {"update_id": order.get("update_id") or world.updates.number(), **body}
    always = order.get("kind") == "raw"
    return world.updates.add(update, chat, hold=bool(order.get("hold")), always=always)


def _keep(world: World, order: Json, more: Json) -> tuple[Chat, Json]:
    """A new message of a person in its chat."""
    chat = _chat_of(world, order)
    now = time.time()
    shape: Json = {
        "message_id": world.message_number(),
        "from": _author(chat, order),
        "chat": chat.shape,
        "date": int(order.get("date", now)),
        **more,
        **content(world, order),
        **order.get("extra", {}),
    }
    if order.get("forward") is not None:
        shape["forward_origin"] = origin(order["forward"])
    if order.get("reply_to") is not None:
        answered = chat.messages.get(order["reply_to"])
        if answered is None:
            raise ControlMistake("reply_to is no message of this chat")
        shape["reply_to_message"] = answered.shape
    message = Message(shape, by_bot=False, at=now)
    chat.messages[message.number] = message
    return chat, shape


def message(world: World, order: Json) -> list[Waiting]:
    chat, shape = _keep(world, order, {})
    return [_queue(world, {"message": shape}, chat.number, order)]


def album(world: World, order: Json) -> list[Waiting]:
    """Parts with one group id, each its own message and update, like Telegram sends them."""
    group = order.get("media_group_id") or str(13_000_000_000_000_000 + secrets.randbelow(10**12))
    common = {key: order[key] for key in order if key not in ("kind", "parts", "update_id")}
    queued: list[Waiting] = []
    for part in order.get("parts", []):
        queued += [_part(world, {**common, **part}, group)]
    if not queued:
        raise ControlMistake("an album has parts")
    return queued


def _part(world: World, order: Json, group: str) -> Waiting:
    chat, shape = _keep(world, {"kind": "photo", **order}, {"media_group_id": group})
    return _queue(world, {"message": shape}, chat.number, order)


def edit(world: World, order: Json) -> list[Waiting]:
    """A person changes the text or the caption of a message."""
    chat = _chat_of(world, order)
    known = chat.messages.get(order.get("message_id", 0))
    if known is None or known.by_bot:
        raise ControlMistake("message_id is no message of a person in this chat")
    new: Json = {name: order[name] for name in ("text", "caption") if name in order}
    if not new:
        raise ControlMistake("an edit has a new text or caption")
    known.shape = {**known.shape, **new, "edit_date": int(order.get("date", time.time()))}
    return [_queue(world, {"edited_message": known.shape}, chat.number, order)]


def callback(world: World, order: Json) -> list[Waiting]:
    """A person presses a button; it must be there, unless the order says it is a stale one."""
    chat = _chat_of(world, order)
    known = chat.messages.get(order.get("message_id", 0))
    if known is None or not known.by_bot:
        raise ControlMistake("message_id is no message of the bot in this chat")
    data = order.get("data", "")
    if data not in callbacks(known.shape.get("reply_markup")) and not order.get("stale"):
        raise ControlMistake("this message has no such button")
    shown: Json = known.shape
    if order.get("inaccessible"):
        shown = {"chat": chat.shape, "message_id": known.number, "date": 0}
    number = str(4_000_000_000_000_000_000 + secrets.randbelow(10**17))
    world.pressed[number] = Pressed(time.time(), chat.number)
    query: Json = {
        "id": number,
        "from": _author(chat, order),
        "message": shown,
        "chat_instance": str(-(10**18) - abs(chat.number)),
        "data": data,
    }
    return [_queue(world, {"callback_query": query}, chat.number, order)]


def member(world: World, order: Json) -> list[Waiting]:
    """The bot is blocked or let in again; from then on sending is refused or possible."""
    chat = _chat_of(world, order)
    status = order.get("status", "kicked")
    if status not in ("kicked", "member", "left"):
        raise ControlMistake("status is kicked, left or member")
    reason = BLOCKED if chat.number > 0 else KICKED
    was, chat.closed = chat.closed, "" if status == "member" else reason
    old: Json = {"user": _bot(world), "status": "kicked" if was else "member"}
    new: Json = {"user": _bot(world), "status": status}
    for one in (old, new):
        if one["status"] == "kicked":
            one["until_date"] = 0
    body: Json = {
        "my_chat_member": {
            "chat": chat.shape,
            "from": _author(chat, order),
            "date": int(order.get("date", time.time())),
            "old_chat_member": old,
            "new_chat_member": new,
        }
    }
    return [_queue(world, body, chat.number, order)]


def _bot(world: World) -> Json:
    return {key: world.me[key] for key in ("id", "is_bot", "first_name", "username")}


def raw(world: World, order: Json) -> list[Waiting]:
    """An update exactly as the test wrote it; a number is added if it has none."""
    update = order.get("update")
    if not isinstance(update, dict):
        raise ControlMistake("raw needs an update")
    chat = order.get("chat_id", 0)
    if chat:
        _chat_of(world, order)
    body = {name: value for name, value in update.items() if name != "update_id"}
    number = update.get("update_id") or order.get("update_id")
    return [_queue(world, body, chat, {**order, "update_id": number})]


def inject(world: World, order: Json) -> list[Waiting]:
    """Carry out one order."""
    kind = order.get("kind", "text")
    builders: dict[str, Callable[[World, Json], list[Waiting]]] = {
        **dict.fromkeys(CONTENTS, message),
        "album": album,
        "edit": edit,
        "callback": callback,
        "member": member,
        "raw": raw,
    }
    if kind not in builders:
        raise ControlMistake(f"kind is one of {sorted(builders)}")
    return builders[kind](world, order)
