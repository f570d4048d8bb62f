"""Looking for many patterns at once: one pass for all words, the rest only where some were seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from handlers.language.numbers import Numeral, numerals
from handlers.practices.pattern import REACH, Pattern, Token

_BREAKS = frozenset("。!?;\n")
_CLAUSES = _BREAKS | frozenset(",")
_COMMA = 3
_SAME_START = 4
_LONGEST_SPAN = 120
_FAR = 1 << 60

Place = tuple[int, int]
Match = tuple[Place, Place]


@dataclass(slots=True)
class Sight:
    """Everything seen in one normalised text."""

    text: str
    tokens: dict[int, list[Place]]
    patterns: tuple[int, ...]
    breaks: list[int]
    clauses: list[int]
    _numbers: tuple[Numeral, ...] | None = field(default=None)

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
    """An index over patterns. Built once; looking is pure and safe to share between threads."""

    def __init__(self, patterns: Sequence[Pattern], wholes: Iterable[str] = ()) -> None:
        self.patterns = tuple(patterns)
        tokens: dict[Token | frozenset[str], int] = {}
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
        words: dict[str, list[int]] = {}
        for key, number in tokens.items():
            for word in key if isinstance(key, frozenset) else ():
                words.setdefault(word, []).append(number)
        # a whole word hides the shorter ones inside it: 朋友圈 is not 朋友, 脑门 is no 门
        self._wholes = frozenset(wholes)
        for word in sorted(self._wholes):
            words.setdefault(word, [])
        self._words = tuple(words)
        self._whole_at = tuple(word in self._wholes for word in self._words)
        self._tokens_of = tuple(tuple(words[word]) for word in self._words)
        self._anchored = self._anchors()
        self._automaton = AhoCorasick(list(self._words), matchkind=MatchKind.Standard)

    def _anchors(self) -> dict[int, tuple[int, ...]]:
        """Token id to the patterns that cannot match without it (each under its rarest token)."""
        anchored: dict[int, list[int]] = {}
        for number, (pattern, ids) in enumerate(zip(self.patterns, self._ids, strict=True)):
            choices = [
                (-min(len(word) for word in token.words), len(token.words), identifier)
                for sequence, row in zip(pattern.sequences, ids, strict=True)
                for token, identifier in zip(sequence, row, strict=True)
                if token.words
            ]
            anchored.setdefault(min(choices)[2], []).append(number)
        return {token: tuple(numbers) for token, numbers in anchored.items()}

    def look(self, text: str) -> Sight:
        """All words seen, and the patterns worth trying."""
        tokens: dict[int, list[Place]] = {}
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        hidden: dict[int, Place] = {}
        for word, start, end in hits:
            if self._whole_at[word]:
                hidden.update(dict.fromkeys(range(start, end), (start, end)))
        for word, start, end in hits:
            first, last = hidden.get(start, (0, 0))
            if end <= last and end - start < last - first:
                continue
            for token in self._tokens_of[word]:
                tokens.setdefault(token, []).append((start, end))
        for places in tokens.values():
            places.sort()
        candidates = {number for token in tokens for number in self._anchored.get(token, ())}
        breaks = [i for i, character in enumerate(text) if character in _BREAKS]
        clauses = [i for i, character in enumerate(text) if character in _CLAUSES]
        return Sight(text, tokens, tuple(sorted(candidates)), breaks, clauses)

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
        for identifier in ids:
            if identifier >= 0 and identifier not in sight.tokens:
                return []
        partial = [(place, place) for place in _hits(sight, sequence[0], ids[0])]
        for token, identifier in zip(sequence[1:], ids[1:], strict=True):
            places = _hits(sight, token, identifier)
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


def _hits(sight: Sight, token: Token, identifier: int) -> Sequence[Place]:
    if identifier >= 0:
        return sight.tokens.get(identifier, [])
    return [(n.start, n.end) for n in sight.numbers if n.value >= token.least]


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
