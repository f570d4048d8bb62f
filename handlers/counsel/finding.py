"""Which reviewed question somebody means: the likeliest ones in order, and how sure that is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from handlers.counsel.asked import is_own, is_question
from handlers.counsel.clauses import CLEAR, Clause, besides, parts, second
from handlers.counsel.index import Features
from handlers.counsel.matter import Matter, MatterId, Role
from handlers.counsel.people import role
from handlers.counsel.ranking import Ranking, Topic
from handlers.counsel.ready import Ready, kinds
from handlers.counsel.terms import CONCEPT, Terms

SHOWN = 3
_SAME = 0.8
"""A wording so much alike is what was asked, whatever else fits."""
_ALIKE = 0.7
_SAID = 20.0
_OTHER_KIND = 1.5
_SAME_KIND = 1.5
_KEPT = 8

_LEADING = re.compile(r"^(?:那|那么|那要是|要是|如果是|假如|换成|换作|我是说)")
_ASKING_ON = re.compile(r"(?:呢|也是吗|也一样吗|也行吗|也不行吗|也算吗)[？?。]?$")
_LONGEST_ELLIPSIS = 14
_NEW = 1.5


class Sure(IntEnum):
    """How sure it is that a question is meant."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One reviewed question that may be meant.

    Attributes:
        alike: how alike its nearest wording is, 1 for the same words.
    """

    matter: Matter
    score: float
    alike: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody may mean.

    Attributes:
        hits: the likeliest first; at most a few.
        second: another matter that the same message also asks about, None for most.
        besides: the second matter where both are clearly asked, each in a clause of its own.
    """

    hits: tuple[Hit, ...]
    sure: Sure
    role: Role
    second: Matter | None = None
    besides: Matter | None = None

    @property
    def best(self) -> Matter | None:
        """What is answered, None when nothing fits."""
        return self.hits[0].matter if self.hits and self.sure else None

    def close(self, gap: float) -> tuple[Matter, ...]:
        """Others that fit nearly as well as the best."""
        if not self.hits:
            return ()
        least = self.hits[0].score - gap
        return tuple(hit.matter for hit in self.hits[1:SHOWN] if hit.score >= least)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a first look at typed words says, without any context.

    Attributes:
        own: the person's own words, not somebody's message to him.
        question: it asks something.
        anchored: it names something that has to do with debts.
        elliptic: it leans on the question before it.
        known: a reviewed question fits.
    """

    own: bool
    question: bool
    anchored: bool
    elliptic: bool
    known: bool


class Finder:
    """Looks a question up. Deterministic, and safe to share between threads."""

    def __init__(
        self,
        matters: Sequence[Matter],
        terms: Terms,
        ranking: Ranking,
        ready: Ready | None = None,
    ) -> None:
        self._matters = tuple(matters)
        self._by_id = {matter.id: matter for matter in self._matters}
        self._terms = terms
        self._ranking = ranking
        self._ready = ready or Ready.of(self._matters, terms)

    @property
    def ready(self) -> Ready:
        """What it looks questions up in."""
        return self._ready

    @property
    def ranking(self) -> Ranking:
        """The learned numbers."""
        return self._ranking

    def hear(self, text: str) -> Heard:
        """Whether typed words may be a question to us."""
        plain = self._terms.plain(text)
        if not is_own(plain):  # most of what arrives: nothing in it needs to be looked up
            return Heard(own=False, question=False, anchored=False, elliptic=False, known=False)
        bag = self._terms.of(text)
        return Heard(
            own=True,
            question=is_question(plain),
            anchored=self._topic(bag) is Topic.OURS,
            elliptic=is_elliptic(plain),
            known=self._surety(bag, self._ranked(bag, role(plain))) is Sure.YES,
        )

    def find(self, question: str, context: MatterId | None = None) -> Found:
        """What is meant.

        Args:
            context: what the same person was last told about; a follow-up leans on it.
        """
        plain = self._terms.plain(question)
        before = self._by_id.get(context) if context is not None else None
        leaning = before is not None and is_elliptic(plain)
        bag = self._terms.of(question)
        if before is not None and leaning:
            bag = self._with_context(bag, before)
        asker = role(plain)
        hits = self._ranked(bag, asker)
        if leaning:
            hits = self._after(hits, before, plain)
        sure = self._surety(bag, hits)
        if before is None and is_elliptic(plain):  # it leans on what nobody here has heard
            sure = min(sure, Sure.MAYBE)
        if leaning or not hits:
            return Found(hits[:_KEPT], sure, asker)
        clauses = self._clauses(question, asker)
        told = besides(clauses, hits[0].matter) if sure else None
        return Found(hits[:_KEPT], sure, asker, told or second(clauses, hits[0].matter), told)

    def _after(self, hits: Sequence[Hit], before: Matter | None, plain: str) -> tuple[Hit, ...]:
        """What was told is not told again; 那信用卡呢 rather means what is about cards."""
        named = kinds(self._terms, self._terms.synonyms.concepts(plain))
        meant = [
            dataclasses.replace(hit, score=hit.score + _SAME_KIND)
            if named & self._ready.kinds[hit.matter.id]
            else hit
            for hit in hits
            if hit.matter is not before
        ]
        return tuple(sorted(meant, key=lambda hit: (-hit.score, hit.matter.id)))

    def near(self, matter: Matter) -> tuple[Matter, ...]:
        """Others like this one."""
        hits = self._ranked(self._terms.of(matter.title), Role.SELF)
        return tuple(hit.matter for hit in hits if hit.matter is not matter)[:SHOWN]

    def _ranked(self, bag: Mapping[str, float], asker: Role) -> tuple[Hit, ...]:
        features = self._ready.index.features(bag)
        named = (term.removeprefix(CONCEPT) for term in bag if _is_concept(term))
        kind = kinds(self._terms, named)
        hits = [
            self._hit(self._matters[at], values, asker, kind) for at, values in features.items()
        ]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.matter.id)))

    def _hit(self, matter: Matter, values: Features, asker: Role, kind: frozenset[str]) -> Hit:
        """What was learned from wordings held out knows nothing of being asked word for word."""
        alike = values[0]
        said = _SAID * max(0.0, alike - _ALIKE)
        score = self._ranking.score(values) + said + self._bonus(matter, asker)
        own = self._ready.kinds[matter.id]
        if own and own.isdisjoint(kind):  # an answer about cards is none about everything else
            score -= _OTHER_KIND
        return Hit(matter, score, alike)

    def _bonus(self, matter: Matter, asker: Role) -> float:
        """What is for somebody else is seldom meant, what is for just him often."""
        if not matter.roles:
            return 0.0
        return self._ranking.role if asker in matter.roles else -self._ranking.role

    def _surety(self, bag: Mapping[str, float], hits: Sequence[Hit]) -> Sure:
        topic = self._topic(bag)
        if hits and hits[0].alike >= _SAME:
            return Sure.YES
        if not hits or topic is Topic.OTHER:
            return Sure.NO
        score = hits[0].score
        least = self._ranking.least(topic)
        if score < least:
            return Sure.NO
        return Sure.YES if score >= max(least, self._ranking.sure) else Sure.MAYBE

    def _topic(self, bag: Mapping[str, float]) -> Topic:
        """Whether it is about debts at all."""
        named = {term.removeprefix(CONCEPT) for term in bag if _is_concept(term)}
        synonyms = self._terms.synonyms
        if not named.isdisjoint(synonyms.anchors):
            return Topic.OURS
        if named.isdisjoint(synonyms.hints) or not named.isdisjoint(synonyms.foreign):
            return Topic.OTHER
        return Topic.LIKELY if len(named & synonyms.hints) > 1 else Topic.PERHAPS

    def _clauses(self, question: str, asker: Role) -> tuple[Clause, ...]:
        """What each clause means by itself, where there are several."""
        said = parts(question)
        ours = bool(said) and self._topic(self._terms.of(question)) is Topic.OURS
        read = (self._clause(part, asker, ours=ours) for part in said)
        return tuple(clause for clause in read if clause is not None)

    def _clause(self, part: str, asker: Role, *, ours: bool) -> Clause | None:
        """What a clause means.

        Args:
            ours: the message is about debts, so that the clause need not say it again.
        """
        bag = self._terms.of(part)
        hits = self._ranked(bag, asker)
        if not hits:
            return None
        sure = self._surety(bag, hits) is Sure.YES
        ahead = hits[0].score - hits[1].score if len(hits) > 1 else CLEAR
        known = sure or (ours and hits[0].score >= self._ranking.sure)
        asked = known and ahead >= CLEAR and is_question(self._terms.plain(part))
        return Clause(hits[0].matter, sure, asked)

    def _with_context(self, bag: Mapping[str, float], before: Matter) -> dict[str, float]:
        """The follow-up over what was asked before, whose place it takes where both name one."""
        named = {term.removeprefix(CONCEPT) for term in bag if _is_concept(term)}
        replaced = {
            CONCEPT + other
            for slot in self._terms.synonyms.slots
            if named & slot
            for other in slot
            if other not in named
        }
        old = {term: w for term, w in self._terms.of(before.title).items() if term not in replaced}
        new = {term: weight * _NEW for term, weight in bag.items()}
        return {**old, **new}


def is_elliptic(plain: str) -> bool:
    """Whether a short question leans on the one before it (那信用卡呢?)."""
    if len(plain) > _LONGEST_ELLIPSIS:
        return False
    return bool(_LEADING.match(plain) or _ASKING_ON.search(plain))


def _is_concept(term: str) -> bool:
    return term.startswith(CONCEPT)
