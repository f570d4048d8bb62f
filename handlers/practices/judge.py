"""From a message to a verdict: signs, the model, rules, the outcome. Pure and deterministic."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from handlers.language.evasion import Unmasker
from handlers.language.normal import Mapped, Normaliser
from handlers.practices.findings import finding_of, ordered, ruled_by
from handlers.practices.model import Model
from handlers.practices.offers import Offer, Offers
from handlers.practices.pattern import Pattern
from handlers.practices.ready import Ready, lists
from handlers.practices.rules import Contact, apply, clock
from handlers.practices.scan import Place, bits
from handlers.practices.shapes import (
    Book,
    Effect,
    Practice,
    RuleKind,
    Scene,
    Sign,
)
from handlers.practices.speakers import Role, listen
from handlers.practices.view import SPEAKING, Panel, View
from handlers.practices.weighing import Draft, Reading, reading_of, weigh
from handlers.verdicts import (
    Channel,
    Finding,
    Outcome,
    Paper,
    Passage,
    PracticeId,
    Severity,
    Verdict,
)

_FROM_STRANGERS = frozenset({Channel.SMS, Channel.LETTER, Channel.OCR})
_MOST_PLACES = 12
_LONGEST_SPAN = 120
_FEWEST, _MOST_POINTS = -3, 6
_PRESUMED = Contact(collects=True, presses=True)


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
        self._signs = [(p, sign) for p in book.practices.values() for sign in p.signs]
        self._signs_of = self._users(sign.say for _, sign in self._signs)
        self._cues_of = self._users(cue.say for scene in book.scenes for cue in scene.cues)
        self._stages = _stages(book.scenes)
        self._normalise = Normaliser()
        self._unmask = Unmasker(book.lexicon.disguises, ready.pairs)
        self._nothing = Verdict(
            Outcome.NOT_COLLECTION,
            Severity.NONE,
            book.hash,
            model=model.hash if model is not None else None,
        )

    def _users(self, lists: Iterable[Sequence[Pattern]]) -> Mapping[int, int]:
        """Per pattern the lists it stands in, a bit for each."""
        users: dict[int, int] = {}
        for at, patterns in enumerate(lists):
            for number in self._panel.group(patterns).numbers:
                users[number] = users.get(number, 0) | 1 << at
        return users

    def judge(self, passage: Passage) -> Verdict:
        """The verdict on one message; provisions are left to those who know the law."""
        plain = self._normalise(passage.text)
        offer = self._book.offers.heard(plain.text)
        if offer is not None:
            return self._offered(offer)
        view, draft = self.drafted(passage, plain)
        if not view.candidates and not view.turns.labelled and not passage.confirmed:
            return self._nothing  # not one word of the book was seen
        if self._model is not None:
            weigh(self._model, self._book, view, draft)
        else:
            self._decide_by_signs(view, draft)
        draft.contact = self._contact(view, draft)
        return self._verdict(view, draft)

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
        return dataclasses.replace(self._nothing, offer=offer.id)

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
            if self._contact(behind, second).collects:
                view, draft = behind, _merge(draft, second)
        if view.candidates:
            draft.ruled = self._ruled(view, _PRESUMED)
        return view, draft

    def _decide_by_signs(self, view: View, draft: Draft) -> None:
        """Without a model: nothing where nobody collects, every sign elsewhere."""
        if draft.silent:
            draft.sure, draft.weak, draft.ruled = [], [], []
            return
        draft.sure = [f for f in draft.sure if f.practice not in draft.excused]
        draft.weak = [f for f in draft.weak if f.practice not in draft.excused]
        ruled = self._ruled(view, self._contact(view, draft))
        draft.ruled = [f for f in ruled if f.practice not in draft.excused]

    def _read(self, view: View) -> Draft:
        draft = Draft(owed=_about_debt(view, self._book))
        if not view.candidates and not view.turns.labelled:
            return draft
        self._stage(view, draft)
        if draft.owed and view.said(self._book.lexicon.demand):
            draft.marks.add("demanded")
        if self._firmly(view):
            draft.marks.add("firm")
        for practice, sign in self._worth_trying(view):
            if _fits(sign, view):
                self._sign(practice, sign, view, draft)
        return draft

    def _stage(self, view: View, draft: Draft) -> None:
        """Which scenes are there: what they mean, and how plainly."""
        cues = _joined(self._cues_of, view)
        for scene, cued in self._stages:
            points = self._points(scene, cued, cues, view) if cued & cues else 0
            if not points:
                continue
            draft.marks.add(f"points:{scene.id}:{max(_FEWEST, min(_MOST_POINTS, points))}")
            if points >= scene.least:
                draft.marks.add(f"scene:{scene.id}")
                draft.silent |= scene.effect is Effect.SILENT
                draft.excused |= scene.excuses
        if SPEAKING.isdisjoint(view.turns.roles):
            draft.silent = True
            draft.marks.add("nobody")

    def _worth_trying(self, view: View) -> list[tuple[Practice, Sign]]:
        """Signs of which at least one pattern may match, in the order of the book."""
        return [self._signs[at] for at in bits(_joined(self._signs_of, view))]

    def _points(self, scene: Scene, cued: int, cues: int, view: View) -> int:
        """How much speaks for a scene, 0 where it cannot be.

        Args:
            cued: the scene's cues among all.
            cues: those of all that may match.
        """
        if view.turns.labelled and not scene.labelled:
            return 0
        if scene.channels and view.channel not in scene.channels:
            return 0
        first = (cued & -cued).bit_length() - 1
        mine = (scene.cues[at - first] for at in bits(cued & cues))
        return sum(cue.points for cue in mine if view.seen(cue.say))

    def _contact(self, view: View, draft: Draft) -> Contact:
        asked = {"demanded", "firm"} <= draft.marks and not draft.silent
        presses = bool(draft.sure) or asked or view.passage.confirmed
        return Contact(collects=presses, presses=presses)

    def _firmly(self, view: View) -> bool:
        """Whether a debt is named outright, or a collector is."""
        return Role.COLLECTOR in view.turns.roles or view.seen(self._book.lexicon.firm)

    def _sign(self, practice: Practice, sign: Sign, view: View, draft: Draft) -> None:
        # in a chat, words that friends might say too need a debt to be sure about
        sure = not sign.weak and (draft.owed or sign.alone or view.channel in _FROM_STRANGERS)
        for place in islice(self._shown(sign, view), _MOST_PLACES):
            findings = draft.sure if sure else draft.weak
            findings.append(finding_of(practice, sign, view, place))
            findings.extend(
                finding_of(self._book.practices[other], sign, view, place, because=False)
                for other in sign.also
            )

    def _shown(self, sign: Sign, view: View) -> Iterator[Place]:
        """Places where the collector's words show a sign and nothing beside them undoes it."""
        for whole, last in view.spoken(sign.say):
            if sign.negatable and self._negated(view, whole, last):
                continue
            if sign.unless and _undone(sign.unless, view, whole):
                continue
            if sign.answers and not _answered(sign.answers, view, whole):
                continue
            yield whole

    def _negated(self, view: View, whole: Place, last: Place) -> bool:
        start = view.sight.clause_start(whole[0])
        return any(
            place[1] <= last[0]
            for pattern in self._book.lexicon.negation
            for place in view.starting(pattern, start, last[0])
        )

    def _ruled(self, view: View, contact: Contact) -> list[Finding]:
        """What the rules show if the message is such a contact."""
        found = []
        for practice in self._book.practices.values():
            for rule in practice.rules:
                ruling = apply(rule, view, contact, self._book.lexicon)
                if ruling is not None:
                    found.append(ruled_by(practice, rule, view, ruling.place))
        return found

    def _verdict(self, view: View, draft: Draft) -> Verdict:
        shown = draft.sure + draft.ruled
        found = {finding.practice for finding in shown}
        practices = self._book.practices
        sure = [f for f in shown if not practices[f.practice].yields_to & found]
        if sure:
            sure += draft.weak
        told = ordered(self._book, sure)
        outcome = Outcome.NOT_COLLECTION
        if told:
            outcome = Outcome.FOUND
        elif draft.weak or draft.doubtful:
            outcome = Outcome.UNSURE
        elif draft.contact.collects:
            outcome = Outcome.LAWFUL
        severity = max(
            (self._severity(practices[f.practice], view) for f in told),
            key=lambda s: s.rank,
            default=Severity.NONE,
        )
        return Verdict(
            outcome=outcome,
            severity=severity,
            catalogue=self._book.hash,
            findings=told,
            model=self._model.hash if self._model else None,
            possible=ordered(self._book, draft.weak + draft.doubtful)
            if outcome is Outcome.UNSURE
            else (),
            paper=self._paper(view),
            asks_when=self._asks_when(view, outcome, found),
        )

    def _severity(self, practice: Practice, view: View) -> Severity:
        graver = [a.severity for a in practice.aggravations if view.said(a.say)]
        return max([practice.severity, *graver], key=lambda severity: severity.rank)

    def _paper(self, view: View) -> Paper | None:
        if view.turns.labelled:
            return None
        for sign in self._book.papers:
            if view.said(sign.say):
                return sign.paper
        return None

    def _asks_when(self, view: View, outcome: Outcome, found: set[PracticeId]) -> bool:
        """Whether a sent time would decide: a collection contact that nothing dates."""
        if outcome is Outcome.NOT_COLLECTION or clock(view) is not None:
            return False
        timed = [
            practice.id
            for practice in self._book.practices.values()
            if any(r.kind is RuleKind.NIGHT and not view.seen(r.unless) for r in practice.rules)
        ]
        return bool(timed) and not found.intersection(timed) and not view.printed


