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
_FEW = 8

Place = tuple[int, int]
Match = tuple[Place, Place]


@dataclass(slots=True)
class Sight:
    """Everything seen in one normalised text.

    Attributes:
        words: where each word was seen, by its number, in order of the text.
        patterns: the patterns all of whose words were seen, a bit for each.
        tokens: where a token was seen, filled in when a pattern asks.
        seen: the words alone, when a pattern has asked.
    """

    text: str
    words: Mapping[int, list[Place]]
    patterns: int
    _breaks: list[int] | None = field(default=None)
    _clauses: list[int] | None = field(default=None)
    tokens: dict[int, list[Place]] = field(default_factory=dict)
    seen: frozenset[int] | None = None
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
        if start == end:
            return True
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


@dataclass(frozen=True, slots=True)
class Index:
    """What a scanner looks up: plain texts and numbers, so that it can be kept ready.

    Attributes:
        words: every word that any pattern looks for.
        wholes: numbers of the words that hide shorter ones inside them: 朋友圈 is not 朋友, 脑门 is
            no 门.
        fills: per token the numbers of the words that fill it.
        steps: per pattern its sequences, of each the tokens with gap and least number; a token
            below 0 is a number.
        shows: per word the patterns it belongs to, a bit for each. A pattern of several tokens has
            as many bits, one in each layer: only where every layer has seen one of its words can
            it match.
        layers: how many layers there are, each ``len(steps)`` bits wide.
        plain: patterns that are there as soon as one of their words is, a bit for each.
    """

    words: tuple[str, ...]
    wholes: frozenset[int]
    fills: tuple[frozenset[int], ...]
    steps: tuple[tuple[tuple[tuple[int, int, float], ...], ...], ...]
    shows: tuple[int, ...]
    layers: int
    plain: int

    @classmethod
    def of(cls, patterns: Sequence[Pattern], wholes: Iterable[str] = ()) -> Index:
        """Number the words and tokens of some patterns."""
        tokens: dict[frozenset[str], int] = {}
        steps = tuple(
            tuple(
                tuple((_number(token, tokens), token.gap, token.least) for token in sequence)
                for sequence in pattern.sequences
            )
            for pattern in patterns
        )
        numbers: dict[str, int] = {}
        fills = tuple(
            frozenset([numbers.setdefault(word, len(numbers)) for word in sorted(key)])
            for key in tokens
        )
        hiding = frozenset(numbers.setdefault(word, len(numbers)) for word in sorted(wholes))
        needs = [sorted({t for row in one for t, _, _ in row if t >= 0}) for one in steps]
        layers = max(map(len, needs), default=0)
        shows = _shows(needs, fills, layers, len(numbers))
        plain = sum(1 << n for n, one in enumerate(steps) if len(one) == len(one[0]) == 1)
        return cls(tuple(numbers), hiding, fills, steps, shows, layers, plain)


def _number(token: Token, tokens: dict[frozenset[str], int]) -> int:
    return tokens.setdefault(token.words, len(tokens)) if token.words else -1


def _shows(
    needs: Sequence[Sequence[int]], fills: Sequence[frozenset[int]], layers: int, words: int
) -> tuple[int, ...]:
    """Per word its bits; a pattern with few tokens stands in the layers left over once more."""
    of_token = [0] * len(fills)
    for number, tokens in enumerate(needs):
        for layer in range(layers):
            token = tokens[min(layer, len(tokens) - 1)]
            of_token[token] |= 1 << layer * len(needs) + number
    of_word = [0] * words
    for token, filling in enumerate(fills):
        for word in filling:
            of_word[word] |= of_token[token]
    same = {mask: mask for mask in of_word}  # the words of a concept share one number
    return tuple([same[mask] for mask in of_word])


class Scanner:
    """Looks for all patterns of an index. Looking is pure and safe to share between threads.

    Sets of patterns are whole numbers, a bit for each: joining two sets is one addition of bits,
    whatever their size.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self.words = index.words
        self.plain = index.plain
        self._width = len(index.steps)
        self._every = (1 << self._width) - 1
        self._automaton = AhoCorasick(list(index.words), matchkind=MatchKind.Standard)

    def look(self, text: str) -> Sight:
        """All words seen, and the patterns worth trying."""
        words: dict[int, list[Place]] = {}
        for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if word in words:
                words[word].append((start, end))
            else:
                words[word] = [(start, end)]
        if not words:
            return Sight(text, words, 0)
        if not self._index.wholes.isdisjoint(words):
            words = self._uncovered(words)
        shows = self._index.shows
        seen = 0
        for word in words:
            seen |= shows[word]
        worth = self._every
        for _ in range(self._index.layers):
            worth &= seen
            seen >>= self._width
        return Sight(text, words, worth)

    def _uncovered(self, words: Mapping[int, list[Place]]) -> dict[int, list[Place]]:
        """Without the words that lie inside a whole one."""
        hidden: dict[int, Place] = {}
        for whole in self._index.wholes & words.keys():
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
        seen, filling = sight.words, self._index.fills[token]
        if len(filling) < _FEW:
            places = [place for word in filling if word in seen for place in seen[word]]
        else:
            if sight.seen is None:
                sight.seen = frozenset(seen)
            places = [place for word in filling & sight.seen for place in seen[word]]
        if len(places) > 1:
            places.sort()
        sight.tokens[token] = places
        return places

    def places(self, sight: Sight, number: int) -> Sequence[Match]:
        """Where a pattern matches: the whole span and its last word, in order of the text."""
        steps = self._index.steps[number]
        spans = self._sequence(sight, steps[0])
        for others in steps[1:]:
            if not spans:
                return spans
            spans = _joined(spans, self._sequence(sight, others))
        if len(spans) > 1:
            spans.sort()
        return spans

    def _sequence(self, sight: Sight, sequence: tuple[tuple[int, int, float], ...]) -> list[Match]:
        partial = [(place, place) for place in self._hits(sight, *sequence[0])]
        for token, gap, least in sequence[1:]:
            if not partial:
                break
            places = self._hits(sight, token, gap, least)
            partial = _thinned(_followed(sight, partial, places, gap))
        return partial

    def _hits(self, sight: Sight, token: int, _: int, least: float) -> list[Place]:
        if token >= 0:
            return sight.tokens.get(token) or self._token(sight, token)
        return [(n.start, n.end) for n in sight.numbers if n.value >= least]


def _followed(
    sight: Sight, partial: Sequence[Match], places: Sequence[Place], gap: int
) -> list[Match]:
    """Each match with each place that stands near enough behind it."""
    found: list[Match] = []
    for (start, end), _ in partial:
        last = end + gap
        near = starting(places, end, last) if len(places) > _FEW else places
        for place in near:
            if end <= place[0] <= last and sight.near(end, place[0], gap):
                found.append(((start, place[1]), place))  # noqa: PERF401 -- twice as fast
    return found


def bits(mask: int) -> Iterator[int]:
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
    if len(matches) <= _SAME_START:
        matches.sort()
        return matches
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
