"""A verdict beside its evidence: noted in the chain, found again, and put into words."""

from __future__ import annotations

from datetime import datetime

from handlers import advice, bodies, subjects
from handlers.desk import Desk
from handlers.judging import Judgement
from handlers.messages import Reply
from handlers.subjects import Subject
from handlers.verdicts import Finding, Verdict
from storage.records import Entry, Seq
from storage.store import Change, View

VERDICT = "verdict"
ANSWERED = "answered"
"""In a verdict note: the answer of the person that led to it."""


async def note_verdict(
    change: Change, subject: Subject, judgement: Judgement, now: datetime, **more: str
) -> Entry:
    """A "verdict" note: the verdict, the day its law was asked for, and what led to it.

    Of several that came as one it names them all, because it may quote from each.
    """
    shape = {
        "verdict": bodies.verdict_shape(judgement.verdict),
        "day": judgement.day.isoformat(),
        "day_is_receipt": judgement.day_is_receipt,
        **more,
    }
    if subject.is_case:
        shape["case"] = [part.entry.seq for part in subject.parts]
    entry = subject.entry
    return await change.note(entry.ledger, entry.seq, VERDICT, bodies.pack(shape), now)


async def latest_verdict(view: View, entry: Entry) -> Verdict | None:
    """The newest verdict noted about an original; for any part of a case, the case's."""
    about = entry if entry.refers is not None else (await view.joined(entry.ledger, entry.seq))[0]
    notes = await subjects.noted(view, about, VERDICT)
    if not notes:
        return None
    _, body = notes[-1]
    return bodies.verdict_in(bodies.unpack(body)["verdict"])


async def speaking_of(view: View, entry: Entry, part: Seq) -> tuple[Entry, ...]:
    """The verdict notes of an entry that may quote from a part of its case."""
    notes = await subjects.noted(view, entry, VERDICT)
    return tuple(note for note, body in notes if part in bodies.unpack(body).get("case", ()))


def verdict_reply(desk: Desk, subject: Subject, judgement: Judgement) -> Reply:
    """The verdict in words."""
    verdict, original = judgement.verdict, subject.original
    offer = desk.judge.offer(verdict.offer)
    return advice.verdict(
        desk.texts,
        number=subject.entry.number or 0,
        label=subjects.label(desk.texts, subject),
        service=verdict.offer or "" if offer is None else offer.name,
        seq=subject.entry.seq,
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
