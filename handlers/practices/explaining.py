"""How a verdict came about: which layer read what, which signs fired, what the model added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handlers.practices.judge import Judge
from handlers.practices.model import Heard
from handlers.practices.weighing import bar_of, least, reading_of
from handlers.verdicts import Finding, Passage, PracticeId

_WORDS = 8
_WORTH_SHOWING = 0.1


@dataclass(frozen=True, slots=True)
class Score:
    """What the model says about one practice.

    Attributes:
        score: 1 is plainly yes.
        least: from where it would be believed here, None for the pseudo practice "any".
        words: runs of characters and marks that speak most for it, each with its share.
    """

    score: float
    least: float | None
    words: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything a verdict was made of; the same passage always gives the same one.

    Attributes:
        read: the normal form that was judged, behind disguises if there were any.
        turns: who speaks, and from where to where in the untouched text.
        marks: what scenes, signs, rules and the form say about it.
        signs: every sign that fired, sure or not, by its id, with the words.
        rules: every rule that would apply to a collection message.
        scores: what the model says, the highest first; empty without a model.
    """

    read: str
    turns: tuple[tuple[str, int, int], ...]
    marks: tuple[str, ...]
    signs: tuple[Finding, ...]
    rules: tuple[Finding, ...]
    scores: Mapping[PracticeId, Score]


def explain(judge: Judge, passage: Passage) -> Explanation:
    """Why the judge says about a passage what it says."""
    view, draft = judge.drafted(passage)
    return Explanation(
        read=view.mapped.text,
        turns=tuple((turn.role.value, turn.start, turn.end) for turn in view.turns.all),
        marks=reading_of(view, draft).marks,
        signs=tuple(one.told(passage.text) for one in (*draft.sure, *draft.weak)),
        rules=tuple(one.told(passage.text) for one in draft.ruled),
        scores=dict(_scores(judge, passage)),
    )


def _scores(judge: Judge, passage: Passage) -> Iterator[tuple[PracticeId, Score]]:
    if judge.model is None:
        return
    view, draft = judge.drafted(passage)
    reading = reading_of(view, draft)
    heard = Heard.of(reading.text, reading.slices)
    scores = judge.model.scores(heard, reading.marks)
    bar = bar_of(view, draft)
    firm = {finding.practice for finding in (*draft.sure, *draft.ruled)}
    for label, score in sorted(scores.items(), key=lambda pair: -pair[1]):
        practice = judge.practices.get(label)
        if score < _WORTH_SHOWING:
            continue
        bound = None if practice is None else least(practice, bar, witnessed=label in firm)
        words = judge.model.loudest(heard, reading.marks, label, _WORDS)
        yield label, Score(round(score, 3), bound, words)


def described(explanation: Explanation) -> Mapping[str, object]:
    """An explanation as plain tables, for the command line."""
    return {
        "read": explanation.read,
        "turns": [list(turn) for turn in explanation.turns],
        "marks": list(explanation.marks),
        "signs": [_fired(finding) for finding in explanation.signs],
        "rules": [_fired(finding) for finding in explanation.rules],
        "scores": {
            label: {"score": score.score, "least": score.least, "words": dict(score.words)}
            for label, score in explanation.scores.items()
        },
    }


def _fired(finding: Finding) -> Mapping[str, object]:
    return {"rule": finding.rule, "quote": finding.quote, "start": finding.start}
