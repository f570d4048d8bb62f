"""What the person answered to our question: kept as notes at the evidence, used in judging.

A later answer to the same thing replaces an earlier one; all of them stay in the chain.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from handlers import bodies, subjects
from handlers.beijing import BEIJING, beijing_day
from handlers.desk import Desk
from handlers.judging import Judgement
from handlers.questions import COLLECTED, STRETCHES, Answer, Question
from handlers.verdicts import Passage, PracticeId, Sent, SentSource
from storage.records import Entry
from storage.store import Change, View

ANSWER: Final = "answer"
HOURS: Final[Mapping[Answer, time]] = {Answer.DAY: time(12), Answer.NIGHT: time(23, 30)}
"""A clock time inside the stretch the person named; only the stretch is ever told back."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said last about one piece of evidence.

    Attributes:
        sender: whether a collector sent it, and about whose debt.
        stretch: the part of the day in which it came.
    """

    sender: Answer | None = None
    stretch: Answer | None = None

    def has(self, answer: Answer) -> bool:
        """Whether this is what he said last about that."""
        return answer in {self.sender, self.stretch}

    def but(self, answer: Answer) -> Answers:
        """The same with one more answer."""
        if answer in STRETCHES:
            return dataclasses.replace(self, stretch=answer)
        return dataclasses.replace(self, sender=answer)


async def given(view: View, entry: Entry) -> Answers:
    """Everything answered about an entry so far."""
    answers = Answers()
    for _, body in await subjects.noted(view, entry, ANSWER):
        answers = answers.but(Answer(bodies.unpack(body)["says"]))
    return answers


async def note(change: Change, entry: Entry, answer: Answer, now: datetime) -> None:
    """Keep one answer beside the evidence, under its key."""
    body = bodies.pack({"says": answer.value})
    await change.note(entry.ledger, entry.seq, ANSWER, body, now)


def judged(desk: Desk, words: Passage, received_at: datetime, answers: Answers) -> Judgement:
    """The verdict on the words, with what the person knows about them.

    A stretch of the day dates nothing: the law stays that of the day it was sent, or received.
    """
    passage = dataclasses.replace(words, sent=_stated(received_at, answers.stretch) or words.sent)
    verdict = desk.judge.judge(passage, received_at).verdict
    if answers.sender in COLLECTED:
        collected = dataclasses.replace(passage, confirmed=True)
        told = desk.judge.judge(collected, received_at).verdict
        verdict = desk.judge.confirmed(told, without=verdict, refuted=_refuted(desk, answers))
    if answers.sender is Answer.NO:
        verdict = desk.judge.ended(verdict)
    return desk.judge.with_law(verdict, words.sent.at, received_at)


def _stated(received_at: datetime, stretch: Answer | None) -> Sent | None:
    if stretch is None:
        return None
    at = datetime.combine(beijing_day(received_at), HOURS[stretch], BEIJING)
    return Sent(at, SentSource.STATED)


def _refuted(desk: Desk, answers: Answers) -> frozenset[PracticeId]:
    """Practices that cannot be, because it is his own debt."""
    if answers.sender is not Answer.MINE:
        return frozenset()
    return frozenset(
        practice for practice, words in desk.texts.practices.items() if words.asks is Question.WHOSE
    )
