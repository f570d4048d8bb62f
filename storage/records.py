"""The shapes storage keeps and hands out: ids, digests, deliveries, entries, outbox rows.

Every id is its own type, so that mixing a person with a ledger is a type error rather than a
court problem. Times are aware UTC; a naive one is refused where it enters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", str)
"""32 hex digits drawn at random; says nothing about who the person is."""
LedgerId = NewType("LedgerId", str)
"""One chain of evidence: one person on one door. 32 hex digits drawn at random."""
ItemId = NewType("ItemId", str)
"""One thing a person sent and everything derived from it; owns one key. 32 hex digits."""
Seq = NewType("Seq", int)
"""Position of an entry in its ledger, from 0."""
Number = NewType("Number", int)
"""Evidence number of an original in its ledger, from 1; shown as E-0001."""
Sha256 = NewType("Sha256", str)
"""A SHA-256 digest as 64 lower-case hex digits."""
Slot = NewType("Slot", str)
"""Name of one sealed part inside its item: "0" payload, "1" body, "2"… media, "17.0" a note."""

PAYLOAD = Slot("0")
BODY = Slot("1")
THUMBNAIL = Slot("thumbnail")
"""A small picture of the item's first picture, sealed under its key, not part of the chain."""
FIRST_MEDIA = 2


def aware(moment: datetime) -> datetime:
    """The same instant in UTC.

    Raises:
        ValueError: the time carries no zone; guessing one would falsify evidence.
    """
    if moment.tzinfo is None:
        message = "a time without a zone cannot be kept"
        raise ValueError(message)
    return moment.astimezone(UTC)


class Kind(StrEnum):
    """What an entry of a ledger records (evidence format v1)."""

    ORIGINAL = "original"
    EDIT = "edit"
    RECALL = "recall"
    NOTE = "note"
    ERASED = "erased"


class InboxState(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class OutboxState(StrEnum):
    """How far a reply has come. In-doubt: the process died between sending and marking."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in-doubt"
    HELD = "held"
    BLOCKED = "blocked"
    EXPIRED = "expired"


class StepState(StrEnum):
    """How far the second stage (reading and judging) of one original has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A part that already lies sealed in the data folder.

    Attributes:
        slot: its name inside the item.
        cipher: digest of the ciphertext, which is also its file name.
        mac: HMAC-SHA256 of the plaintext under the part's salt, hex.
        plain: digest of the plaintext; kept only in sealed bodies, receipts and packs.
        size: length of the plaintext in bytes.
    """

    slot: Slot
    cipher: Sha256
    mac: str
    plain: Sha256
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply on its way into the outbox.

    Attributes:
        key: unique name of this reply; the same key twice is one reply.
        body: the serialised reply, sealed under the item's key.
        replaces: key of an earlier reply this one edits, or None for a new message.
        not_before: earliest instant of delivery, or None for at once.
        urgent: delivered before anything that is not.
    """

    key: str
    body: bytes
    replaces: str | None = None
    not_before: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """A reply with where it goes.

    Attributes:
        item: what it speaks of; it is sealed under that key and erased with it.
    """

    ledger: LedgerId
    item: ItemId
    draft: Draft


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a door hands over, before anybody has looked at it.

    Attributes:
        door: name of the door ("local", "cli", "telegram", …).
        delivery_id: the platform's own id of this delivery, unique on that door.
        address: the person's place on that door; never stored in the clear.
        payload: the raw bytes as they arrived.
        received_at: our time.
        item: the item whose key sealed the uploads, when there are any.
        uploads: media that were sealed while they streamed in.
        replies: said in the same transaction (the crisis answer).
        settled: there is nothing left to do with it; it enters as done.
    """

    door: str
    delivery_id: str
    address: str
    payload: bytes
    received_at: datetime
    item: ItemId | None = None
    uploads: tuple[SealedPart, ...] = ()
    replies: tuple[Draft, ...] = ()
    settled: bool = False


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A delivery that is durably in the inbox.

    Attributes:
        first: nothing had been delivered from this address before.
        new: False when this delivery id had been delivered before.
    """

    id: int
    door: str
    delivery_id: str
    person: PersonId
    ledger: LedgerId
    item: ItemId
    received_at: datetime
    state: InboxState
    attempts: int
    first: bool
    new: bool
    reason: str | None = None
    uploads: tuple[SealedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What makes a piece of evidence the same piece when it is delivered again."""

    door: str
    chat: str
    message: str
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a ledger's chain.

    Attributes:
        refers: for edit, recall, note and erased: the entry it speaks about.
        label: for notes, what kind of note ("reading", "verdict", "feedback", …).
        digest: SHA-256 over the domain prefix and the canonical bytes.
        canonical: the stored bytes, never re-serialised.
        erased: its item's key and salts are destroyed.
    """

    ledger: LedgerId
    seq: Seq
    kind: Kind
    item: ItemId
    at: datetime
    digest: Sha256
    canonical: bytes
    number: Number | None = None
    refers: Seq | None = None
    label: str | None = None
    slots: tuple[Slot, ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to keeping: the entry, and whether this call added it."""

    entry: Entry
    new: bool


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A reply in the outbox, with its body opened.

    Attributes:
        body: the serialised reply; empty when its sealed bytes are damaged.
        earlier: where the reply that this one replaces stands on its platform; looked up only
            for handing over.
    """

    id: int
    key: str
    person: PersonId
    ledger: LedgerId
    item: ItemId
    door: str
    body: bytes
    replaces: str | None
    state: OutboxState
    not_before: datetime
    created_at: datetime
    attempts: int
    urgent: bool
    reason: str | None = None
    earlier: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A reply that is to be sent now, before anybody has taken it."""

    id: int
    key: str
    ledger: LedgerId
    door: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One original waiting to be read and judged."""

    id: int
    person: PersonId
    ledger: LedgerId
    item: ItemId
    seq: Seq
    state: StepState
    attempts: int
    not_before: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What a person has used on one day.

    Attributes:
        size: bytes of text and media.
        reading_ms: how long his media were read.
    """

    messages: int = 0
    size: int = 0
    reading_ms: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of everything.

    Attributes:
        inbox_waiting: deliveries not yet worked on.
        steps_waiting: originals not yet read and judged.
        outbox: replies by state.
        evidence: originals, erased ones included.
        persons: those who were not erased.
        doubts: how often a reply may have been sent a second time.
    """

    inbox_waiting: int
    steps_waiting: int
    outbox: Mapping[OutboxState, int]
    evidence: int
    persons: int
    doubts: int
