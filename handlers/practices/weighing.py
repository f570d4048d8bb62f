"""What the model makes of a reading: which practices are there, and which are only possible."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handlers.practices.draft import Draft
from handlers.practices.findings import Witness
from handlers.practices.model import Heard, Model, Slice
from handlers.practices.shapes import Book, Practice, RuleKind
from handlers.practices.view import View
from handlers.verdicts import LEARNED, Channel, PracticeId

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


FIRM = Bar(sure=0.36, witnessed=0.22, anything=0.52)
"""Where a debt is named outright, or a collector is."""
TOLD = Bar(sure=0.32, witnessed=0.22, anything=0.42)
"""Where the person says that a collector wrote it: only what it shows is still open."""
LOOSE = Bar(sure=0.37, witnessed=0.35, anything=0.52)
"""Where only a word like 钱 or 账 stands: friends may be talking."""
SEEN = Bar(sure=0.46, witnessed=0.38, anything=0.62)
"""Where signs alone speak: the same words stand in many other texts."""
SILENT = Bar(sure=0.45, witnessed=0.4, anything=0.62)
"""Where a scene says that nobody collects: the person's own words, news, an advertisement."""
BARE = Bar(sure=0.43, witnessed=0.43, anything=0.66)
"""Where nothing points to a debt: most texts of this world."""
_DOUBTED = 0.4  # confidence in a sign that the words around it speak against
_SLOPE, _SHIFT = 7.5, -2.75  # fitted on the exam; docs/judging.md has the table


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
    heard = Heard.of(view.mapped.text, view.voice())
    scores = model.scores(heard, _marks(view, draft))
    bar = bar_of(view, draft)
    firm = {one.practice for one in draft.sure + draft.ruled}
    ruled = draft.ruled
    said = _Said(view, model, heard, draft.sure + draft.weak + draft.ruled)
    draft.doubtful += _unsupported(draft, scores)
    draft.sure = [one for one in draft.sure if _left(one, draft, scores)]
    draft.ruled = [one for one in draft.ruled if _left(one, draft, scores)]
    draft.weak = [one for one in draft.weak if one.practice not in scores]
    anything = view.passage.confirmed or scores[ANY] >= bar.anything
    likely = _likely(book, scores)
    unsure: list[tuple[Practice, float]] = []
    for practice, score in likely:
        if practice.id not in said.witnesses and _needs_witness(practice):
            continue
        shown = anything or (bar is FIRM and practice.id in firm and _by_the_hour(practice))
        if shown and score >= least(practice, bar, witnessed=practice.id in firm):
            draft.sure += said.by(practice, score)
        elif scores[ANY] >= POSSIBLE and not draft.silent:
            unsure.append((practice, score))
    pressed = any(one.practice != other.practice for one in draft.sure for other in ruled)
    if view.passage.confirmed or pressed:  # a collector's message: what a rule says of it holds
        had = {one.practice for one in draft.sure}
        draft.sure += [one for one in ruled if one.practice not in had]
    named = bar in {FIRM, TOLD} or any(book.practices[one.practice].signs for one in draft.sure)
    if not named:
        draft.sure = []  # a missing name alone means nothing where nobody speaks of a debt
    if not draft.sure:
        draft.doubtful += [one for practice, score in unsure for one in said.by(practice, score)]


class _Said:
    """Where the words for a practice stand: where its signs and rules point, else by the model."""

    __slots__ = ("_heard", "_model", "_view", "witnesses")

    def __init__(
        self, view: View, model: Model, heard: Heard, witnesses: Iterable[Witness]
    ) -> None:
        self._view = view
        self._model = model
        self._heard = heard
        self.witnesses: dict[PracticeId, list[Witness]] = {}
        for one in witnesses:
            self.witnesses.setdefault(one.practice, []).append(one)

    def by(self, practice: Practice, score: float) -> list[Witness]:
        found = self.witnesses.get(practice.id) or [
            _learned(practice, self._view, self._model, self._heard)
        ]
        confidence = _confidence(score)
        return [one.believed(confidence) for one in found]


def bar_of(view: View, draft: Draft) -> Bar:
    """The bar for a message, before anything is decided about it."""
    if view.passage.confirmed:
        return TOLD
    if draft.silent:
        return SILENT
    if "firm" in draft.marks:
        return FIRM
    if draft.owed:
        return LOOSE
    return SEEN if draft.sure or draft.weak else BARE


def _likely(book: Book, scores: Mapping[PracticeId, float]) -> list[tuple[Practice, float]]:
    """The practices whose score is worth a thought."""
    return [
        (book.practices[label], score)
        for label, score in scores.items()
        if score >= POSSIBLE and label in book.practices
    ]


def _needs_witness(practice: Practice) -> bool:
    """What only rules can show needs one that does, and the hour is nothing to guess."""
    return not practice.signs or _by_the_hour(practice)


def _by_the_hour(practice: Practice) -> bool:
    """Whether a clock shows it, however polite the words are."""
    return any(rule.kind is RuleKind.NIGHT for rule in practice.rules)


def least(practice: Practice, bar: Bar, *, witnessed: bool) -> float:
    """The score from which a practice is there."""
    score = bar.witnessed if witnessed else bar.sure
    return score - GRAVE if practice.severity.is_danger else score


def _left(one: Witness, draft: Draft, scores: Mapping[PracticeId, float]) -> bool:
    """Whether a practice is left to its signs and rules, and something is shown here."""
    if one.practice in scores or draft.silent or one.practice in draft.excused:
        return False
    return scores[ANY] >= POSSIBLE


def _unsupported(draft: Draft, scores: Mapping[PracticeId, float]) -> list[Witness]:
    """Sure signs of practices whose score is too low even to be possible."""
    if draft.silent or scores[ANY] < POSSIBLE:
        return []
    return [
        one.believed(_DOUBTED) for one in draft.sure if scores.get(one.practice, 1.0) < POSSIBLE
    ]


def _confidence(score: float) -> float:
    """The share of findings with such a score that are right (logistic, Platt 1999)."""
    return round(1 / (1 + math.exp(-(_SLOPE * score + _SHIFT))), 2)


def reading_of(view: View, draft: Draft) -> Reading:
    """What the model gets to see of a message."""
    return Reading(view.mapped.text, view.voice(), tuple(sorted(_marks(view, draft))))


def _marks(view: View, draft: Draft) -> set[str]:
    """What signs, rules, scenes and the form say about it."""
    marks = {f"sure:{practice}" for practice in {one.practice for one in draft.sure}}
    marks.update([f"weak:{practice}" for practice in {one.practice for one in draft.weak}])
    marks.update([f"rule:{one.rule}" for one in draft.ruled])
    marks.update(draft.marks, _form(view, draft))
    return marks


def _form(view: View, draft: Draft) -> Iterator[str]:
    channel = Channel.WECHAT if view.channel is Channel.CHAT else view.channel
    yield f"channel:{channel}"
    if view.turns.labelled:
        yield "labelled"
    if view.bubbles:
        yield "bubbles"
    yield "owed" if draft.owed else "bare"


def _learned(practice: Practice, view: View, model: Model, heard: Heard) -> Witness:
    """What no sign and no rule named: the stretch of words that speaks most for it."""
    place: tuple[int, ...] = ()
    if practice.signs:  # what only a rule shows has no words of its own
        place = view.original(model.strongest(heard, practice.id))
    return Witness(practice.id, practice.because, f"{practice.id}.{LEARNED}", 0.5, *place)
