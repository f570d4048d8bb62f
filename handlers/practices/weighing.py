"""What the model makes of a reading: which practices are there, and which are only possible."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handlers.practices.model import Heard, Model, Slice
from handlers.practices.rules import Contact
from handlers.practices.scan import Place
from handlers.practices.shapes import Book, Practice, RuleKind
from handlers.practices.view import View
from handlers.verdicts import Channel, Finding, PracticeId

ANY = PracticeId("any")
"""The pseudo practice: some practice or other is there."""
POSSIBLE = 0.22
"""A score from which a practice is worth a question."""
GRAVE = 0.07
"""How much less is enough where somebody's safety is at stake."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Scores from which the model is believed.

    Attributes:
        sure: a practice is there.
        witnessed: the same where a sign or a rule of the practice says so too.
        anything: the score of "anything at all" below which nothing is there.
    """

    sure: float
    witnessed: float
    anything: float


FIRM = Bar(sure=0.34, witnessed=0.22, anything=0.42)
"""Where a debt is named outright, or a collector is."""
LOOSE = Bar(sure=0.4, witnessed=0.32, anything=0.52)
"""Where only a word like 钱 or 账 stands: friends may be talking."""
SEEN = Bar(sure=0.46, witnessed=0.42, anything=0.62)
"""Where signs alone speak: the same words stand in many other texts."""
SILENT = Bar(sure=0.45, witnessed=0.4, anything=0.65)
"""Where a scene says that nobody collects: the person's own words, news, an advertisement."""
BARE = Bar(sure=0.55, witnessed=0.55, anything=0.7)
"""Where nothing points to a debt: most texts of this world."""
_DOUBTED = 0.4  # confidence in a sign that the words around it speak against
_SLOPE, _SHIFT = 7.5, -2.75  # fitted on the exam; docs/judging.md has the table


@dataclass(slots=True)
class Draft:
    """What one reading of a message shows, before it becomes a verdict.

    Attributes:
        silent: a scene in which nobody collects.
        owed: a debt is spoken of, or a collector is named as speaking.
        excused: practices that do not exist in the scene.
        marks: what the scenes, the rules and the form say about it, for the model.
    """

    silent: bool = False
    owed: bool = False
    excused: frozenset[PracticeId] = frozenset()
    contact: Contact = field(default_factory=lambda: Contact(collects=False, presses=False))
    sure: list[Finding] = field(default_factory=list)
    ruled: list[Finding] = field(default_factory=list)
    weak: list[Finding] = field(default_factory=list)
    doubtful: list[Finding] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model gets to see of a message: the collector's words, and what the signs said."""

    text: str
    slices: tuple[Slice, ...]
    marks: tuple[str, ...]


def weigh(model: Model, book: Book, view: View, draft: Draft) -> None:
    """Let the model decide about every practice it knows, signs and rules being its witnesses.

    A practice it does not know (a new one) is left to its signs and rules, where the model does
    not say that nothing at all is shown here.
    """
    reading = reading_of(view, draft)
    heard = Heard.of(reading.text, reading.slices)
    scores = model.scores(heard, reading.marks)
    bar = bar_of(view, draft)
    firm = {finding.practice for finding in draft.sure + draft.ruled}
    ruled = tuple(draft.ruled)
    witnesses = draft.sure + draft.weak + draft.ruled
    draft.doubtful += _unsupported(draft, scores)
    draft.sure = [f for f in draft.sure if f.practice not in scores and _shown(f, draft, scores)]
    draft.ruled = [f for f in draft.ruled if f.practice not in scores and _shown(f, draft, scores)]
    draft.weak = [f for f in draft.weak if f.practice not in scores]
    anything = view.passage.confirmed or scores[ANY] >= bar.anything
    said = _Said(view, model, heard, witnesses)
    unsure: list[tuple[Practice, float]] = []
    for label, score in scores.items():
        practice = book.practices.get(label) if score >= POSSIBLE else None
        if practice is None:
            continue
        if _needs_witness(practice) and not any(f.practice == label for f in witnesses):
            continue
        if anything and score >= least(practice, bar, witnessed=label in firm):
            draft.sure += said.findings(practice, score)
        elif scores[ANY] >= POSSIBLE and not draft.silent:
            unsure.append((practice, score))
    pressed = any(f.practice != other.practice for f in draft.sure for other in ruled)
    if view.passage.confirmed or pressed:  # a collector's message: what a rule says of it holds
        had = {finding.practice for finding in draft.sure}
        draft.sure += [f for f in ruled if f.practice not in had]
    if bar is not FIRM and not any(book.practices[f.practice].signs for f in draft.sure):
        draft.sure = []  # a missing name alone means nothing where nobody speaks of a debt
    if not draft.sure:
        draft.doubtful += [f for practice, score in unsure for f in said.findings(practice, score)]


