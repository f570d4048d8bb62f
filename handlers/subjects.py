"""What a verdict speaks about: one original, one version of it, or several that came as one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers import bodies
from handlers.bodies import Original
from handlers.messages import Media, MediaKind
from handlers.ports import Reading
from handlers.texts.dates import evidence
from handlers.texts.texts import Texts
from handlers.verdicts import Channel, Passage, Sent
from storage.errors import Retired
from storage.records import BODY, Entry, Kind, Slot
from storage.store import View

READING = "reading"
CHANNELS = {MediaKind.PICTURE: Channel.OCR, MediaKind.DOCUMENT: Channel.LETTER}


@dataclass(frozen=True, slots=True)
class Part:
    """One original of a case with its body."""

    entry: Entry
    original: Original


@dataclass(frozen=True, slots=True)
class Subject:
    """One or several originals under one verdict.

    Attributes:
        entry: where the verdict is noted; an edit carries the number of its original.
        parts: in the order in which they were sent.
    """

    entry: Entry
    parts: tuple[Part, ...]

    @classmethod
    def alone(cls, entry: Entry, original: Original) -> Subject:
        """A single original."""
        return cls(entry, (Part(entry, original),))

    @property
    def is_case(self) -> bool:
        """Whether several came as one."""
        return len(self.parts) > 1

    @property
    def original(self) -> Original:
        """The body; of several one that says what they say together."""
        bodies_ = [part.original for part in self.parts]
        if not self.is_case:
            return bodies_[0]
        known = [body.sent for body in bodies_ if body.sent.at is not None]
        return dataclasses.replace(
            bodies_[0],
            text="\n".join(body.text for body in bodies_ if body.text),
            media=tuple(medium for body in bodies_ for medium in body.media),
            sent=known[0] if known else Sent(),
        )


async def subject_of(view: View, entry: Entry) -> Subject:
    """What a verdict about this entry speaks about; all of a case, whichever part is named."""
    if entry.kind is Kind.EDIT:
        entry = await numbered(view, entry)
        return Subject.alone(entry, bodies.original_in(await view.part(entry.item, BODY)))
    members = await view.joined(entry.ledger, entry.seq)
    parts = [
        Part(member, bodies.original_in(await view.part(member.item, BODY))) for member in members
    ]
    return Subject(members[0], tuple(as_sent(parts)))


def as_sent(parts: Sequence[Part]) -> list[Part]:
    """In the platform's own order where its message ids tell it, else as they came."""
    ids = [part.original.message for part in parts]
    if all(one.isdecimal() for one in ids):
        return sorted(parts, key=lambda part: (int(part.original.message), part.entry.seq))
    return list(parts)


async def numbered(view: View, entry: Entry) -> Entry:
    """The entry under the number of the original it is a version of."""
    original = await first_version(view, entry)
    return dataclasses.replace(entry, number=original.number)


async def first_version(view: View, entry: Entry) -> Entry:
    """The original itself, of an edit the one it changes."""
    if entry.refers is None:
        return entry
    return await view.entry(entry.ledger, entry.refers)


async def versions(view: View, original: Entry) -> tuple[Entry, ...]:
    """The original and its edits, oldest first."""
    about = await view.notes(original.ledger, original.seq)
    return (original, *(one for one in about if one.kind is Kind.EDIT and not one.erased))


async def words_of(view: View, subject: Subject) -> Passage:
    """The words to judge: what was typed, and what was read, under their channel."""
    passages = [
        passage(part.original, list((await readings_of(view, part)).items()))
        for part in subject.parts
    ]
    channels = {one.channel for one in passages if one.text}
    return Passage(
        "\n".join(one.text for one in passages if one.text),
        channels.pop() if len(channels) == 1 else None,
        subject.original.sent,
    )


def passage(original: Original, readings: Sequence[tuple[Media, Reading]]) -> Passage:
    """The words of one original with what was read from its media."""
    read = [reading.text for _, reading in readings if reading.text]
    text = "\n".join([part for part in (original.text, *read) if part])
    channel = original.channel
    if channel is None and read and not original.text:
        channel = CHANNELS.get(readings[0][0].kind)
    return Passage(text, channel, original.sent)


async def readings_of(view: View, part: Part) -> Mapping[Media, Reading]:
    """What was read from each medium, from the notes."""
    noted: dict[Slot, Reading] = {}
    for shape in await _reading_notes(view, part.entry):
        if "slot" in bodies.unpack(shape):
            slot, reading = bodies.reading_in(shape)
            noted[slot] = reading
    media = part.original.media
    return {one: noted[one.part.slot] for one in media if one.part.slot in noted}


async def trouble_with(view: View, part: Part) -> str | None:
    """Why the first unreadable medium of an original could not be read, None if all could."""
    for shape in await _reading_notes(view, part.entry):
        fields = bodies.unpack(shape)
        if fields["failed"]:
            return str(fields["failed"]) if "slot" in fields else "not_readable"
    return None


async def _reading_notes(view: View, entry: Entry) -> list[bytes]:
    notes = await view.notes(entry.ledger, entry.seq, READING)
    return [await view.part(note.item, note.slots[0]) for note in notes]


async def noted(view: View, entry: Entry, label: str) -> list[tuple[Entry, bytes]]:
    """Notes of a kind about an entry that were not destroyed since, oldest first."""
    found: list[tuple[Entry, bytes]] = []
    for note in await view.notes(entry.ledger, entry.seq, label):
        try:
            found.append((note, await view.part(note.item, note.slots[0])))
        except Retired:
            continue
    return found


def numbers(texts: Texts, subject: Subject) -> str:
    """E-0003 至 E-0006 where nothing lies between them, else one after the other."""
    return span(texts, [part.entry.number or 0 for part in subject.parts])


def span(texts: Texts, several: Iterable[int]) -> str:
    """The same of bare numbers."""
    given = sorted(several)
    if len(given) > 1 and given[-1] - given[0] == len(given) - 1:
        return texts.say("case.span", first=evidence(given[0]), last=evidence(given[-1]))
    return "、".join(evidence(number) for number in given)


def unit(texts: Texts, subject: Subject) -> str:
    """How the parts of a case are counted."""
    pictures = all(
        medium.kind is MediaKind.PICTURE for part in subject.parts for medium in part.original.media
    )
    return texts.say("case.unit_pictures" if pictures else "case.unit_files")


def label(texts: Texts, subject: Subject) -> str:
    """What it is called in a reply."""
    if not subject.is_case:
        return evidence(subject.entry.number or 0)
    return texts.say(
        "case.label",
        numbers=numbers(texts, subject),
        count=str(len(subject.parts)),
        unit=unit(texts, subject),
    )
