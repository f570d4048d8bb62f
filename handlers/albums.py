"""Several files that came as one: each kept by itself at once, read and judged together.

The platform never says when an album is complete, so nothing waits for it: each part is evidence
as it comes, the receipt is edited to name all so far, and the verdict is said when none of the
known parts waits to be read, and again when a late one joins.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from handlers import advice, answers, bodies, keys, notes, opinions, subjects
from handlers.desk import Desk
from handlers.messages import Incoming, Look, Reply, Segment, Stage
from handlers.questions import Answer
from handlers.replies import to_bytes
from handlers.subjects import Part, Subject
from handlers.texts.dates import evidence
from handlers.texts.paragraphs import button, said
from handlers.verdicts import Outcome
from storage.records import Draft, Entry, Seq, Source, StepState
from storage.store import Change

CASE = "case"
SPEECH = "speech"
DESTROYED = "part erased"


async def join(change: Change, entry: Entry, incoming: Incoming) -> None:
    """Put a new original beside the others of its group."""
    if incoming.group is not None and incoming.media:
        group = Source(incoming.door, incoming.chat, incoming.group, CASE)
        await change.join(entry.ledger, entry.seq, group)


async def receipt(
    desk: Desk, change: Change, entry: Entry, alone: Reply
) -> tuple[Reply, str | None]:
    """The receipt of a new original, and the key of the one it edits.

    Args:
        alone: the receipt it would have by itself.
    """
    subject = await subjects.subject_of(change, entry)
    if not subject.is_case:
        return alone, None
    lead = said(
        desk.texts,
        "case.kept",
        look=Look.LEAD,
        numbers=subjects.numbers(desk.texts, subject),
        count=str(len(subject.parts)),
        unit=subjects.unit(desk.texts, subject),
    )
    first = subject.entry
    reply = dataclasses.replace(
        alone,
        segments=(lead, *alone.segments[1:]),
        buttons=(button(desk.texts, "withdraw", f"withdraw:{first.seq}"),),
        number=first.number,
    )
    return reply, keys.receipt(first.ledger, first.seq)


async def settle(desk: Desk, change: Change, subject: Subject, mark: Seq, now: datetime) -> None:
    """Say the verdict on a case, unless a part of it still waits to be read.

    Args:
        mark: the place in the chain of what made this necessary; names the reply.
    """
    ledger = subject.entry.ledger
    steps = [await change.step_of(ledger, part.entry.seq) for part in subject.parts]
    known = [step for step in steps if step is not None]
    if any(step.state is StepState.WAITING for step in known):
        return
    reply, noted, found = await _verdict(desk, change, subject, now)
    if known and not found:
        whose = known[0].person
        reply = await notes.with_offer(desk.texts, change, whose, subject.entry, reply)
    draft = Draft(
        key=keys.opinion(ledger, mark if noted is None else noted.seq),
        body=to_bytes(reply),
        replaces=keys.receipt(ledger, subject.entry.seq),
    )
    await change.say(ledger, subject.entry.item, draft, now)


async def _verdict(
    desk: Desk, change: Change, subject: Subject, now: datetime
) -> tuple[Reply, Entry | None, bool]:
    """What is said about a case, the note of its verdict, and whether a practice was found."""
    unread, silent = await _unread(desk, change, subject)
    passage = await subjects.words_of(change, subject)
    if not passage.text.strip():
        unread = unread or (said(desk.texts, "unread.empty"),)
        lead = Segment(_kept_label(desk, subject), look=Look.LEAD)
        take_back = button(desk.texts, "withdraw", f"withdraw:{subject.entry.seq}")
        stage = Stage.KEPT if silent else Stage.FAILED
        return Reply((lead, *unread), (take_back,), stage, subject.entry.number), None, False
    said_before = await answers.given(change, subject.entry)
    if said_before.sender is Answer.NO:
        said_before = dataclasses.replace(said_before, sender=None)  # it was said of other words
    judgement = answers.judged(desk, passage, subject.original.received_at, said_before)
    noted = await opinions.note_verdict(change, subject, judgement, now)
    reply = opinions.verdict_reply(desk, subject, judgement)
    if judgement.verdict.outcome is Outcome.NOT_COLLECTION and unread:
        unread = (*reply.segments[:1], *unread)
        return dataclasses.replace(reply, segments=unread), noted, False
    found = judgement.verdict.outcome is Outcome.FOUND
    return dataclasses.replace(reply, segments=(*reply.segments, *unread)), noted, found


def _kept_label(desk: Desk, subject: Subject) -> str:
    """That a case is kept, without more."""
    return desk.texts.say(
        "case.kept",
        numbers=subjects.numbers(desk.texts, subject),
        count=str(len(subject.parts)),
        unit=subjects.unit(desk.texts, subject),
    )


async def _unread(desk: Desk, change: Change, subject: Subject) -> tuple[tuple[Segment, ...], bool]:
    """A paragraph for each part that could not be read; whether all of them are only speech."""
    found: list[Segment] = []
    reasons: set[str] = set()
    for part in subject.parts:
        reason = await subjects.trouble_with(change, part)
        if reason is not None:
            reasons.add(reason)
            found.append(_unread_part(desk, part, reason))
    return tuple(found), reasons == {SPEECH}


def _unread_part(desk: Desk, part: Part, reason: str) -> Segment:
    number = part.entry.number or 0
    why = advice.unread(desk.texts, number=number, seq=part.entry.seq, reason=reason).segments[-1]
    lead = desk.texts.say("case.unread", number=evidence(number))
    return Segment(f"{lead}{why.text}", look=why.look)


def ask_to_delete(desk: Desk, subject: Subject) -> Reply:
    """Asks before a whole case is erased; one part of it can be named instead."""
    named = subjects.numbers(desk.texts, subject)
    number = subject.entry.number or 0
    return Reply(
        (
            said(desk.texts, "case.delete", look=Look.LEAD, numbers=named),
            said(
                desk.texts,
                "delete.one_warning",
                "case.delete_one",
                look=Look.SMALL,
                number=evidence(number),
            ),
        ),
        (
            button(desk.texts, "erase_case", f"erase-case:{subject.entry.seq}"),
            button(desk.texts, "cancel", "cancel"),
        ),
        number=subject.entry.number,
    )


async def erase_all(desk: Desk, change: Change, subject: Subject, at: datetime) -> Reply:
    """Erase every part of a case."""
    for part in subject.parts:
        await change.erase(part.entry.ledger, part.entry.seq, at)
    return Reply((said(desk.texts, "case.deleted", numbers=subjects.numbers(desk.texts, subject)),))


async def erase_one(desk: Desk, change: Change, entry: Entry, at: datetime) -> None:
    """Erase one original; of a case also what was said about it together with the others.

    A verdict on a case may quote from each part, but lies under the key of one. So its note is
    destroyed, marked in the chain, its reply unsaid, and what is left is judged anew.
    """
    ledger = entry.ledger
    others = [one for one in await change.joined(ledger, entry.seq) if one.seq != entry.seq]
    for one in others:
        for note in await opinions.speaking_of(change, one, entry.seq):
            await change.retire(ledger, note.seq, bodies.pack({"why": DESTROYED}), at)
            await change.unsay(keys.opinion(ledger, note.seq))
    stone = await change.erase(ledger, entry.seq, at)
    if others:
        rest = await subjects.subject_of(change, others[0])
        await settle(desk, change, rest, stone.seq, at)
