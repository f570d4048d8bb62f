"""The shapes of the catalogue: practices, their signs, scenes in which nobody collects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from handlers.language.evasion import Disguises
from handlers.practices.offers import Offers
from handlers.practices.pattern import Pattern
from handlers.practices.speakers import Role
from handlers.verdicts import Channel, Paper, PracticeId, ProvisionId, Severity

NIGHT_FALLS = time(22)
NIGHT_ENDS = time(8)
BARRAGE = 6


class RuleKind(StrEnum):
    """Ways of deciding that words alone cannot express."""

    NIGHT = "night"
    NO_IDENTITY = "no-identity"
    BARRAGE = "barrage"


class Effect(StrEnum):
    """What a scene means for what is said in it."""

    SILENT = "silent"
    EXCUSE = "excuse"


@dataclass(frozen=True, slots=True)
class Sign:
    """One way a practice shows itself in words.

    Attributes:
        id: "practice.sign", unique.
        say: any of these patterns shows it.
        unless: any of these in the same sentence undoes it.
        channels: only there; empty means everywhere.
        alone: sure even without any word about a debt in the message.
        weak: not sure enough alone; counts only beside a sure one.
        negatable: a "不会" or "严禁" before it in the clause undoes it.
        listener: counts only when one of these voices answers in the text.
        answers: counts only after another voice has said one of these.
        also: practices that these words show as well.
    """

    id: str
    because: str
    confidence: float
    say: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    channels: frozenset[Channel] = frozenset()
    alone: bool = False
    weak: bool = False
    negatable: bool = True
    listener: frozenset[Role] = frozenset()
    answers: tuple[Pattern, ...] = ()
    also: tuple[PracticeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a kind that words alone cannot express, with the words it leans on.

    Attributes:
        needs: at least one of these patterns must be seen (empty: nothing needed).
        unless: any of these anywhere in the message undoes it.
        asks: patterns of the other voice's question (no-identity: who are you).
        evades: patterns of the answer that evades it.
        since: first minute it applies to (night).
        until: first minute it no longer applies to (night).
        least: how many contacts (barrage).
    """

    id: str
    kind: RuleKind
    because: str
    confidence: float
    needs: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    asks: tuple[Pattern, ...] = ()
    evades: tuple[Pattern, ...] = ()
    channels: frozenset[Channel] = frozenset()
    since: time = NIGHT_FALLS
    until: time = NIGHT_ENDS
    least: int = BARRAGE


@dataclass(frozen=True, slots=True)
class Aggravation:
    """What makes a finding of this practice graver: one of the patterns in the message."""

    severity: Severity
    say: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that must (or must not) show the practice, and how it reached the person."""

    text: str
    channel: Channel | None = None
    sent: time | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """A prohibited way of collecting.

    Attributes:
        because: why, in a clause a borrower can read; signs may say it better.
        provisions: law it breaks, main ones first.
        yields_to: not named when one of these was found.
        learned: whether the model may know it; a practice that only the clock or a missing name
            shows is nothing to learn from words.
    """

    id: PracticeId
    name: str
    definition: str
    because: str
    does_not_count: tuple[str, ...]
    severity: Severity
    provisions: tuple[ProvisionId, ...]
    signs: tuple[Sign, ...]
    rules: tuple[Rule, ...]
    aggravations: tuple[Aggravation, ...]
    examples: tuple[Example, ...]
    near_misses: tuple[Example, ...]
    yields_to: frozenset[PracticeId] = frozenset()
    learned: bool = True


@dataclass(frozen=True, slots=True)
class Cue:
    """Patterns that speak for a scene (points above 0) or against it (below)."""

    say: tuple[Pattern, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A situation in which words mean something else: the user's own question, news, a game.

    Attributes:
        least: points from which the scene is taken to be there.
        channels: only there; empty means everywhere.
        labelled: also applies to texts that name their speakers.
        excuses: practices that do not count in it (effect EXCUSE).
    """

    id: str
    effect: Effect
    least: int
    cues: tuple[Cue, ...]
    labelled: bool = False
    channels: frozenset[Channel] = frozenset()
    excuses: frozenset[PracticeId] = frozenset()


@dataclass(frozen=True, slots=True)
class PaperSign:
    """Words by which a message claims to be a court's or a lawyer's paper."""

    paper: Paper
    say: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words shared by the practices.

    Attributes:
        concepts: normalised words by concept.
        labels: speaker labels to the role they name.
        debt: words by which a message is about a debt.
        firm: those of them that hardly mean anything else.
        demand: patterns by which a message presses for payment.
        identity: patterns by which a message says who is speaking.
        negation: words that undo what follows in the clause.
        title: words that make a short first or last line the name of a lender or agency.
        wholes: words that hide the shorter words inside them.
        hollow: brackets and signatures that name nobody.
    """

    concepts: Mapping[str, frozenset[str]]
    labels: Mapping[str, Role]
    debt: tuple[Pattern, ...]
    firm: tuple[Pattern, ...]
    negation: tuple[Pattern, ...]
    title: tuple[Pattern, ...]
    demand: tuple[Pattern, ...]
    identity: tuple[Pattern, ...]
    hollow: tuple[Pattern, ...]
    disguises: Disguises
    wholes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the classifier decides by.

    Attributes:
        hash: SHA-256 over names and bytes of the files read, hex.
    """

    hash: str
    practices: Mapping[PracticeId, Practice]
    scenes: tuple[Scene, ...]
    papers: tuple[PaperSign, ...]
    lexicon: Lexicon
    offers: Offers
