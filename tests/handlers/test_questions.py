"""Which one question a verdict leaves open."""

from __future__ import annotations

import pytest

from handlers.questions import ANSWERS, STRETCHES, Answer, Question, question
from handlers.verdicts import OfferId, Outcome, Paper, PracticeId, SentSource, Severity, Verdict
from tests.texts.samples import finding

UNKNOWN = SentSource.UNKNOWN


def asks(practice: PracticeId) -> Question | None:
    return Question.WHOSE if practice == "wrong_person" else None


def verdict(
    outcome: Outcome,
    *possible: str,
    asks_when: bool = False,
    paper: Paper | None = None,
    offer: str | None = None,
) -> Verdict:
    found = outcome is Outcome.FOUND
    return Verdict(
        outcome,
        Severity.LOW if found else Severity.NONE,
        "c",
        findings=(finding("insult"),) if found else (),
        possible=tuple(finding(practice) for practice in possible),
        asks_when=asks_when,
        paper=paper,
        offer=OfferId(offer) if offer else None,
    )


@pytest.mark.parametrize(
    ("judged", "source", "asked"),
    [
        (verdict(Outcome.UNSURE, "insult"), UNKNOWN, Question.SENDER),
        (verdict(Outcome.UNSURE, "insult", "wrong_person"), UNKNOWN, Question.WHOSE),
        (verdict(Outcome.UNSURE, "insult", asks_when=True), UNKNOWN, Question.SENDER),
        (verdict(Outcome.NOT_COLLECTION), UNKNOWN, Question.SENDER),
        (verdict(Outcome.NOT_COLLECTION, offer="x"), UNKNOWN, None),
        (verdict(Outcome.LAWFUL), UNKNOWN, None),
        (verdict(Outcome.LAWFUL, asks_when=True), UNKNOWN, Question.WHEN),
        (verdict(Outcome.LAWFUL, asks_when=True, paper=Paper.COURT), UNKNOWN, None),
        (verdict(Outcome.FOUND, asks_when=True), UNKNOWN, Question.WHEN),
        (verdict(Outcome.FOUND, asks_when=True), SentSource.STATED, None),
    ],
)
def test_the_question_follows_from_what_is_possible(
    judged: Verdict, source: SentSource, asked: Question | None
) -> None:
    assert question(judged, source, asks) is asked


def test_every_answer_belongs_to_a_question() -> None:
    assert {answer for answers in ANSWERS.values() for answer in answers} == set(Answer)
    assert set(ANSWERS) == set(Question)
    assert {Answer.DAY, Answer.NIGHT} == STRETCHES
