"""Which signs a reading shows, and where; nothing beside the words may undo them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from handlers.practices.draft import Draft
from handlers.practices.findings import Witness
from handlers.practices.pattern import Pattern
from handlers.practices.shapes import Practice, Sign
from handlers.practices.sight import Place
from handlers.practices.speakers import Role
from handlers.practices.view import Panel, View
from handlers.verdicts import Channel, PracticeId

_FROM_STRANGERS = frozenset({Channel.SMS, Channel.LETTER, Channel.OCR})
_MOST_PLACES = 12
_LONGEST_SPAN = 120


class Signs:
    """The signs of all practices, found by the patterns whose words were seen."""

    def __init__(
        self,
        practices: Mapping[PracticeId, Practice],
        negation: Sequence[Pattern],
        panel: Panel,
    ) -> None:
        self._practices = practices
        self._negation = negation
        self._signs = [(p, sign) for p in practices.values() for sign in p.signs]
        self._users = panel.users(sign.say for _, sign in self._signs)

    def read(self, view: View, draft: Draft) -> None:
        """Note every sign that is shown, in the order of the book."""
        for at in view.used(self._users):
            practice, sign = self._signs[at]
            if _fits(sign, view):
                self._note(practice, sign, view, draft)

    def _note(self, practice: Practice, sign: Sign, view: View, draft: Draft) -> None:
        # in a chat, words that friends might say too need a debt to be sure about
        sure = not sign.weak and (draft.owed or sign.alone or view.channel in _FROM_STRANGERS)
        seen = draft.sure if sure else draft.weak
        for place in islice(self._shown(sign, view), _MOST_PLACES):
            start, end = view.original(place)
            rest = (sign.id, sign.confidence, start, end)
            seen.append(Witness(practice.id, sign.because, *rest))
            for other in sign.also:
                seen.append(Witness(other, self._practices[other].because, *rest))

    def _shown(self, sign: Sign, view: View) -> Iterator[Place]:
        for whole, last in view.spoken(sign.say):
            if sign.negatable and self._negated(view, whole, last):
                continue
            if sign.unless and _undone(sign.unless, view, whole):
                continue
            if sign.answers and not _answered(sign.answers, view, whole):
                continue
            yield whole

    def _negated(self, view: View, whole: Place, last: Place) -> bool:
        negations = view.likely(self._negation)
        if not negations:
            return False
        start = view.sight.clause_start(whole[0])
        return any(
            place[1] <= last[0]
            for negation in negations
            for place in view.starting(negation, start, last[0])
        )


def _fits(sign: Sign, view: View) -> bool:
    if sign.channels and view.channel not in sign.channels:
        return False
    return not sign.listener or not sign.listener.isdisjoint(view.turns.roles)


def _undone(unless: Sequence[Pattern], view: View, whole: Place) -> bool:
    undoing = view.likely(unless)
    if not undoing:
        return False
    start, end = view.sight.sentence(whole)
    return any(
        place[0] < end and place[1] > start
        for pattern in undoing
        for place in view.starting(pattern, start - _LONGEST_SPAN, end)
    )


def _answered(answers: Sequence[Pattern], view: View, whole: Place) -> bool:
    """Another voice has said one of these before; with one voice only, anywhere before."""
    mine = view.turn(whole)
    return any(
        place[1] <= whole[0] and (view.turn(place) is not mine or mine.role is Role.UNNAMED)
        for place, _ in view.found(answers)
    )
