"""A message that was changed or taken back on its platform: every version stays.

The original is found by the platform's own message id. The new version is an entry of its own
that refers to it, is judged by itself, and the reply says what has changed.
"""

from __future__ import annotations

import dataclasses

from handlers import bodies, intake, keys, opinions, subjects
from handlers.calls import Call
from handlers.desk import Desk
from handlers.judging import Judgement
from handlers.messages import Incoming, Look, Reply, Segment, Stage
from handlers.subjects import Subject
from handlers.texts.dates import evidence
from handlers.texts.paragraphs import button, said
from handlers.verdicts import Outcome, Passage, PracticeId, Verdict
from storage.errors import Erased
from storage.records import BODY, Entry, Kind, Source
from storage.store import View

RECALLED = "recalled"


def as_new(incoming: Incoming) -> Incoming:
    """The edit of something that was never kept, as the message it edits would be taken now."""
    if incoming.edits is None:
        return incoming
    return dataclasses.replace(incoming, message=incoming.edits, edits=None)


async def take(call: Call, *, in_danger: bool) -> bool:
    """Keep a new version beside the old ones; False when no old one was ever kept."""
    original = await _original(call, call.incoming.edits or "")
    if original is None:
        return False
    if original.erased:
        await _refuse_erased(call, in_danger=in_danger)
        return True
    before = (await subjects.versions(call.change, original))[-1]
    body = bodies.original_of(call.incoming)
    known = bodies.original_in(await call.change.part(before.item, BODY))
    if bodies.content_of(known) == bodies.content_of(body):
        await intake.let_go(call)  # a platform's note about a message, not a new version
        return True
    try:
        entry = await _keep(call, original, body)
    except Erased:
        await _refuse_erased(call, in_danger=in_danger)
        return True
    await _answer(call, dataclasses.replace(entry, number=original.number), in_danger=in_danger)
    return True


async def _original(call: Call, message: str) -> Entry | None:
    """The original that a message became in this ledger."""
    incoming = call.incoming
    source = Source(incoming.door, incoming.chat, message)
    found = await call.change.entry_of_source(source)
    return found if found is not None and found.ledger == call.row.ledger else None


async def _refuse_erased(call: Call, *, in_danger: bool) -> None:
    """What he deleted does not come back through the back door."""
    if not in_danger:
        await intake.answer(call.change, call.row, Reply((said(call.desk.texts, "edit.erased"),)))
    await intake.let_go(call)


async def _keep(call: Call, original: Entry, body: bodies.Original) -> Entry:
    incoming = call.incoming
    kept = await call.change.keep(
        call.row,
        source=Source(incoming.door, incoming.chat, incoming.edits or "", call.row.delivery_id),
        content=bodies.content_of(body),
        body=bodies.original_out(body),
        at=incoming.received_at,
        media=[medium.part for medium in incoming.media],
        kind=Kind.EDIT,
        refers=original.seq,
    )
    return kept.entry


async def _answer(call: Call, entry: Entry, *, in_danger: bool) -> None:
    """The receipt of a version whose media must be read first, else the verdict at once."""
    incoming, change, key = call.incoming, call.change, keys.receipt(entry.ledger, entry.seq)
    if incoming.media:
        await change.add_step(entry.ledger, entry.seq, incoming.received_at)
        waiting = said(call.desk.texts, "receipt.reading")
        reply = Reply((_lead(call.desk, entry), waiting), (), Stage.READING, entry.number)
        await intake.say(change, call.row, key, reply)
        return
    passage = Passage(incoming.text, incoming.channel, incoming.sent)
    judgement = call.desk.judge.judge(passage, incoming.received_at)
    subject = Subject.alone(entry, bodies.original_of(incoming))
    changes = await lead(call.desk, change, subject, judgement)
    await opinions.note_verdict(change, subject, judgement, incoming.received_at)
    if in_danger and judgement.verdict.outcome is not Outcome.FOUND:
        return
    reply = opinions.verdict_reply(call.desk, subject, judgement)
    reply = dataclasses.replace(reply, segments=(*changes, *reply.segments))
    await intake.say(change, call.row, keys.verdict(entry.ledger, entry.seq), reply)


def _lead(desk: Desk, entry: Entry) -> Segment:
    return said(desk.texts, "edit.kept", look=Look.LEAD, number=evidence(entry.number or 0))


async def lead(
    desk: Desk, view: View, subject: Subject, judgement: Judgement | None
) -> tuple[Segment, ...]:
    """What stands before the verdict on a version: that it is one, and what it changed.

    Nothing for an original.
    """
    entry = subject.entry
    if entry.kind is not Kind.EDIT:
        return ()
    original = await subjects.first_version(view, entry)
    earlier = [one for one in await subjects.versions(view, original) if one.seq < entry.seq]
    alone = len(await view.joined(original.ledger, original.seq)) == 1
    # the verdict on a case speaks of its other parts as well: there is nothing to compare with
    is_comparable = alone or earlier[-1].kind is Kind.EDIT
    before = await opinions.latest_verdict(view, earlier[-1]) if is_comparable else None
    if judgement is None or before is None:
        return (_lead(desk, entry),)
    return (_lead(desk, entry), *_changes(desk, before, judgement.verdict))


def _changes(desk: Desk, before: Verdict, after: Verdict) -> tuple[Segment, ...]:
    """Practices that came and that went."""
    keyed = {
        "edit.gained": [one for one in after.practices if one not in before.practices],
        "edit.lost": [one for one in before.practices if one not in after.practices],
    }
    found = tuple(
        said(desk.texts, key, names=_names(desk, practices))
        for key, practices in keyed.items()
        if practices
    )
    return found or (said(desk.texts, "edit.same"),)


def _names(desk: Desk, practices: list[PracticeId]) -> str:
    return "、".join(desk.judge.name(practice) for practice in practices)


async def recall(call: Call) -> None:
    """Its sender took a message back: what is kept stays, and the recall is noted beside it."""
    texts, incoming = call.desk.texts, call.incoming
    original = await _original(call, incoming.recalls or "")
    if original is None or original.erased:
        key = "recall.unknown" if original is None else "recall.erased"
        await intake.answer(call.change, call.row, Reply((said(texts, key),)))
        return
    shape = {"recalls": incoming.recalls, "received_at": incoming.received_at.isoformat()}
    kept = await call.change.keep(
        call.row,
        source=Source(incoming.door, incoming.chat, incoming.recalls or "", RECALLED),
        content=bodies.pack({"recalls": incoming.recalls}),
        body=bodies.pack(shape),
        at=incoming.received_at,
        kind=Kind.RECALL,
        refers=original.seq,
    )
    if kept.new:
        number = evidence(original.number or 0)
        reply = Reply(
            (said(texts, "recall.kept", number=number),),
            (button(texts, "withdraw", f"withdraw:{original.seq}"),),
            number=original.number,
        )
        await intake.answer(call.change, call.row, reply)
