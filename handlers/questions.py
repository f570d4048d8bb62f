"""The one question a verdict leaves open, and the answers a person can press.

Which question it is follows from what is possible; an unsure verdict asks exactly one, and a
later one only when its answer has made another thing worth knowing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from handlers.verdicts import Outcome, PracticeId, SentSource, Verdict


class Question(StrEnum):
    """What only the person can know; a key of the sentences that ask it."""

    SENDER = "sender"
    WHOSE = "whose"
    WHEN = "when"


class Answer(StrEnum):
    """What the person can say; a key of the labels of the buttons."""

    YES = "yes"
    NO = "no"
    MINE = "mine"
    OTHERS = "others"
    DAY = "day"
    NIGHT = "night"


ANSWERS: Final[Mapping[Question, tuple[Answer, ...]]] = {
    Question.SENDER: (Answer.YES, Answer.NO),
    Question.WHOSE: (Answer.MINE, Answer.OTHERS, Answer.NO),
    Question.WHEN: (Answer.DAY, Answer.NIGHT),
}
STRETCHES: Final = frozenset(ANSWERS[Question.WHEN])
"""Answers about the hour; every other one says whether a collector sent it."""
COLLECTED: Final = frozenset({Answer.YES, Answer.MINE, Answer.OTHERS})
"""Answers that say that a collector sent it."""


def question(
    verdict: Verdict, source: SentSource, asks: Callable[[PracticeId], Question | None]
) -> Question | None:
    """The question to ask under a verdict, None when nothing is left to ask.

    Args:
        source: who says when the message was sent.
        asks: what would decide about a practice that is only possible; None for most.
    """
    if verdict.outcome is Outcome.UNSURE:
        wanted = {asks(finding.practice) for finding in verdict.possible}
        return Question.WHOSE if Question.WHOSE in wanted else Question.SENDER
    if verdict.outcome is Outcome.NOT_COLLECTION:
        return None if verdict.offer is not None else Question.SENDER
    genuine = verdict.paper is not None and not verdict.findings
    if verdict.asks_when and not genuine and source is SentSource.UNKNOWN:
        return Question.WHEN
    return None
