"""Judging a passage: what the classifier sees, with the law in force on that day."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from handlers.beijing import beijing_day
from handlers.law.book import LawBook
from handlers.law.errors import NoVersionKnown
from handlers.law.provision import Provision
from handlers.practices.classifier import Catalogue, Classifier
from handlers.practices.offers import Offer
from handlers.verdicts import OfferId, Outcome, Passage, PracticeId, Severity, Verdict

_REMEMBERED = 1024
"""Sets of practices, each with a day, whose law is kept at hand."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the law it leans on.

    Attributes:
        day: the Beijing day whose law was asked.
        day_is_receipt: nobody says when it was sent, so the day of receipt was taken.
    """

    verdict: Verdict
    provisions: tuple[Provision, ...]
    day: date
    day_is_receipt: bool


class Judge:
    """The classifier and the law book behind one question: what is wrong with this message?"""

    def __init__(self, catalogue: Catalogue, book: LawBook) -> None:
        self._catalogue = catalogue
        self._classifier = Classifier(catalogue)
        self._book = book
        self._law_on = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def judge(self, passage: Passage, received_at: datetime) -> Judgement:
        """What the passage shows, and the provisions in force on the day it was sent.

        Args:
            received_at: our time of receipt; its day counts when no sent time is known.
        """
        verdict = self._classifier.judge(passage)
        return self.with_law(verdict, passage.sent.at, received_at)

    def with_law(
        self, verdict: Verdict, sent_at: datetime | None, received_at: datetime
    ) -> Judgement:
        """The verdict with its provisions filled in for the day the message was sent."""
        day = beijing_day(sent_at or received_at)
        provisions = self._law_on(verdict.practices, verdict.offer, day)
        return Judgement(
            verdict=dataclasses.replace(verdict, provisions=tuple(p.id for p in provisions)),
            provisions=provisions,
            day=day,
            day_is_receipt=sent_at is None,
        )

    def _look_up(
        self, practices: tuple[PracticeId, ...], offered: OfferId | None, day: date
    ) -> tuple[Provision, ...]:
        """What the practices cite, or the service that is offered, as it stood on that day."""
        offer = self.offer(offered)
        cited: Mapping[str, Sequence[str]] = (
            {p: self._catalogue.practices[p].provisions for p in practices}
            if offer is None
            else {offer.id: offer.provisions}
        )
        return self._book.for_practices(cited, day)

    def in_force(self, ids: Iterable[str], day: date) -> tuple[Provision, ...]:
        """Of some provisions those in force on a day, none where that lies before the book."""
        try:
            return self._book.in_force(ids, day)
        except NoVersionKnown:
            return ()

    def offer(self, wanted: OfferId | None) -> Offer | None:
        """A paid service for debtors; None for none, and for one the catalogue has no more."""
        return None if wanted is None else self._catalogue.judge.offers.kind(wanted)

    def confirmed(
        self, verdict: Verdict, *, without: Verdict, refuted: Collection[PracticeId] = ()
    ) -> Verdict:
        """The verdict after the person said that it is a collector's message.

        What was only possible counts as well; the severity follows the catalogue.

        Args:
            verdict: judged with ``Passage.confirmed``.
            without: judged without it; what it did not find is marked as told.
            refuted: practices that the same answer rules out.
        """
        seen = (*verdict.findings, *verdict.possible)
        findings = tuple(
            dataclasses.replace(finding, told=finding.practice not in without.practices)
            for finding in seen
            if finding.practice not in refuted
        )
        severities = [self._catalogue.practices[f.practice].severity for f in findings]
        if len(findings) == len(seen):
            severities.append(verdict.severity)  # with what aggravates
        gravest = max(severities, key=lambda severity: severity.rank, default=Severity.NONE)
        outcome = Outcome.FOUND if findings else Outcome.LAWFUL
        return dataclasses.replace(
            verdict, outcome=outcome, findings=findings, possible=(), severity=gravest
        )

    def ended(self, verdict: Verdict) -> Verdict:
        """The verdict after the person said that no collector sent it; a paper stays a paper."""
        return dataclasses.replace(
            verdict,
            outcome=Outcome.NOT_COLLECTION,
            severity=Severity.NONE,
            findings=(),
            possible=(),
            provisions=(),
            asks_when=False,
        )

    def name(self, practice: PracticeId) -> str:
        """The practice's Chinese name; its id where the catalogue has it no more."""
        known = self._catalogue.practices.get(practice)
        return practice if known is None else known.name
