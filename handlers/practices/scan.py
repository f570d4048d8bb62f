"""Looking for many patterns at once: one pass for all words, the rest only where some were seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from handlers.practices.index import Index
from handlers.practices.pattern import REACH
from handlers.practices.sight import Place, Sight

_SAME_START = 4
_LONGEST_SPAN = 120
_FAR = 1 << 60
_FEW = 8

Match = tuple[Place, Place]


class Scanner:
    """Looks for all patterns of an index. Looking is pure and safe to share between threads.

    Sets of patterns are whole numbers, a bit for each: joining two sets is one addition of bits,
    whatever their size.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self.words = index.words
        self.plain = index.plain
        self._every = (1 << len(index.steps)) - 1
        # a layer says nothing of the patterns that it has no bit for
        self._layers = [(width, self._every >> width << width) for width in index.layers]
        self._automaton = AhoCorasick(list(index.words), matchkind=MatchKind.Standard)

    def look(self, text: str) -> Sight:
        """All words seen, and the patterns worth trying."""
        words: dict[int, list[Place]] = defaultdict(list)
        kinds, shows = self._index.kinds, self._index.shows
        for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            words[kinds[word]].append((start, end))
        if not words:
            return Sight(text, words, 0)
        if not self._index.wholes.isdisjoint(words):
            words = self._uncovered(words)
        seen = 0
        for kind in words:
            seen |= shows[kind]
        worth = self._every
        for width, silent in self._layers:
            worth &= seen | silent
            seen >>= width
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
        places = [place for kind in filling if kind in seen for place in seen[kind]]
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
        partial: list[Match] = []
        for step, (token, gap, least) in enumerate(sequence):
            if token >= 0:
                places = sight.tokens.get(token) or self._token(sight, token)
            else:
                places = [(n.start, n.end) for n in sight.numbers if n.value >= least]
            if step:
                partial = _followed(sight, partial, places, gap)
            else:
                partial = [(place, place) for place in places]
            if not partial:
                break
        return partial


def _followed(
    sight: Sight, partial: Sequence[Match], places: Sequence[Place], gap: int
) -> list[Match]:
    """Each match with each place that stands near enough behind it, in order."""
    found: list[Match] = []
    for (start, end), _ in partial:
        last = end + gap
        for place in starting(places, end, last) if len(places) > _FEW else places:
            first = place[0]
            if first > last:
                break
            if first == end or (first > end and sight.near(end, first, gap)):
                found.append(((start, place[1]), place))
    return _thinned(found) if len(found) > 1 else found


def bits(mask: int) -> list[int]:
    """The numbers of a set, rising."""
    found: list[int] = []
    while mask:
        highest = mask.bit_length() - 1
        found.append(highest)
        mask ^= 1 << highest
    found.reverse()
    return found


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
