"""Which patterns can match a text at all, found in one pass over it.

Most of a pattern is words. A text in which they do not stand cannot match, and that is known of
hundreds of patterns at once after one look for all the words there are. Only the patterns whose
words were seen are tried. The words are read off the patterns themselves, so nobody keeps a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from re import _constants as codes  # type: ignore[attr-defined]  # how re itself sees a pattern
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from handlers.texts.pattern import Pattern

Words = frozenset[str]
Owner = TypeVar("Owner")


def needed(pattern: str) -> tuple[Words, ...]:
    """Groups of words: whatever the pattern matches holds a word of each group."""
    return tuple(_of_sequence(parser.parse(pattern)))


def _of_sequence(sequence: Iterable[tuple[Any, Any]]) -> list[Words]:
    """What each part of a sequence needs; letters that follow each other are one word."""
    found: list[Words] = []
    letters = ""
    for code, value in [*sequence, (None, None)]:
        if code is codes.LITERAL:
            letters += chr(value)
            continue
        if letters:
            found.append(frozenset((letters,)))
            letters = ""
        found += _of_part(code, value)
    return found


def _of_part(code: Any, value: Any) -> list[Words]:
    """What one part needs; nothing where it may be absent, or be anything."""
    if code is codes.SUBPATTERN:
        return _of_sequence(value[-1])
    if code is codes.BRANCH:
        return _of_branches([_of_sequence(branch) for branch in value[1]])
    if code is codes.IN:
        letters = [chr(one) for kind, one in value if kind is codes.LITERAL]
        return [frozenset(letters)] if len(letters) == len(value) else []
    if code is codes.MAX_REPEAT and value[0] > 0:
        return _of_sequence(value[2])
    return []


def _of_branches(branches: Sequence[list[Words]]) -> list[Words]:
    """A word of whichever branch it was; nothing is needed where a branch needs nothing."""
    if not all(branches):
        return []
    return [frozenset().union(*(max(branch, key=_rarity) for branch in branches))]


def _rarity(words: Words) -> tuple[int, int]:
    """Long words are seldom seen; the more there are, the more often one of them is."""
    return min(map(len, words)), -len(words)


@dataclass(frozen=True, slots=True)
class Anchors(Generic[Owner]):
    """Patterns, each of somebody's, by the words they cannot match without.

    Attributes:
        patterns: with whose each is.
        needs: for each pattern its groups of words.
    """

    patterns: tuple[tuple[Pattern, Owner], ...]
    needs: tuple[tuple[Words, ...], ...]
    _words: _Words = field(init=False, repr=False, compare=False, metadata={"kept": False})

    def __post_init__(self) -> None:
        """Number the words."""
        object.__setattr__(self, "_words", _Words(self.needs))

    @classmethod
    def of(cls, patterns: Iterable[tuple[Pattern, Owner]]) -> Anchors[Owner]:
        """Read off the patterns what each needs."""
        given = tuple(patterns)
        return cls(given, tuple(needed(pattern.pattern) for pattern, _ in given))

    def worth_trying(self, plain: str) -> list[tuple[Pattern, Owner]]:
        """The patterns that may match, in the order given; the others do not."""
        return [self.patterns[at] for at in self._words.numbers(plain)]


class _Words:
    """The words that are needed, and by which patterns."""

    def __init__(self, needs: Sequence[tuple[Words, ...]]) -> None:
        words = sorted({word for groups in needs for group in groups for word in group})
        numbers = {word: number for number, word in enumerate(words)}
        self._needs = [
            tuple(frozenset(numbers[word] for word in group) for group in groups)
            for groups in needs
        ]
        self._always = frozenset(at for at, groups in enumerate(needs) if not groups)
        self._under: list[list[int]] = [[] for _ in words]
        for at, groups in enumerate(needs):
            for word in max(groups, key=_rarity, default=()):
                self._under[numbers[word]].append(at)
        self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)

    def numbers(self, plain: str) -> list[int]:
        """The numbers of the patterns that may match, in order."""
        found = self._automaton.find_matches_as_indexes(plain, overlapping=True)
        seen = {word for word, _, _ in found}
        trying = {
            at
            for word in seen
            for at in self._under[word]
            if not any(seen.isdisjoint(group) for group in self._needs[at])
        }
        return sorted(trying | self._always)
