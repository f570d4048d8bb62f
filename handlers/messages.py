"""The neutral vocabulary between doors and handlers: what arrived, and what we say.

A door translates a platform's payload into `Incoming` and a `Reply` into the platform's
form; nothing of any platform passes this file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handlers.picture import Picture
from handlers.verdicts import Channel, Sent
from storage.records import ItemId, LedgerId, PersonId, SealedPart


class MediaKind(StrEnum):
    """What a medium is for us, whatever the platform calls it."""

    PICTURE = "picture"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Media:
    """One file that came along, already sealed.

    Attributes:
        name: file name as the sender gave it, "" if none.
        mime: type found by looking at the first bytes, not the claimed one.
        recompressed: the platform re-encoded it; ask for the original as a file.
    """

    kind: MediaKind
    name: str
    mime: str
    part: SealedPart
    recompressed: bool = False


class Absent(StrEnum):
    """Why a file that came with a message could not be had."""

    TOO_LARGE = "too_large"
    UNAVAILABLE = "unavailable"


class OriginKind(StrEnum):
    """What a platform says about where a forwarded message came from."""

    USER = "user"
    HIDDEN = "hidden"
    CHAT = "chat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forward came from; ``name`` as displayed, None when the platform hides it."""

    kind: OriginKind
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did on a door.

    Attributes:
        text: as typed, pasted or captioned, untouched; "" if none.
        media: files that came with it.
        sent: when the judged message was sent; a pasted one has no sent time of its own.
        received_at: the inbox instant.
        origin: set if and only if it was forwarded.
        group: albums and multi-file drops share one; None otherwise.
        button: the action of the button pressed, None for messages.
        edits: the message this one is a new version of, None otherwise.
        recalls: the message its sender took back, None otherwise.
        channel: how the collector's message reached the person, when known.
        absent: why files that came with it could not be had, a word for each; the message
            itself is evidence all the same.
        unfit: it is of a kind that can never be evidence (a sticker, a poll): only said so.
        first: the person's first contact on this door.
    """

    door: str
    chat: str
    message: str
    person: PersonId
    ledger: LedgerId
    item: ItemId
    received_at: datetime
    text: str = ""
    media: tuple[Media, ...] = ()
    sent: Sent = field(default_factory=Sent)
    origin: Origin | None = None
    group: str | None = None
    button: str | None = None
    edits: str | None = None
    recalls: str | None = None
    channel: Channel | None = None
    absent: tuple[Absent, ...] = ()
    unfit: bool = False
    first: bool = False


class Voice(StrEnum):
    """Whose words a segment is: the citation gate looks at ours, never at quoted ones."""

    OURS = "ours"
    QUOTED = "quoted"


class Look(StrEnum):
    """How a segment wants to be shown; a door without the means shows plain text.

    The whole text of a link is a path on the page's own address.
    """

    PLAIN = "plain"
    LEAD = "lead"
    FINDING = "finding"
    LAW = "law"
    STEPS = "steps"
    SENDABLE = "sendable"
    SMALL = "small"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Segment:
    """One paragraph of a reply.

    Attributes:
        folded: shown only when asked for (the collector's words, long law).
        sources: ids of provisions and routes the words lean on, for the citation gate.
    """

    text: str
    voice: Voice = Voice.OURS
    look: Look = Look.PLAIN
    folded: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its Chinese label, and a neutral action of at most 64 bytes.

    Actions look like "verb" or "verb:argument" ("withdraw:12" means the original at seq 12).
    """

    label: str
    action: str


class Stage(StrEnum):
    """How far the message this reply answers has come; a door may show it as a state.

    A reminder answers none: it comes by itself, and a door may have to call for attention.
    """

    KEPT = "kept"
    READING = "reading"
    JUDGED = "judged"
    FAILED = "failed"
    TALK = "talk"
    CRISIS = "crisis"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Reply:
    """What we say to one message, door-neutral.

    Attributes:
        segments: in order; the first three lines decide.
        number: evidence number this is about, None for talk.
        grave: it must not go unnoticed, even where it only edits an earlier reply.
        picture: shows what the segments say; a door that shows none loses no word.
    """

    segments: tuple[Segment, ...]
    buttons: tuple[Button, ...] = ()
    stage: Stage = Stage.TALK
    number: int | None = None
    grave: bool = False
    picture: Picture | None = None

    @property
    def text(self) -> str:
        """All segments as plain text, a blank line between them."""
        return "\n\n".join(segment.text for segment in self.segments)
