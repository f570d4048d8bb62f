"""The second stage: read the media, judge the words, note both, say the verdict.

Reading happens outside any transaction; concluding is one. A step that fails leaves a note
with a reason, never a missing original.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from handlers import advice, bodies, keys
from handlers.bodies import Original
from handlers.desk import Desk
from handlers.judging import Judgement
from handlers.messages import Media, MediaKind, Reply
from handlers.ports import Reader, Reading
from handlers.replies import to_bytes
from handlers.verdicts import Channel, Finding, Outcome, Passage, Verdict
from storage.records import BODY, THUMBNAIL, Draft, Entry, Slot, Step, StepState
from storage.store import Change, Store, View

READING = "reading"
VERDICT = "verdict"
CHANNELS = {MediaKind.PICTURE: Channel.OCR, MediaKind.DOCUMENT: Channel.LETTER}


@dataclass(frozen=True, slots=True)
class Examined:
    """What came out of reading and judging one original.

    Attributes:
        readings: one per medium, in order.
        judgement: None when there were no words to judge.
        thumbnail: a small picture of the first medium, None when there is none.
    """

    entry: Entry
    original: Original
    readings: tuple[tuple[Media, Reading], ...]
    judgement: Judgement | None
    thumbnail: bytes | None = None

    @property
    def failed(self) -> str | None:
        """Why the first unreadable medium could not be read, None if all could."""
        return next((reading.failed for _, reading in self.readings if reading.failed), None)


async def examine(desk: Desk, store: Store, reader: Reader, step: Step) -> Examined:
    """Read and judge one original, outside any transaction.

    Raises:
        storage.errors.Erased: it was deleted while it waited; nothing is left to do.
    """
    async with store.snapshot() as view:
        entry = await view.entry(step.ledger, step.seq)
        original = bodies.original_in(await view.part(step.item, BODY))
    looks = [await _look_at(store, reader, step, medium) for medium in original.media]
    readings = [(look.media, look.reading) for look in looks]
    passage = _passage(original, readings)
    judged = desk.judge.judge(passage, original.received_at) if passage.text.strip() else None
    thumbnail = looks[0].thumbnail if looks else None
    return Examined(entry, original, tuple(readings), judged, thumbnail)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one medium shows."""

    media: Media
    reading: Reading
    thumbnail: bytes | None


async def _look_at(store: Store, reader: Reader, step: Step, medium: Media) -> _Look:
    """Open the medium only when the reader is free, so that waiting ones stay on the disk."""
    async with reader.turn():
        async with store.snapshot() as view:
            content = await view.part(step.item, medium.part.slot)
        return _Look(medium, await reader.read(medium, content), await reader.thumbnail(content))


def _passage(original: Original, readings: list[tuple[Media, Reading]]) -> Passage:
    """The words to judge: what was typed, and what was read, under their channel."""
    read = [reading.text for _, reading in readings if reading.text]
    text = "\n".join([part for part in (original.text, *read) if part])
    channel = original.channel
    if channel is None and read and not original.text:
        channel = CHANNELS.get(readings[0][0].kind)
    return Passage(text, channel, original.sent)


async def words_of(view: View, entry: Entry, original: Original) -> Passage:
    """The words that were judged when the original was read, from its notes."""
    noted: dict[Slot, Reading] = {}
    for note in await view.notes(entry.ledger, entry.seq, READING):
        shape = await view.part(note.item, note.slots[0])
        if "slot" in bodies.unpack(shape):
            slot, reading = bodies.reading_in(shape)
            noted[slot] = reading
    media = [(m, noted[m.part.slot]) for m in original.media if m.part.slot in noted]
    return _passage(original, media)


