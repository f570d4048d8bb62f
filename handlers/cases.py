"""Test cases out of what people said about verdicts: redacted, made when asked for, never kept.

A case is read from the evidence each time. So nothing of it lies anywhere else, and erasing the
evidence erases its case.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import pseudonyms, subjects
from handlers.beijing import BEIJING
from handlers.dossiers import Dossier
from handlers.judging import Judge
from handlers.redaction.redact import Redactor
from handlers.verdicts import Channel, Passage, Sent, SentSource, Severity, Verdict
from storage.store import View


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled message without the persons in it.

    Attributes:
        id: pseudonymous; the same at every export.
        sent_at: to the hour, which is enough for the clock and for the law of the day.
        practices: as our verdict said.
        says: what the person pressed about it: wrong, wrong:clean (nothing is wrong with it),
            wrong:missed, wrong:other, not_debt, yes, no, mine, others, day, night.
        after: the practices of the verdict his answer led to, None without an answer.
        unchanged: today's verdict on the redacted text is the one on the text as it was.
        catalogue: hash of the catalogue of our verdict; model: that of the weights.
    """

    id: str
    text: str
    channel: Channel | None
    sent_at: datetime | None
    practices: tuple[str, ...]
    severity: Severity
    outcome: str
    says: tuple[str, ...]
    after: tuple[str, ...] | None
    unchanged: bool
    catalogue: str
    model: str | None

    @property
    def shape(self) -> Mapping[str, Any]:
        """The case in the product's labelled format, with what is known beyond it."""
        shape = dataclasses.asdict(self)
        return shape | {"sent_at": self.sent_at.isoformat() if self.sent_at else None}


async def case_of(view: View, dossier: Dossier, judge: Judge, redactor: Redactor) -> Case | None:
    """The case of a dossier; None when the person said nothing, or nothing was judged."""
    ours, latest = dossier.ours, dossier.latest
    if not dossier.says or ours is None or latest is None:
        return None
    subject = dossier.subject
    words = await subjects.words_of(view, subject)
    known = [part.original.origin.name or "" for part in subject.parts if part.original.origin]
    hour = _hour(words.sent)
    redacted = Passage(redactor.redact(words.text, known), words.channel, hour)
    received_at = subject.original.received_at
    return Case(
        id=pseudonyms.evidence_name(subject.entry),
        text=redacted.text,
        channel=words.channel,
        sent_at=hour.at,
        practices=ours.practices,
        severity=ours.severity,
        outcome=ours.outcome.value,
        says=dossier.says,
        after=None if latest is ours else latest.practices,
        unchanged=_gist(judge.judge(words, received_at).verdict)
        == _gist(judge.judge(redacted, received_at).verdict),
        catalogue=ours.catalogue,
        model=ours.model,
    )


def _hour(sent: Sent) -> Sent:
    """The same to the hour, as whoever judges the case again is told it."""
    if sent.at is None:
        return sent
    at = sent.at.astimezone(BEIJING).replace(minute=0, second=0, microsecond=0)
    return Sent(at, SentSource.PLATFORM)


def _gist(verdict: Verdict) -> tuple[object, ...]:
    return (verdict.outcome, verdict.severity, frozenset(verdict.practices), verdict.offer)
