"""The second stage: read the media, judge the words, note both, say the verdict.

Reading happens outside any transaction; concluding is one. A step that fails leaves a note
with a reason, never a missing original.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handlers import advice, albums, bodies, edits, keys, notes, opinions, quotas, subjects
from handlers.bodies import Original
from handlers.desk import Desk
from handlers.judging import Judgement
from handlers.messages import Media, Reply
from handlers.planning import receipts
from handlers.ports import Reader, Reading
from handlers.replies import to_bytes
from handlers.subjects import Subject
from handlers.verdicts import Outcome
from storage.records import BODY, THUMBNAIL, Draft, Entry, Step, StepState
from storage.store import Change, Store


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
        entry = await subjects.numbered(view, await view.entry(step.ledger, step.seq))
        original = bodies.original_in(await view.part(step.item, BODY))
    looks = [await _look_at(store, reader, step, medium) for medium in original.media]
    readings = [(look.media, look.reading) for look in looks]
    passage = subjects.passage(original, readings)
    judged = desk.judge.judge(passage, original.received_at) if passage.text.strip() else None
    if judged is not None and not original.text and _is_receipt(readings, original.received_at):
        judged = _unless_found(judged)
    thumbnail = looks[0].thumbnail if looks else None
    return Examined(entry, original, tuple(readings), judged, thumbnail)


def _is_receipt(readings: Iterable[tuple[Media, Reading]], at: datetime) -> bool:
    return receipts.shown((reading for _, reading in readings), at) is not None


def _unless_found(judged: Judgement) -> Judgement:
    """His own receipt says 付款 and names an account, as those do who want money sent to one."""
    if judged.verdict.outcome not in {Outcome.UNSURE, Outcome.LAWFUL}:
        return judged
    bare = dataclasses.replace(judged.verdict, outcome=Outcome.NOT_COLLECTION, possible=())
    return dataclasses.replace(judged, verdict=bare)


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


async def conclude(
    desk: Desk, change: Change, step: Step, examined: Examined, now: datetime
) -> None:
    """Write the notes and say the verdict, unless another process has done so already."""
    current = await change.step_of(step.ledger, step.seq)
    if current is None or current.state is not StepState.WAITING:
        return
    for medium, reading in examined.readings:
        body = bodies.reading_out(medium.part.slot, reading)
        await change.note(step.ledger, step.seq, subjects.READING, body, now)
    if examined.thumbnail is not None:
        await change.seal(step.item, THUMBNAIL, examined.thumbnail)
    await quotas.count_reading(desk, change, step, (r for _, r in examined.readings), now)
    await change.step_mark(step, StepState.DONE)
    case = await subjects.subject_of(change, examined.entry)
    if case.is_case:
        await albums.settle(desk, change, case, step.seq, now)
    else:
        await _say_alone(desk, change, step, examined, now)
    read = (reading for _, reading in examined.readings)
    await receipts.offer(desk, change, step, read, now)


async def _say_alone(
    desk: Desk, change: Change, step: Step, examined: Examined, now: datetime
) -> None:
    """The verdict on something that came by itself."""
    subject = Subject.alone(examined.entry, examined.original)
    lead = await edits.lead(desk, change, subject, examined.judgement)
    reply = None
    if examined.judgement is not None:
        await opinions.note_verdict(change, subject, examined.judgement, now)
        reply = opinions.verdict_reply(desk, subject, examined.judgement)
    if reply is None or examined.failed is not None:
        reply = _with_unread(desk, examined, reply)
    reply = dataclasses.replace(reply, segments=(*lead, *reply.segments))
    judged = examined.judgement
    if judged is None or judged.verdict.outcome is not Outcome.FOUND:
        entry = examined.entry
        reply = await notes.with_offer(desk.texts, change, step.person, entry, reply)
    draft = Draft(
        key=keys.verdict(step.ledger, step.seq),
        body=to_bytes(reply),
        replaces=keys.receipt(step.ledger, step.seq),
    )
    await change.say(step.ledger, step.item, draft, now)


async def give_up(desk: Desk, change: Change, step: Step, reason: str, now: datetime) -> None:
    """After the last attempt: note the reason and say that the original is safe."""
    current = await change.step_of(step.ledger, step.seq)
    if current is None or current.state is not StepState.WAITING:
        return
    entry = await subjects.numbered(change, await change.entry(step.ledger, step.seq))
    body = bodies.pack({"failed": reason})
    await change.note(step.ledger, step.seq, subjects.READING, body, now)
    await change.step_mark(step, StepState.FAILED, reason=reason)
    case = await subjects.subject_of(change, entry)
    if case.is_case:
        await albums.settle(desk, change, case, step.seq, now)
        return
    reply = advice.unread(
        desk.texts, number=entry.number or 0, seq=entry.seq, reason="not_readable"
    )
    draft = Draft(
        key=keys.verdict(step.ledger, step.seq),
        body=to_bytes(reply),
        replaces=keys.receipt(step.ledger, step.seq),
    )
    await change.say(step.ledger, step.item, draft, now)


def _with_unread(desk: Desk, examined: Examined, reply: Reply | None) -> Reply:
    """Say what could not be read, or that there were no words; after a verdict on the rest."""
    unread = advice.unread(
        desk.texts,
        number=examined.entry.number or 0,
        seq=examined.entry.seq,
        reason=examined.failed or "empty",
    )
    if reply is None or examined.judgement is None:
        return unread
    if examined.judgement.verdict.outcome is Outcome.NOT_COLLECTION:
        return unread
    return dataclasses.replace(reply, segments=(*reply.segments, *unread.segments))
