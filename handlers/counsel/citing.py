"""An answer on a day: its placeholders become the citations of that day.

Laws are renumbered and begin; what a person is told bears the number of the day he asks about,
and what was not yet law on that day is named as such.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.counsel.matter import Matter
from handlers.counsel.wording import PLACEHOLDER, sentences
from handlers.law.book import LawBook
from handlers.law.errors import NoVersionKnown
from handlers.law.provision import Provision
from handlers.verdicts import ProvisionId

_BRIEF = 2
"""Sentences of an answer that is told beside another: the first answers, the next says when."""


@dataclass(frozen=True, slots=True)
class Cited:
    """An answer as it reads on a day.

    Attributes:
        text: the answer with its citations.
        provisions: in force on that day, the main basis first.
        missing: what the answer leans on and was not in force on that day.
    """

    text: str
    provisions: tuple[Provision, ...]
    missing: tuple[Provision, ...]

    @property
    def stands(self) -> bool:
        """Whether anything it leans on was law on that day."""
        return bool(self.provisions)


def cite(matter: Matter, law: LawBook, day: date) -> Cited:
    """The answer as it reads on a Beijing calendar day."""
    found = {name: versions(law, name, day) for name in matter.provisions}

    def citation(name: str) -> str:
        there = found[ProvisionId(name)]
        return _joined(there) if there else law.provision(name).short

    in_force = law.in_force([name for name in matter.provisions if found[name]], day)
    return Cited(
        text=PLACEHOLDER.sub(lambda match: citation(match.group(1)), matter.answer),
        provisions=tuple(in_force),
        missing=tuple(law.provision(name) for name in matter.provisions if not found[name]),
    )


def brief(matter: Matter) -> Matter:
    """Its answer cut to what decides, leaning on what is cited there or on its main basis."""
    answer = "".join(sentences(matter.answer)[:_BRIEF])
    cited = set(PLACEHOLDER.findall(answer))
    leaning = tuple(name for name in matter.provisions if name in cited)
    return dataclasses.replace(matter, answer=answer, provisions=leaning or matter.provisions[:1])


def versions(law: LawBook, name: str, day: date) -> tuple[Provision, ...]:
    """What a provision was or became on a day; () where it did not exist in any form."""
    try:
        return law.as_of(name, day)
    except NoVersionKnown:
        return ()


def merged(first: Sequence[Provision], more: Iterable[Provision], most: int) -> list[Provision]:
    """The first ones, then others that are not among them, at most so many."""
    found = {provision.id: provision for provision in (*first, *more)}
    return list(found.values())[:most]


def _joined(provisions: Sequence[Provision]) -> str:
    return "、".join(provision.short for provision in provisions)
