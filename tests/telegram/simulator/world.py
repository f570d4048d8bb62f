"""Everything the simulator knows: one bot, its chats, and what was said in them."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field

from tests.telegram.simulator.faults import Faults
from tests.telegram.simulator.files import Files
from tests.telegram.simulator.rates import Rates
from tests.telegram.simulator.refusals import bad_request, forbidden
from tests.telegram.simulator.shapes import Json, group_chat, private_chat
from tests.telegram.simulator.updates import Updates
from tests.telegram.simulator.webhook import Webhook


@dataclass(slots=True)
class Chat:
    """A chat the bot may write to, because it was written to there first."""

    shape: Json
    closed: str = ""
    """Why the bot is refused here; empty while it is welcome."""
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def number(self) -> int:
        found: int = self.shape["id"]
        return found


@dataclass(slots=True)
class Message:
    """One message as it stands now, with the versions before."""

    shape: Json
    by_bot: bool
    at: float
    source: str = ""
    """The text as the bot gave it, before it was parsed."""
    versions: list[Json] = field(default_factory=list)
    """What was shown since when, the first one first."""
    deleted: float | None = None

    @property
    def number(self) -> int:
        found: int = self.shape["message_id"]
        return found

    def note_version(self, now: float) -> None:
        names = ("text", "entities", "reply_markup")
        self.versions.append({"at": now, **{name: self.shape.get(name) for name in names}})

    def record(self) -> Json:
        """What the control side tells about a message of the bot."""
        shape = self.shape
        return {
            "chat_id": shape["chat"]["id"],
            "message_id": self.number,
            "at": self.at,
            "text": shape.get("text", shape.get("caption", "")),
            "source": self.source,
            "entities": shape.get("entities", shape.get("caption_entities", [])),
            "markup": shape.get("reply_markup"),
            "reply_to": shape.get("reply_to_message", {}).get("message_id"),
            "document": shape.get("document"),
            "photo": shape.get("photo"),
            "versions": self.versions,
            "deleted": self.deleted,
        }


@dataclass(slots=True)
class Pressed:
    """A pressed button that waits for an answer."""

    at: float
    chat: int
    answered: Json | None = None


@dataclass(slots=True)
class World:
    """The state of one simulator; `reset` is a new one."""

    token: str
    username: str = "wenzhu_test_bot"
    callback_seconds: float = 30.0
    updates: Updates = field(default_factory=Updates)
    chats: dict[int, Chat] = field(default_factory=dict)
    sent: list[Message] = field(default_factory=list)
    calls: list[Json] = field(default_factory=list)
    pressed: dict[str, Pressed] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    uploads: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    """Name, kind and content of files a test prepared for injecting."""
    rates: Rates = field(default_factory=Rates)
    faults: Faults = field(default_factory=Faults)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    webhook: Webhook = field(init=False)
    _messages: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.webhook = Webhook(self.updates)

    @property
    def me(self) -> Json:
        return {
            "id": int(self.token.split(":", 1)[0]),
            "is_bot": True,
            "first_name": "稳住",
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def meet(self, number: int, kind: str = "private", name: str = "") -> Chat:
        """The chat with this number; it comes to be when somebody writes in it first."""
        known = self.chats.get(number)
        if known is None:
            private = kind == "private"
            shape = private_chat(number, name) if private else group_chat(number, kind, name)
            known = self.chats[number] = Chat(shape)
        return known

    def chat(self, number: int | None) -> Chat:
        """A chat for a call of the bot; it exists only once somebody wrote there."""
        if number is None:
            raise bad_request("chat_id is empty")
        known = self.chats.get(number)
        if known is None:
            raise bad_request("chat not found")
        return known

    def open_chat(self, number: int | None) -> Chat:
        """A chat the bot may send to."""
        known = self.chat(number)
        if known.closed:
            raise forbidden(known.closed)
        return known

    def message_number(self) -> int:
        return next(self._messages)

    def say(self, chat: Chat, content: Json, *, source: str) -> Message:
        """Keep a message of the bot."""
        now = time.time()
        self.rates.admit(chat.number, time.monotonic())
        shape: Json = {
            "message_id": self.message_number(),
            "from": {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")},
            "chat": chat.shape,
            "date": int(now),
            **content,
        }
        message = Message(shape, by_bot=True, at=now, source=source)
        message.note_version(now)
        chat.messages[message.number] = message
        self.sent.append(message)
        self.touch()
        return message

    def touch(self) -> None:
        """Wake whoever watches from the control side."""
        self.changed.set()
        self.changed = asyncio.Event()
