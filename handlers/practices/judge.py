"""From a message to a verdict: signs, the model, rules, the outcome. Pure and deterministic."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from handlers.language.evasion import Unmasker
from handlers.language.normal import Mapped, Normaliser
from handlers.practices.draft import Draft
from handlers.practices.findings import Witness
from handlers.practices.model import Model
from handlers.practices.offers import Offer, Offers
from handlers.practices.outcome import Outcomes
from handlers.practices.ready import Ready, lists
from handlers.practices.rules import apply
from handlers.practices.scenes import Scenes
from handlers.practices.shapes import Book, Practice
from handlers.practices.signs import Signs
from handlers.practices.speakers import Role, listen
from handlers.practices.view import Panel, View
from handlers.practices.weighing import Reading, reading_of, weigh
from handlers.verdicts import Passage, PracticeId, Verdict


class Judge:
    """Reads messages with one book. Holds nothing that changes."""

    def __init__(self, book: Book, model: Model | None = None, ready: Ready | None = None) -> None:
        """Connect everything.

        Args:
            ready: the work already done on this book; done here when it is not at hand.
        """
        ready = ready or Ready.of(book)
        self._ready = ready
        self._book = book
        self._model = model
        self._panel = Panel(lists(book), ready.index)
        self._signs = Signs(book.practices, book.lexicon.negation, self._panel)
        self._scenes = Scenes(book.scenes, self._panel)
        self._rules = [(p, rule) for p in book.practices.values() for rule in p.rules]
        self._outcomes = Outcomes(book, model.hash if model else None, self._panel)
        self._normalise = Normaliser()
        self._unmask = Unmasker(book.lexicon.disguises, ready.pairs)

    def judge(self, passage: Passage) -> Verdict:
        """The verdict on one message; provisions are left to those who know the law."""
        plain = self._normalise(passage.text)
        offer = self._book.offers.heard(plain.text)
        if offer is not None:
            return self._offered(offer)
        view, draft = self.drafted(passage, plain)
        if not view.candidates and not view.turns.labelled and not passage.confirmed:
            return self._outcomes.nothing  # not one word of the book was seen
        if self._model is not None:
            weigh(self._model, self._book, view, draft)
        else:
            self._decide_by_signs(view, draft)
        draft.presses = _presses(view, draft)
        return self._outcomes.verdict(view, draft)

    @property
    def parts(self) -> tuple[Book, Model | None, Ready]:
        """What another one like it can be made of."""
        return self._book, self._model, self._ready

    @property
    def model(self) -> Model | None:
        """The weights it decides by, None without any."""
        return self._model

    @property
    def practices(self) -> Mapping[PracticeId, Practice]:
        """The catalogue's practices, by id."""
        return self._book.practices

    @property
    def vocabulary(self) -> Sequence[str]:
        """Every word that a sign, a scene or a rule looks for."""
        return self._panel.scanner.words

    @property
    def offers(self) -> Offers:
        """The services for debtors that it recognises."""
        return self._book.offers

    def _offered(self, offer: Offer) -> Verdict:
        """Somebody sells a service here: nobody collects, whatever he quotes."""
        return dataclasses.replace(self._outcomes.nothing, offer=offer.id)

    def reading(self, passage: Passage) -> Reading:
        """What the model gets to see of a message."""
        return reading_of(*self.drafted(passage))

    def drafted(self, passage: Passage, plain: Mapped | None = None) -> tuple[View, Draft]:
        """The better of the two readings of a message, with what signs, scenes and rules show.

        Args:
            plain: the normal form, where it is at hand.
        """
        plain = plain or self._normalise(passage.text)
        turns = listen(passage.text, self._book.lexicon.labels)
        view = View.of(passage, plain, turns, self._panel)
        meant = self._unmask(plain)
        draft = self._read(view)
        if meant is not plain:
            behind = View.of(passage, meant, turns, self._panel)
            second = self._read(behind)
            if _presses(behind, second):
                view, draft = behind, draft.joined(second)
        if view.candidates:
            draft.ruled = self._ruled(view, presses=True)
        return view, draft

    def _decide_by_signs(self, view: View, draft: Draft) -> None:
        """Without a model: nothing where nobody collects, every sign elsewhere."""
        if draft.silent:
            draft.sure, draft.weak, draft.ruled = [], [], []
            return
        draft.sure = [one for one in draft.sure if one.practice not in draft.excused]
        draft.weak = [one for one in draft.weak if one.practice not in draft.excused]
        ruled = self._ruled(view, presses=_presses(view, draft))
        draft.ruled = [one for one in ruled if one.practice not in draft.excused]

    def _read(self, view: View) -> Draft:
        draft = Draft(owed=_about_debt(view, self._book))
        if not view.candidates and not view.turns.labelled:
            return draft
        self._scenes.stage(view, draft)
        if draft.owed and view.said(self._book.lexicon.demand):
            draft.marks.add("demanded")
        if self._firmly(view):
            draft.marks.add("firm")
        self._signs.read(view, draft)
        return draft

    def _firmly(self, view: View) -> bool:
        """Whether a debt is named outright, or a collector is."""
        return Role.COLLECTOR in view.turns.roles or view.seen(self._book.lexicon.firm)

    def _ruled(self, view: View, *, presses: bool) -> list[Witness]:
        """What the rules show of a message that presses for payment, or of one that does not."""
        found = []
        for practice, rule in self._rules:
            ruling = apply(rule, view, self._book.lexicon, presses=presses)
            if ruling is not None:
                place = ruling.place or ()
                found.append(Witness(practice.id, rule.because, rule.id, rule.confidence, *place))
        return found


def _about_debt(view: View, book: Book) -> bool:
    """Whether a debt is spoken of, or a collector is named as speaking."""
    return Role.COLLECTOR in view.turns.roles or view.seen(book.lexicon.debt)


def _presses(view: View, draft: Draft) -> bool:
    """Whether somebody presses for payment here, as far as signs and words can say."""
    asked = "demanded" in draft.marks and "firm" in draft.marks and not draft.silent
    return bool(draft.sure) or asked or view.passage.confirmed
