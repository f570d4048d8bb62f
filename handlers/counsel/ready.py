"""What questions are looked up in, worked out of the reviewed ones: it can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.counsel.index import Index, Source
from handlers.counsel.matter import Matter, MatterId
from handlers.counsel.terms import Terms


@dataclass(frozen=True, slots=True)
class Ready:
    """The work that reading the questions leaves.

    Attributes:
        index: all wordings and answers.
        kinds: the kinds of debt with rules of their own that a question's title names.
    """

    index: Index
    kinds: Mapping[MatterId, frozenset[str]]

    @classmethod
    def of(cls, matters: Sequence[Matter], terms: Terms) -> Ready:
        """Do the work, some seconds for ten thousand wordings."""
        index = Index.of([source_of(matter, terms) for matter in matters])
        return cls(index, {m.id: kinds(terms, terms.concepts(m.title)) for m in matters})


def kinds(terms: Terms, concepts: Iterable[str]) -> frozenset[str]:
    """The kinds of debt that are named and have rules of their own."""
    return terms.synonyms.kinds.intersection(concepts)


def source_of(matter: Matter, terms: Terms) -> Source:
    """What is known of a reviewed question, for the index."""
    about = " ".join((matter.answer, matter.premise, matter.conditions, *matter.points))
    return Source([terms.of(wording) for wording in matter.asks], terms.of(about))