@dataclass(frozen=True, slots=True)
class _Said:
    """Where the words for a practice stand: where its signs and rules point, else by the model."""

    view: View
    model: Model
    heard: Heard
    witnesses: Sequence[Finding]

    def findings(self, practice: Practice, score: float) -> list[Finding]:
        found = [f for f in self.witnesses if f.practice == practice.id]
        found = found or [_learned(practice, self.view, self.model, self.heard)]
        return [replace(finding, confidence=_confidence(score)) for finding in found]


def bar_of(view: View, draft: Draft) -> Bar:
    """The bar for a message, before anything is decided about it."""
    if view.passage.confirmed:
        return FIRM
    if draft.silent:
        return SILENT
    if "firm" in draft.marks:
        return FIRM
    if draft.owed:
        return LOOSE
    return SEEN if draft.sure or draft.weak else BARE


def _needs_witness(practice: Practice) -> bool:
    """What only rules can show needs one that does, and the hour is nothing to guess."""
    return not practice.signs or any(rule.kind is RuleKind.NIGHT for rule in practice.rules)


def least(practice: Practice, bar: Bar, *, witnessed: bool) -> float:
    """The score from which a practice is there."""
    score = bar.witnessed if witnessed else bar.sure
    return score - GRAVE if practice.severity.is_danger else score


def _shown(finding: Finding, draft: Draft, scores: Mapping[PracticeId, float]) -> bool:
    if draft.silent or finding.practice in draft.excused:
        return False
    return scores[ANY] >= POSSIBLE


def _unsupported(draft: Draft, scores: Mapping[PracticeId, float]) -> list[Finding]:
    """Sure signs of practices whose score is too low even to be possible."""
    return [
        replace(finding, confidence=_DOUBTED)
        for finding in draft.sure
        if scores.get(finding.practice, 1.0) < POSSIBLE <= scores[ANY] and not draft.silent
    ]


def _confidence(score: float) -> float:
    """The share of findings with such a score that are right (logistic, Platt 1999)."""
    return round(1 / (1 + math.exp(-(_SLOPE * score + _SHIFT))), 2)


def reading_of(view: View, draft: Draft) -> Reading:
    """What the model gets to see of a message."""
    marks = {f"sure:{finding.practice}" for finding in draft.sure}
    marks |= {f"weak:{finding.practice}" for finding in draft.weak}
    marks |= {f"rule:{finding.rule}" for finding in draft.ruled}
    marks |= draft.marks | set(_form(view, draft))
    return Reading(view.mapped.text, view.voice(), tuple(sorted(marks)))


def _form(view: View, draft: Draft) -> Iterator[str]:
    channel = Channel.WECHAT if view.channel is Channel.CHAT else view.channel
    yield f"channel:{channel}"
    if view.turns.labelled:
        yield "labelled"
    if view.bubbles:
        yield "bubbles"
    yield "owed" if draft.owed else "bare"


def _learned(practice: Practice, view: View, model: Model, heard: Heard) -> Finding:
    """A finding that no sign and no rule named: the stretch of words that speaks most for it."""
    start: int | None = None
    end: int | None = None
    if practice.signs:  # what only a rule shows has no words of its own
        place: Place = model.strongest(heard, practice.id)
        start, end = view.original(place)
    return Finding(
        practice=practice.id,
        because=practice.because,
        rule=f"{practice.id}.learned",
        confidence=0.5,
        quote=None if start is None else view.passage.text[start:end],
        start=start,
        end=end,
    )
