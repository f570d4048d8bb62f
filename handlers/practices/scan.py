"""Looking for many patterns at once: one pass for all words, the rest only where some were seen."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from handlers.language.numbers import Numeral, numerals
from handlers.practices.pattern import REACH, Pattern, Token

_BREAK = re.compile(r"[。!?;\n]")
_CLAUSE = re.compile(r"[。!?;\n,]")
_COMMA = 3
_SAME_START = 4
_LONGEST_SPAN = 120
_FAR = 1 << 60

Place = tuple[int, int]
Match = tuple[Place, Place]


@dataclass(slots=True)
class Sight:
    """Everything seen in one normalised text.

    Attributes:
        words: where each word was seen, by its number, in order of the text.
        patterns: numbers of the patterns all of whose words were seen, rising.
        tokens: where a token was seen, filled in when a pattern asks.
    """

    text: str
    words: Mapping[int, list[Place]]
    patterns: tuple[int, ...]
    _breaks: list[int] | None = field(default=None)
    _clauses: list[int] | None = field(default=None)
    tokens: dict[int, list[Place]] = field(default_factory=dict)
    _numbers: tuple[Numeral, ...] | None = field(default=None)

    @property
    def breaks(self) -> list[int]:
        """Positions where a sentence ends."""
        if self._breaks is None:
            self._breaks = [match.start() for match in _BREAK.finditer(self.text)]
        return self._breaks

    @property
    def clauses(self) -> list[int]:
        """Positions where a sentence or a clause ends."""
        if self._clauses is None:
            self._clauses = [match.start() for match in _CLAUSE.finditer(self.text)]
        return self._clauses

    @property
    def numbers(self) -> tuple[Numeral, ...]:
        """The text's numbers, looked for only when a pattern asks."""
        if self._numbers is None:
            self._numbers = numerals(self.text)
        return self._numbers

    def broken(self, start: int, end: int) -> bool:
        """Whether a sentence ends inside ``[start, end)``."""
        at = bisect_left(self.breaks, start)
        return at < len(self.breaks) and self.breaks[at] < end

    def near(self, end: int, start: int, gap: int) -> bool:
        """Whether a word at ``start`` still belongs to one that ended at ``end``.

        Never across the end of a sentence; a comma counts like a few characters more.
        """
        if not 0 <= start - end <= gap:
            return False
        first = bisect_left(self.clauses, end)
        commas = bisect_left(self.clauses, start) - first
        return not commas or (start - end + commas * _COMMA <= gap and not self.broken(end, start))

    def sentence(self, place: Place) -> Place:
        """From the end of the sentence before to the end of this one."""
        before = bisect_left(self.breaks, place[0])
        after = bisect_left(self.breaks, place[1])
        return (
            self.breaks[before - 1] + 1 if before else 0,
            self.breaks[after] if after < len(self.breaks) else len(self.text),
        )

    def clause_start(self, position: int) -> int:
        """Where the clause around a position begins."""
        before = bisect_right(self.clauses, position - 1)
        return self.clauses[before - 1] + 1 if before else 0


