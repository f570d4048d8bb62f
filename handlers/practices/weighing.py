"""What the model makes of a reading: which practices are there, and which are only possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from handlers.practices.model import Model, Slice
from handlers.practices.rules import Contact
from handlers.practices.scan import Place
from handlers.practices.shapes import Book, Practice
from handlers.practices.view import View
from handlers.verdicts import Channel, Finding, PracticeId

ANY = PracticeId("any")
"""The pseudo practice: some practice or other is there."""
SURE = 0.34
"""A score from which a practice is there."""
WITNESSED = 0.27
"""The same where a sign or a rule of the practice says so too."""
GRAVE = 0.05
"""How much less is enough where somebody's safety is at stake."""
ANYTHING = 0.37
"""The score of "anything at all" below which nothing is there."""
POSSIBLE = 0.2
"""A score from which it is worth a question."""
_DOUBTED = 0.4  # confidence in a sign that the words around it speak against
_LEAST, _MOST = 0.3, 0.95


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
    scores = model.scores(reading.text, reading.slices, reading.marks)
    firm = {finding.practice for finding in draft.sure + draft.ruled}
    witnesses = draft.sure + draft.weak + draft.ruled
    draft.doubtful += _unsupported(draft, scores)
    draft.sure = [f for f in draft.sure if f.practice not in scores and _shown(f, draft, scores)]
    draft.ruled = [f for f in draft.ruled if f.practice not in scores and _shown(f, draft, scores)]
    draft.weak = [f for f in draft.weak if f.practice not in scores]
    anything = view.passage.confirmed or scores[ANY] >= ANYTHING
    for label, score in scores.items():
        practice = book.practices.get(label)
        if practice is None or score < POSSIBLE:
            continue
        found = [f for f in witnesses if f.practice == label]
        found = found or [_learned(practice, view, model, reading)]
        found = [replace(finding, confidence=_confidence(score)) for finding in found]
        if anything and score >= _least(practice, witnessed=label in firm):
            draft.sure += found
        elif scores[ANY] >= POSSIBLE:
            draft.doubtful += found


def _least(practice: Practice, *, witnessed: bool) -> float:
    """The score from which a practice is there."""
    least = WITNESSED if witnessed else SURE
    return least - GRAVE if practice.severity.is_danger else least


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
    """How sure the model is, as a probability."""
    return round(min(_MOST, max(_LEAST, score)), 2)


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


def _learned(practice: Practice, view: View, model: Model, reading: Reading) -> Finding:
    """A finding that no sign and no rule named: the stretch of words that speaks most for it."""
    start: int | None = None
    end: int | None = None
    if practice.signs:  # what only a rule shows has no words of its own
        place: Place = model.strongest(reading.text, reading.slices, practice.id)
        start, end = view.original(place)
    return Finding(
        practice=practice.id,
        because=practice.because,
        rule=f"{practice.id}.learned",
        confidence=SURE,
        quote=None if start is None else view.passage.text[start:end],
        start=start,
        end=end,
    )
