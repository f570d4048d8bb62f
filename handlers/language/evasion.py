"""A second reading of texts that hide words: look-alikes, split characters, pinyin, same sounds.

It is a guess about what the writer meant, so it counts only where a collection context agrees;
the first reading stands in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from handlers.language.normal import Mapped, is_han

_LATIN = re.compile(r"[a-z]+")
_LONGEST_SYLLABLE = 6


@dataclass(frozen=True, slots=True)
class Disguises:
    """What writers use instead of the character they mean.

    Attributes:
        written: what stands there (one or several characters) to what is meant.
        syllables: pinyin without tones to the characters it may stand for.
    """

    written: Mapping[str, str]
    syllables: Mapping[str, str]


def pairs(words: Iterable[str]) -> frozenset[str]:
    """Every two characters that stand together in a word, the first of them Chinese."""
    return frozenset(
        word[i : i + 2] for word in words for i in range(len(word) - 1) if is_han(word[i])
    )


class Unmasker:
    """Undoes disguises. Known pairs decide which character a syllable stands for."""

    def __init__(self, disguises: Disguises, known: frozenset[str]) -> None:
        self._written = dict(disguises.written)
        self._syllables = dict(disguises.syllables)
        self._forms = tuple(self._written)
        self._automaton = AhoCorasick(list(self._forms), matchkind=MatchKind.LeftmostLongest)
        self._pairs = known

    def __call__(self, mapped: Mapped) -> Mapped:
        """The text as it may be meant; the very same object when nothing is disguised."""
        return self._spell(self._unwrite(mapped))

    def _unwrite(self, mapped: Mapped) -> Mapped:
        changes = [
            (start, end, self._written[self._forms[form]])
            for form, start, end in self._automaton.find_matches_as_indexes(mapped.text)
            if not self._forms[form].isascii() or _stands_alone(mapped.text, start, end)
        ]
        return _replace(mapped, changes)

    def _spell(self, mapped: Mapped) -> Mapped:
        text = mapped.text
        changes = []
        for match in _LATIN.finditer(text):
            meant = self._meant(text, match.start(), match.end())
            if meant:
                changes.append((match.start(), match.end(), meant))
        return _replace(mapped, changes)

    def _meant(self, text: str, start: int, end: int) -> str:
        """The characters a run of letters stands for, "" if it does not look like pinyin."""
        syllables = self._split(text[start:end])
        if not syllables:
            return ""
        before = text[start - 1] if start else ""
        after = text[end] if end < len(text) else ""
        meant = ""
        for position, syllable in enumerate(syllables):
            following = syllables[position + 1] if position + 1 < len(syllables) else None
            next_ones = self._syllables[following] if following else after
            previous = meant[-1] if meant else before
            choice = self._choose(previous, self._syllables[syllable], next_ones)
            if not choice:
                return ""
            meant += choice
        return meant

    def _choose(self, previous: str, choices: str, next_ones: str) -> str:
        for character in choices:
            if previous + character in self._pairs:
                return character
        for character in choices:
            if any(character + following in self._pairs for following in next_ones):
                return character
        return ""

    def _split(self, run: str) -> tuple[str, ...]:
        """A run of letters as known syllables, longest first; () when letters are left over."""
        if not run:
            return ()
        for length in range(min(_LONGEST_SYLLABLE, len(run)), 0, -1):
            if run[:length] in self._syllables:
                if length == len(run):
                    return (run,)
                rest = self._split(run[length:]) if len(run) <= _LONGEST_SYLLABLE * 4 else ()
                if rest:
                    return (run[:length], *rest)
        return ()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether letters are not cut out of a longer run."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not _LATIN.match(before) and not _LATIN.match(after)


def _replace(mapped: Mapped, changes: list[tuple[int, int, str]]) -> Mapped:
    """Put other characters in place of slices; each stands for the whole slice it replaces."""
    if not changes:
        return mapped
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for start, end, meant in [*changes, (len(mapped.text), len(mapped.text), "")]:
        pieces.append(mapped.text[position:start])
        starts += mapped.starts[position:start]
        ends += mapped.ends[position:start]
        pieces.append(meant)
        starts += [mapped.starts[start]] * len(meant) if meant else []
        ends += [mapped.ends[end - 1]] * len(meant) if meant else []
        position = end
    return Mapped("".join(pieces), tuple(starts), tuple(ends))