class Scanner:
    """An index over patterns. Built once; looking is pure and safe to share between threads.

    Sets of tokens and of patterns are whole numbers, a bit for each: joining two sets is one
    addition of bits, whatever their size.
    """

    def __init__(self, patterns: Sequence[Pattern], wholes: Iterable[str] = ()) -> None:
        self.patterns = tuple(patterns)
        tokens: dict[frozenset[str], int] = {}
        self._ids: list[tuple[tuple[int, ...], ...]] = []
        for pattern in self.patterns:
            self._ids.append(
                tuple(
                    tuple(
                        tokens.setdefault(token.words, len(tokens)) if token.words else -1
                        for token in sequence
                    )
                    for sequence in pattern.sequences
                )
            )
        numbers: dict[str, int] = {}
        self._words_of: list[frozenset[int]] = []
        for key in tokens:
            self._words_of.append(
                frozenset([numbers.setdefault(word, len(numbers)) for word in sorted(key)])
            )
        # a whole word hides the shorter ones inside it: 朋友圈 is not 朋友, 脑门 is no 门
        self._wholes = frozenset(numbers.setdefault(word, len(numbers)) for word in sorted(wholes))
        self._needs = tuple(_mask({i for row in ids for i in row if i >= 0}) for ids in self._ids)
        self._tokens_of, self._patterns_of = self._masks(len(numbers))
        self.words = tuple(numbers)
        self._automaton = AhoCorasick(list(numbers), matchkind=MatchKind.Standard)

    def _masks(self, words: int) -> tuple[list[int], list[int]]:
        """Per word the tokens it fills, and the patterns that cannot match without it."""
        anchored = [0] * len(self._words_of)
        for number, (pattern, ids) in enumerate(zip(self.patterns, self._ids, strict=True)):
            choices = [
                (-min(len(word) for word in token.words), len(token.words), identifier)
                for sequence, row in zip(pattern.sequences, ids, strict=True)
                for token, identifier in zip(sequence, row, strict=True)
                if token.words
            ]
            anchored[min(choices)[2]] |= 1 << number
        tokens_of, patterns_of = [0] * words, [0] * words
        for token, filling in enumerate(self._words_of):
            for word in filling:
                tokens_of[word] |= 1 << token
                patterns_of[word] |= anchored[token]
        return tokens_of, patterns_of

    def look(self, text: str) -> Sight:
        """All words seen, and the patterns worth trying."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        words: dict[int, list[Place]] = {}
        for word, start, end in hits:
            if word in words:
                words[word].append((start, end))
            else:
                words[word] = [(start, end)]
        if not self._wholes.isdisjoint(words):
            words = self._uncovered(words)
        seen = worth = 0
        for word in words:
            seen |= self._tokens_of[word]
            worth |= self._patterns_of[word]
        needs = self._needs
        return Sight(text, words, tuple([n for n in _bits(worth) if needs[n] & ~seen == 0]))

    def _uncovered(self, words: Mapping[int, list[Place]]) -> dict[int, list[Place]]:
        """Without the words that lie inside a whole one."""
        hidden: dict[int, Place] = {}
        for whole in self._wholes & words.keys():
            for start, end in words[whole]:
                hidden.update(dict.fromkeys(range(start, end), (start, end)))
        left: dict[int, list[Place]] = {}
        for word, places in words.items():
            bare = [place for place in places if not _covered(place, hidden)]
            if bare:
                left[word] = bare
        return left

    def _token(self, sight: Sight, token: int) -> list[Place]:
        """Where any word of a token was seen, in order."""
        places = sight.tokens.get(token)
        if places is None:
            seen = sight.words
            places = [place for word in self._words_of[token] & seen.keys() for place in seen[word]]
            places.sort()
            sight.tokens[token] = places
        return places

    def places(self, sight: Sight, number: int) -> Sequence[Match]:
        """Where a pattern matches: the whole span and its last word, in order of the text."""
        found = []
        for sequence, ids in zip(self.patterns[number].sequences, self._ids[number], strict=True):
            found.append(self._sequence(sight, sequence, ids))
            if not found[-1]:
                return []
        spans = found[0]
        for others in found[1:]:
            spans = _joined(spans, others)
        return sorted(spans)

    def _sequence(
        self, sight: Sight, sequence: tuple[Token, ...], ids: tuple[int, ...]
    ) -> list[Match]:
        partial = [(place, place) for place in self._hits(sight, sequence[0], ids[0])]
        for token, identifier in zip(sequence[1:], ids[1:], strict=True):
            places = self._hits(sight, token, identifier)
            partial = [
                ((whole[0], place[1]), place)
                for whole, _ in partial
                for place in starting(places, whole[1], whole[1] + token.gap)
                if sight.near(whole[1], place[0], token.gap)
            ]
            partial = _thinned(partial)
            if not partial:
                break
        return partial

    def _hits(self, sight: Sight, token: Token, identifier: int) -> Sequence[Place]:
        if identifier >= 0:
            return self._token(sight, identifier)
        return [(n.start, n.end) for n in sight.numbers if n.value >= token.least]


def _mask(numbers: Iterable[int]) -> int:
    """A set of small numbers as the bits of one."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def _bits(mask: int) -> Iterator[int]:
    """The numbers of a set, rising."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _covered(place: Place, hidden: Mapping[int, Place]) -> bool:
    first, last = hidden.get(place[0], (0, 0))
    return place[1] <= last and place[1] - place[0] < last - first


def starting(places: Sequence[Place], first: int, last: int) -> Sequence[Place]:
    """Of places in order of their starts, those that start in ``[first, last]``."""
    return places[bisect_left(places, (first, 0)) : bisect_right(places, (last, _FAR))]


def _thinned(matches: list[Match]) -> list[Match]:
    """In order, and of those that start at one place only a few: enough to find the nearest."""
    kept: list[Match] = []
    for match in sorted(matches):
        if len(kept) < _SAME_START or kept[-_SAME_START][0][0] != match[0][0]:
            kept.append(match)
    return kept


def _joined(spans: Sequence[Match], others: Sequence[Match]) -> list[Match]:
    """Pairs of spans that lie within reach of each other, as one span each."""
    starts = [whole[0] for whole, _ in others]
    joined: list[Match] = []
    for (start, end), last in spans:
        first = bisect_left(starts, start - REACH - _LONGEST_SPAN)
        for (other_start, other_end), other_last in others[first:]:
            if other_start - end > REACH:
                break
            if start - other_end <= REACH:
                whole = min(start, other_start), max(end, other_end)
                joined.append((whole, max(last, other_last)))
                break  # one partner is enough to show it
    return joined