async def conclude(
    desk: Desk, change: Change, step: Step, examined: Examined, now: datetime
) -> None:
    """Write the notes and say the verdict, unless another process has done so already."""
    current = await change.step_of(step.ledger, step.seq)
    if current is None or current.state is not StepState.WAITING:
        return
    for medium, reading in examined.readings:
        body = bodies.reading_out(medium.part.slot, reading)
        await change.note(step.ledger, step.seq, READING, body, now)
    if examined.thumbnail is not None:
        await change.seal(step.item, THUMBNAIL, examined.thumbnail)
    if examined.judgement is not None:
        await note_verdict(change, examined.entry, examined.judgement, now)
    reply = None
    if examined.judgement is not None:
        reply = verdict_reply(desk, examined.entry, examined.original, examined.judgement)
    if examined.failed is not None:
        reply = _with_unread(desk, examined, reply)
    if reply is not None:
        draft = Draft(
            key=keys.verdict(step.ledger, step.seq),
            body=to_bytes(reply),
            replaces=keys.receipt(step.ledger, step.seq),
        )
        await change.say(step.ledger, step.item, draft, now)
    await change.step_mark(step, StepState.DONE)


async def give_up(desk: Desk, change: Change, step: Step, reason: str, now: datetime) -> None:
    """After the last attempt: note the reason and say that the original is safe."""
    current = await change.step_of(step.ledger, step.seq)
    if current is None or current.state is not StepState.WAITING:
        return
    entry = await change.entry(step.ledger, step.seq)
    body = bodies.pack({"failed": reason})
    await change.note(step.ledger, step.seq, READING, body, now)
    reply = advice.unread(
        desk.texts, number=entry.number or 0, seq=entry.seq, reason="not_readable"
    )
    draft = Draft(
        key=keys.verdict(step.ledger, step.seq),
        body=to_bytes(reply),
        replaces=keys.receipt(step.ledger, step.seq),
    )
    await change.say(step.ledger, step.item, draft, now)
    await change.step_mark(step, StepState.FAILED, reason=reason)


async def note_verdict(
    change: Change, entry: Entry, judgement: Judgement, now: datetime, **more: str
) -> None:
    """A "verdict" note: the verdict, the day its law was asked for, and who confirmed."""
    body = bodies.pack(
        {
            "verdict": bodies.verdict_shape(judgement.verdict),
            "day": judgement.day.isoformat(),
            "day_is_receipt": judgement.day_is_receipt,
            **more,
        }
    )
    await change.note(entry.ledger, entry.seq, VERDICT, body, now)


async def latest_verdict(view: View, entry: Entry) -> Verdict | None:
    """The newest verdict noted about an original."""
    notes = await view.notes(entry.ledger, entry.seq, VERDICT)
    if not notes:
        return None
    body = await view.part(notes[-1].item, notes[-1].slots[0])
    return bodies.verdict_in(bodies.unpack(body)["verdict"])


def verdict_reply(desk: Desk, entry: Entry, original: Original, judgement: Judgement) -> Reply:
    """The verdict in words."""
    verdict = judgement.verdict
    return advice.verdict(
        desk.texts,
        number=entry.number or 0,
        seq=entry.seq,
        verdict=verdict,
        names={finding.practice: desk.judge.name(finding.practice) for finding in _seen(verdict)},
        provisions=judgement.provisions,
        routes=desk.routes.for_case(
            verdict.practices, severity_is_danger=verdict.severity.is_danger, lender=None
        ),
        day=judgement.day,
        day_is_receipt=judgement.day_is_receipt,
        sent=original.sent,
        recompressed=any(medium.recompressed for medium in original.media),
        pasted=original.pasted,
    )


def _seen(verdict: Verdict) -> tuple[Finding, ...]:
    return (*verdict.findings, *verdict.possible)


def _with_unread(desk: Desk, examined: Examined, reply: Reply | None) -> Reply:
    """Say what could not be read; with a verdict on the rest, after it."""
    unread = advice.unread(
        desk.texts,
        number=examined.entry.number or 0,
        seq=examined.entry.seq,
        reason=examined.failed or "not_readable",
    )
    if reply is None or examined.judgement is None:
        return unread
    if examined.judgement.verdict.outcome is Outcome.NOT_COLLECTION:
        return unread
    return dataclasses.replace(reply, segments=(*reply.segments, *unread.segments))
