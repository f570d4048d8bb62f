"""What the model has to say about a message: it adds practices, and doubts lonely signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handlers.practices.model import Model, Slice
from handlers.practices.rules import Contact
from handlers.practices.scan import Place
from handlers.practices.shapes import Book, Practice
from handlers.practices.view import View
from handlers.verdicts import Finding, PracticeId

_ANY = PracticeId("any")
_POSSIBLE = 0.2  # a score from which a practice is worth a question


@dataclass(frozen=True, slots=True)
class Bar:
    """Scores the model must reach before it is believed.

    Attributes:
        sure: names a practice by itself from here on.
        grave: the same for a practice that endangers somebody.
        veto: a sign whose practice scores less is only possible.
        anything: the same for "any practice at all".
        clock: the same for practices that the model does not know.
    """

    sure: float
    grave: float
    veto: float
    anything: float
    clock: float


# where a debt is named outright; where only 钱 or 账 is; where nothing of the kind is
_FIRM = Bar(sure=0.26, grave=0.26, veto=0.0, anything=0.2, clock=-1.0)
_LOOSE = Bar(sure=0.3, grave=0.26, veto=0.05, anything=0.3, clock=0.1)
_NOTHING = Bar(sure=0.75, grave=0.32, veto=0.3, anything=0.48, clock=0.1)


@dataclass(slots=True)
class Draft:
    """What one reading of a message shows, before it becomes a verdict."""

    silent: bool = False
    owed: bool = False
    excused: frozenset[PracticeId] = frozenset()
    contact: Contact = field(default_factory=lambda: Contact(collects=False, presses=False))
    sure: list[Finding] = field(default_factory=list)
    ruled: list[Finding] = field(default_factory=list)
    weak: list[Finding] = field(default_factory=list)
    doubtful: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model gets to see of a message: the collector's words, and what the signs said."""

    text: str
    slices: tuple[Slice, ...]
    marks: tuple[str, ...]


def weigh(model: Model, book: Book, view: View, draft: Draft, *, firm: bool) -> None:
    """Let the model add practices no sign named, and doubt signs that nothing else supports.

    Args:
        firm: a debt is named outright, or a collector is.
    """
    if not (draft.owed or draft.sure or draft.weak):
        return
    reading = reading_of(view, draft)
    scores = model.scores(reading.text, reading.slices, reading.marks)
    bar = _FIRM if firm else _LOOSE if draft.owed else _NOTHING
    doubted = [f for f in draft.sure if _doubted(book.practices[f.practice], scores, bar)]
    draft.sure = [finding for finding in draft.sure if finding not in doubted]
    draft.doubtful += [replace(finding, confidence=0.4) for finding in doubted]
    had = {finding.practice for finding in draft.sure}
    for label, score in scores.items():
        practice = book.practices.get(label)
        if practice is None or label in had | draft.excused or score < _POSSIBLE:
            continue
        place = model.strongest(reading.text, reading.slices, label)
        finding = _learned(practice, view, place, min(0.9, max(0.3, score)))
        least = bar.grave if practice.severity.is_danger else bar.sure
        sure = score >= least and scores[_ANY] >= bar.anything
        (draft.sure if sure else draft.doubtful).append(finding)


def _doubted(practice: Practice, scores: Mapping[PracticeId, float], bar: Bar) -> bool:
    """Whether the words around a sign speak against it."""
    if practice.id not in scores:
        return scores[_ANY] < bar.clock
    least = _FIRM.veto if practice.severity.is_danger else bar.veto
    return scores[practice.id] < least or scores[_ANY] < bar.anything


def reading_of(view: View, draft: Draft) -> Reading:
    """What the model gets to see of a message."""
    marks = {f"sure:{finding.practice}" for finding in draft.sure}
    marks |= {f"weak:{finding.practice}" for finding in draft.weak}
    marks.add(f"channel:{view.channel}")
    if view.turns.labelled:
        marks.add("labelled")
    return Reading(view.mapped.text, view.voice(), tuple(sorted(marks)))


def _learned(practice: Practice, view: View, place: Place, confidence: float) -> Finding:
    start, end = view.original(place)
    return Finding(
        practice=practice.id,
        because=practice.because,
        rule=f"{practice.id}.learned",
        confidence=round(confidence, 2),
        quote=view.passage.text[start:end],
        start=start,
        end=end,
    )
