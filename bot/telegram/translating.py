"""What a person did on Telegram, in neutral words. Pure: the same bytes give the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import telegram
from telegram import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.errors import Unreadable
from bot.telegram import raw
from bot.telegram.rendering import action_of
from handlers.messages import Incoming, MediaKind, Origin, OriginKind
from handlers.texts.texts import Texts
from handlers.verdicts import Sent, SentSource
from storage.records import InboxRow

NAME: Final = "telegram"
STALE: Final = "stale"
"""The action of a button that belongs to something erased; it is answered like any unknown one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that came with a message and still lies on Telegram.

    Attributes:
        kind: what Telegram takes it for.
        size: in bytes, None when Telegram does not say.
    """

    file_id: str
    kind: MediaKind
    name: str = ""
    size: int | None = None
    recompressed: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """An update in neutral words, and the file it speaks of."""

    incoming: Incoming
    wanted: Wanted | None = None


def understand(row: InboxRow, payload: bytes, texts: Texts) -> Understood:
    """What the update says.

    Raises:
        Unreadable: the payload is no update of a kind that reaches the inbox.
    """
    try:
        update = raw.read(payload)
    except raw.NotAnUpdate:
        raise Unreadable from None
    bare = Incoming(
        door=NAME,
        chat=str(update.chat),
        message=f"update:{update.number}",
        person=row.person,
        ledger=row.ledger,
        item=row.item,
        received_at=row.received_at,
        first=row.first,
    )
    if update.kind == "callback_query":
        return Understood(_pressed(row, bare, update))
    if update.kind not in {"message", "edited_message"}:
        raise Unreadable
    message = _message(update)
    if message is None:
        return Understood(replace(bare, text=update.text, unfit=not update.text))
    return _said(bare, update, message, texts)


def _message(update: raw.Update) -> Message | None:
    """The library's reading, None where Telegram has grown beyond it."""
    try:
        return telegram.Message.de_json(update.shape[update.kind], None)
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _pressed(row: InboxRow, bare: Incoming, update: raw.Update) -> Incoming:
    data = update.shape["callback_query"].get("data")
    action = action_of(row.ledger, data) if isinstance(data, str) else None
    return replace(bare, button=action or STALE)


def _said(bare: Incoming, update: raw.Update, message: Message, texts: Texts) -> Understood:
    edited = update.kind == "edited_message"
    number = str(message.message_id)
    wanted = _file(message)
    text = message.text or message.caption or _described(message, texts) or ""
    incoming = replace(
        bare,
        message=f"{number}:{update.number}" if edited else number,
        text=text,
        sent=_sent(message),
        origin=_origin(message),
        group=message.media_group_id,
        edits=number if edited else None,
        unfit=not text and wanted is None,
    )
    return Understood(incoming, wanted)


def _sent(message: Message) -> Sent:
    """Only a forward has a time of its own; what he types or takes is sent to us, not to him."""
    origin = message.forward_origin
    return Sent() if origin is None else Sent(origin.date, SentSource.FORWARD)


def _origin(message: Message) -> Origin | None:
    match message.forward_origin:
        case None:
            return None
        case MessageOriginUser(sender_user=user):
            return Origin(OriginKind.USER, user.full_name or None)
        case MessageOriginHiddenUser(sender_user_name=name):
            return Origin(OriginKind.HIDDEN, name or None)
        case MessageOriginChat(sender_chat=chat):
            return Origin(OriginKind.CHAT, chat.effective_name)
        case MessageOriginChannel(chat=chat):
            return Origin(OriginKind.CHANNEL, chat.effective_name)
        case _:
            return Origin(OriginKind.HIDDEN)


def _file(message: Message) -> Wanted | None:
    """The one file a message can carry."""
    return next((wanted for find in _FILES if (wanted := find(message)) is not None), None)


def _photo(message: Message) -> Wanted | None:
    """The largest of the sizes Telegram has made; the picture as it was is not among them."""
    if not message.photo:
        return None
    largest = max(message.photo, key=lambda size: (size.width * size.height, size.file_size or 0))
    return Wanted(largest.file_id, MediaKind.PICTURE, size=largest.file_size, recompressed=True)


def _animation(message: Message) -> Wanted | None:
    """Before the document, which repeats it."""
    file = message.animation
    if file is None:
        return None
    return Wanted(file.file_id, MediaKind.VIDEO, file.file_name or "", file.file_size)


def _document(message: Message) -> Wanted | None:
    file = message.document
    if file is None:
        return None
    return Wanted(file.file_id, MediaKind.DOCUMENT, file.file_name or "", file.file_size)


def _voice(message: Message) -> Wanted | None:
    file = message.voice
    return None if file is None else Wanted(file.file_id, MediaKind.VOICE, size=file.file_size)


def _audio(message: Message) -> Wanted | None:
    file = message.audio
    if file is None:
        return None
    return Wanted(file.file_id, MediaKind.VOICE, file.file_name or "", file.file_size)


def _video(message: Message) -> Wanted | None:
    file = message.video
    if file is None:
        return None
    return Wanted(file.file_id, MediaKind.VIDEO, file.file_name or "", file.file_size)


def _video_note(message: Message) -> Wanted | None:
    file = message.video_note
    return None if file is None else Wanted(file.file_id, MediaKind.VIDEO, size=file.file_size)


_FILES: Final[tuple[Callable[[Message], Wanted | None], ...]] = (
    _photo,
    _animation,
    _document,
    _voice,
    _audio,
    _video,
    _video_note,
)


def _described(message: Message, texts: Texts) -> str | None:
    """A place or a contact as words."""
    for key, blanks in _blanks(message).items():
        return texts.say(key, **blanks)
    return None


def _blanks(message: Message) -> Mapping[str, dict[str, str]]:
    if message.venue is not None:
        venue = message.venue
        line = f"{venue.address} ({_coordinates(venue.location)})"
        return {"telegram.venue": {"name": venue.title, "line": line}}
    if message.location is not None:
        return {"telegram.location": {"line": _coordinates(message.location)}}
    if message.contact is not None:
        contact = message.contact
        name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
        return {"telegram.contact": {"name": name, "line": contact.phone_number}}
    return {}


def _coordinates(place: telegram.Location) -> str:
    return f"{place.latitude:.6f}, {place.longitude:.6f}"
