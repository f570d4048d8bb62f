"""What a judge looks things up in, worked out of a book: it can be kept and read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.language.evasion import pairs
from handlers.practices.index import Index
from handlers.practices.pattern import Pattern
from handlers.practices.shapes import Book
from handlers.practices.view import each


@dataclass(frozen=True, slots=True)
class Ready:
    """The work that reading a book leaves.

    Attributes:
        index: all patterns, in the order of `each(lists(book))`.
        pairs: every two Chinese characters that stand together in a word of some pattern.
    """

    index: Index
    pairs: frozenset[str]

    @classmethod
    def of(cls, book: Book) -> Ready:
        """Do the work, some tens of milliseconds."""
        index = Index.of(each(lists(book)), book.lexicon.wholes)
        return cls(index, pairs(index.spoken))


def lists(book: Book) -> Iterator[Sequence[Pattern]]:
    """Every list of patterns in the book."""
    for practice in book.practices.values():
        for sign in practice.signs:
            yield from (sign.say, sign.unless, sign.answers)
        for rule in practice.rules:
            yield from (rule.needs, rule.unless, rule.asks, rule.evades)
        for aggravation in practice.aggravations:
            yield aggravation.say
    for scene in book.scenes:
        for cue in scene.cues:
            yield cue.say
    for paper in book.papers:
        yield paper.say
    lexicon = book.lexicon
    yield from (lexicon.debt, lexicon.firm, lexicon.negation, lexicon.title)
    yield from (lexicon.demand, lexicon.identity, lexicon.hollow)
