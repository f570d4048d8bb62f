"""What today's catalogue and model would say about evidence that was judged before.

Nothing is written: the verdict that was noted and told stays, whatever the catalogue becomes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers import answers, pseudonyms, subjects
from handlers.answers import Answers
from handlers.desk import Desk
from handlers.dossiers import Dossier
from handlers.questions import Answer
from handlers.verdicts import PracticeId, Verdict
from storage.records import Entry
from storage.store import View


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict that stands beside the one of today, with the person's answers in both.

    Attributes:
        entry: with the number of its original.
    """

    entry: Entry
    old: Verdict
    new: Verdict

    @property
    def differs(self) -> bool:
        """Whether the person would be told something else today."""
        return _gist(self.old) != _gist(self.new)

    @property
    def came(self) -> tuple[PracticeId, ...]:
        """Practices that only today's verdict names."""
        return tuple(one for one in self.new.practices if one not in self.old.practices)

    @property
    def went(self) -> tuple[PracticeId, ...]:
        """Practices that it names no more."""
        return tuple(one for one in self.old.practices if one not in self.new.practices)

    @property
    def shape(self) -> Mapping[str, Any]:
        """As plain JSON values, without anything about the person."""
        return {
            "ledger": pseudonyms.ledger_name(self.entry.ledger),
            "number": self.entry.number,
            "version": None if self.entry.refers is None else self.entry.seq,
            "came": list(self.came),
            "went": list(self.went),
            "old": _shape(self.old),
            "new": _shape(self.new),
        }


async def compare(view: View, desk: Desk, dossier: Dossier) -> Comparison | None:
    """Both verdicts on a piece of evidence; None when it was never judged."""
    if dossier.latest is None:
        return None
    subject = dossier.subject
    given = await _given(view, dossier)
    words = await subjects.words_of(view, subject)
    judged = answers.judged(desk, words, subject.original.received_at, given)
    return Comparison(subject.entry, dossier.latest, judged.verdict)


async def _given(view: View, dossier: Dossier) -> Answers:
    """The answers that led to the verdict that stands.

    A "no" was said of the parts there were then: a verdict on a case that has grown since is ours.
    """
    given = await answers.given(view, dossier.subject.entry)
    _, led = dossier.verdicts[-1]
    if given.sender is Answer.NO and led is None:
        return dataclasses.replace(given, sender=None)
    return given


def _gist(verdict: Verdict) -> tuple[object, ...]:
    practices = frozenset(verdict.practices)
    return (verdict.outcome, verdict.severity, practices, verdict.paper, verdict.offer)


def _shape(verdict: Verdict) -> Mapping[str, Any]:
    return {
        "outcome": verdict.outcome.value,
        "practices": list(verdict.practices),
        "severity": verdict.severity.value,
        "offer": verdict.offer,
        "catalogue": verdict.catalogue,
        "model": verdict.model,
    }