def _stages(scenes: Iterable[Scene]) -> list[tuple[Scene, int]]:
    """The scenes with their cues among the cues of all, a bit for each."""
    stages, first = [], 0
    for scene in scenes:
        stages.append((scene, ((1 << len(scene.cues)) - 1) << first))
        first += len(scene.cues)
    return stages


def _joined(users: Mapping[int, int], view: View) -> int:
    """Whatever uses one of the patterns that may match, a bit for each."""
    found = 0
    for number in view.candidates:
        found |= users.get(number, 0)
    return found


def _about_debt(view: View, book: Book) -> bool:
    """Whether a debt is spoken of, or a collector is named as speaking."""
    return Role.COLLECTOR in view.turns.roles or view.seen(book.lexicon.debt)


def _fits(sign: Sign, view: View) -> bool:
    if sign.channels and view.channel not in sign.channels:
        return False
    return not sign.listener or not sign.listener.isdisjoint(view.turns.roles)


def _undone(unless: Iterable[Pattern], view: View, whole: Place) -> bool:
    start, end = view.sight.sentence(whole)
    return any(
        place[0] < end and place[1] > start
        for pattern in unless
        for place in view.starting(pattern, start - _LONGEST_SPAN, end)
    )


def _answered(answers: Iterable[Pattern], view: View, whole: Place) -> bool:
    """Another voice has said one of these before; with one voice only, anywhere before."""
    mine = view.turn(whole)
    return any(
        place[1] <= whole[0] and (view.turn(place) is not mine or mine.role is Role.UNNAMED)
        for pattern in answers
        for place, _ in view.places(pattern)
    )


def _merge(first: Draft, second: Draft) -> Draft:
    """Both readings together: the plain one stands, the second adds what it alone shows."""
    had = {finding.practice for finding in first.sure}
    return Draft(
        silent=second.silent,
        owed=second.owed,
        excused=second.excused,
        sure=first.sure + [f for f in second.sure if f.practice not in had],
        weak=first.weak + second.weak,
        marks=first.marks | second.marks | {"disguised"},
    )
