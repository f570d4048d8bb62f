"""Keeping: what arrived becomes evidence, with its receipt, in one transaction."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Final

from handlers import advice, albums, answers, arrivals, bodies, keys, notes, opinions
from handlers.bodies import Original
from handlers.calls import Call
from handlers.desk import Desk
from handlers.judging import Judgement
from handlers.messages import Button, Incoming, Reply, Segment, Stage
from handlers.questions import Answer
from handlers.replies import to_bytes
from handlers.subjects import Subject
from handlers.verdicts import Outcome, Passage
from storage.errors import Conflict, Erased
from storage.records import Draft, Entry, InboxRow, Kept, Source
from storage.store import Change

_OF_A_DELIVERY: Final = frozenset({"keep", "letgo"})


async def keep(
    desk: Desk,
    change: Change,
    row: InboxRow,
    incoming: Incoming,
    judgement: Judgement | None = None,
    *,
    said: Answer | None = None,
    at: datetime | None = None,
) -> Kept | None:
    """Append the original and say the receipt; queue its reading when there is one to do.

    Words without a medium were judged on their way in: their verdict is noted and said at once,
    with the receipt's facts under it.

    A repeated delivery gets the old receipt's number; the same id with other content and a
    delivery that was erased get a sentence and change nothing.

    Args:
        said: what the person answered about it before it was kept; the judgement knows it.
        at: when he asked for it, where that is later than the delivery.

    Returns:
        What was kept, or None when nothing could be.
    """
    original = bodies.original_of(incoming)
    try:
        kept = await _append(change, row, incoming, original)
    except Conflict:
        await answer(change, row, advice.conflict(desk.texts))
        return None
    except Erased:
        await answer(change, row, advice.duplicate_erased(desk.texts))
        return None
    entry = kept.entry
    if entry.number is None:
        raise ValueError("an original has a number")
    if not kept.new:
        await answer(change, row, advice.already_kept(desk.texts, number=entry.number))
        return kept
    receipt = _receipt(desk, original, entry, incoming)
    remarks = arrivals.remarks(desk.texts, incoming)
    if incoming.absent and judgement is None:
        await say(change, row, keys.receipt(row.ledger, entry.seq), _unread(receipt, remarks))
        return kept
    if incoming.media or judgement is None:
        receipt = dataclasses.replace(receipt, segments=(*receipt.segments, *remarks))
        await _to_be_read(desk, change, row, incoming, entry=entry, receipt=receipt)
        return kept
    subject = Subject.alone(entry, original)
    reply = await _judged(desk, change, subject, judgement, said)
    if judgement.verdict.outcome is not Outcome.FOUND:
        reply = await notes.with_offer(desk.texts, change, row.person, entry, reply)
    facts = receipt.segments[-1]
    with_facts = dataclasses.replace(reply, segments=(*reply.segments, *remarks, facts))
    await say(change, row, keys.verdict(row.ledger, entry.seq), with_facts, at=at)
    return kept


async def _append(change: Change, row: InboxRow, incoming: Incoming, original: Original) -> Kept:
    return await change.keep(
        row,
        source=Source(incoming.door, incoming.chat, incoming.message),
        content=bodies.content_of(incoming),
        body=bodies.original_out(original),
        at=incoming.received_at,
        media=[medium.part for medium in incoming.media],
    )


async def _to_be_read(
    desk: Desk, change: Change, row: InboxRow, incoming: Incoming, *, entry: Entry, receipt: Reply
) -> None:
    """Queue the reading of what came with media, and say the receipt until then."""
    await change.add_step(row.ledger, entry.seq, incoming.received_at)
    await albums.join(change, entry, incoming)
    receipt, replaces = await albums.receipt(desk, change, entry, receipt)
    await say(change, row, keys.receipt(row.ledger, entry.seq), receipt, replaces=replaces)


async def _judged(
    desk: Desk, change: Change, subject: Subject, judgement: Judgement, said: Answer | None
) -> Reply:
    """Note the verdict on words without a medium and say it; before it what led to it."""
    at, original = subject.original.received_at, subject.original
    led: dict[str, str] = {}
    if said is not None:
        words = Passage(original.text, original.channel, original.sent)
        await opinions.note_verdict(change, subject, desk.judge.judge(words, at), at)
        await answers.note(change, subject.entry, said, at)
        led = {opinions.ANSWERED: said.value}
    await opinions.note_verdict(change, subject, judgement, at, **led)
    return opinions.verdict_reply(desk, subject, judgement)


def _receipt(desk: Desk, original: Original, entry: Entry, incoming: Incoming) -> Reply:
    return advice.receipt(
        desk.texts,
        number=entry.number or 0,
        seq=entry.seq,
        received_at=incoming.received_at,
        sha256=original.digest,
        media=_media_word(incoming),
        withdrawable=original.pasted,
        reading=bool(incoming.media),
    )


def _unread(receipt: Reply, remarks: tuple[Segment, ...]) -> Reply:
    """The receipt of a message of which nothing can be read, because its file is not there."""
    return dataclasses.replace(receipt, segments=(receipt.segments[0], *remarks), stage=Stage.KEPT)


def _media_word(incoming: Incoming) -> str | None:
    return incoming.media[0].kind.value if incoming.media else None


async def answer(change: Change, row: InboxRow, reply: Reply) -> None:
    """Say one thing to one delivery."""
    await say(change, row, keys.answer(row.id), reply)


async def say(
    change: Change,
    row: InboxRow,
    key: str,
    reply: Reply,
    *,
    replaces: str | None = None,
    at: datetime | None = None,
) -> None:
    """Put a reply into the outbox under the delivery's key.

    Args:
        at: when it is said, where that is later than the delivery.
    """
    reply = dataclasses.replace(reply, buttons=tuple(_addressed(row, b) for b in reply.buttons))
    draft = Draft(key=key, body=to_bytes(reply), replaces=replaces)
    await change.say(row.ledger, row.item, draft, at or row.received_at)


async def let_go(call: Call) -> None:
    """Destroy what came with a delivery that is not kept."""
    await call.change.empty(call.row, [medium.part for medium in call.incoming.media])


def _addressed(row: InboxRow, button: Button) -> Button:
    """A button that keeps typed words, or lets them go, means the delivery it answers."""
    verb, colon, answer = button.action.partition(":")
    if verb not in _OF_A_DELIVERY:
        return button
    return Button(button.label, f"{verb}:{row.id}{colon}{answer}")
