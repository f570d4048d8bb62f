"""From what was believed of a message to its verdict: what is told, how grave, what to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handlers.practices.draft import Draft
from handlers.practices.findings import Witness, ordered
from handlers.practices.rules import clock
from handlers.practices.shapes import Book, RuleKind
from handlers.practices.view import Panel, View
from handlers.verdicts import Outcome, Paper, PracticeId, Severity, Verdict


class Outcomes:
    """Makes verdicts with one book and one set of weights."""

    def __init__(self, book: Book, model: str | None, panel: Panel) -> None:
        """Look up what every verdict asks.

        Args:
            model: hash of the weights, None without any.
        """
        self._book = book
        self._papers = panel.mask(sign.say for sign in book.papers)
        self._model = model
        self._nightly = [
            (practice.id, rule.unless)
            for practice in book.practices.values()
            for rule in practice.rules
            if rule.kind is RuleKind.NIGHT
        ]
        self.nothing = Verdict(Outcome.NOT_COLLECTION, Severity.NONE, book.hash, model=model)

    def verdict(self, view: View, draft: Draft) -> Verdict:
        """The verdict on a message of which everything is decided."""
        text = view.passage.text
        shown = draft.sure + draft.ruled
        found = {one.practice for one in shown}
        told = ordered(self._book, self._standing(shown, draft.weak, found), text)
        outcome = Outcome.NOT_COLLECTION
        possible: list[Witness] = []
        if told:
            outcome = Outcome.FOUND
        elif draft.weak or draft.doubtful:
            outcome = Outcome.UNSURE
            possible = draft.weak + draft.doubtful
        elif draft.presses:
            outcome = Outcome.LAWFUL
        return Verdict(
            outcome=outcome,
            severity=self._severity({finding.practice for finding in told}, view),
            catalogue=self._book.hash,
            findings=told,
            model=self._model,
            possible=ordered(self._book, possible, text),
            paper=self._paper(view),
            asks_when=self._asks_when(view, outcome, found),
        )

    def _standing(
        self, shown: Iterable[Witness], weak: list[Witness], found: Collection[PracticeId]
    ) -> list[Witness]:
        """What yields to nothing that was found; weak signs count beside a sure one."""
        practices = self._book.practices
        sure = [one for one in shown if practices[one.practice].yields_to.isdisjoint(found)]
        return sure + weak if sure else sure

    def _severity(self, told: Iterable[PracticeId], view: View) -> Severity:
        """The gravest of what is told, with what aggravates it."""
        gravest = Severity.NONE
        for practice in map(self._book.practices.__getitem__, told):
            graver = [one.severity for one in practice.aggravations if view.said(one.say)]
            gravest = max([gravest, practice.severity, *graver], key=lambda one: one.rank)
        return gravest

    def _paper(self, view: View) -> Paper | None:
        if view.turns.labelled or not view.sight.patterns & self._papers:
            return None
        for sign in self._book.papers:
            if view.said(sign.say):
                return sign.paper
        return None

    def _asks_when(self, view: View, outcome: Outcome, found: Collection[PracticeId]) -> bool:
        """Whether a sent time would decide: a collection contact that nothing dates."""
        if outcome is Outcome.NOT_COLLECTION or clock(view) is not None or view.printed:
            return False
        timed = [practice for practice, unless in self._nightly if not view.seen(unless)]
        return bool(timed) and not any(one in found for one in timed)
