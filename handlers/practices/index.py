"""What a scanner looks up, worked out of patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.practices.pattern import Pattern, Token


@dataclass(frozen=True, slots=True)
class Index:
    """What a scanner looks up: plain texts and numbers, so that it can be kept ready.

    Words that fill the same tokens are of one kind: nobody needs to tell them apart.

    Attributes:
        words: every word that any pattern looks for.
        kinds: per word its kind.
        wholes: kinds of words that hide shorter ones inside them: 朋友圈 is not 朋友, 脑门 is no
            门.
        fills: per token the kinds of words that fill it.
        steps: per pattern its sequences, of each the tokens with gap and least number; a token
            below 0 is a number.
        shows: per kind the patterns it belongs to, a bit for each. A pattern of several tokens has
            as many bits, one in each layer: only where every layer has seen one of its words can
            it match.
        layers: how many layers there are, each ``len(steps)`` bits wide.
        plain: patterns that are there as soon as one of their words is, a bit for each.
    """

    words: tuple[str, ...]
    kinds: tuple[int, ...]
    wholes: frozenset[int]
    fills: tuple[tuple[int, ...], ...]
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
        hiding = frozenset(wholes)
        of_word = _filled(tokens)
        of_word.update((word, []) for word in sorted(hiding - of_word.keys()))
        numbers: dict[tuple[int, ...], int] = {}
        kinds = {
            word: numbers.setdefault((word in hiding, *filled), len(numbers))
            for word, filled in of_word.items()
        }
        fills: list[list[int]] = [[] for _ in tokens]
        for (_, *filled), kind in numbers.items():
            for token in filled:
                fills[token].append(kind)
        needs = [sorted({t for row in one for t, _, _ in row if t >= 0}) for one in steps]
        layers = max(map(len, needs), default=0)
        return cls(
            words=tuple(kinds),
            kinds=tuple(kinds.values()),
            wholes=frozenset(kinds[word] for word in hiding),
            fills=tuple(map(tuple, fills)),
            steps=steps,
            shows=_shows(needs, fills, layers, len(numbers)),
            layers=layers,
            plain=sum(1 << n for n, one in enumerate(steps) if len(one) == len(one[0]) == 1),
        )

    @property
    def spoken(self) -> Iterator[str]:
        """The words that a pattern looks for, without those that only hide others."""
        looked_for = frozenset[int]().union(*self.fills)
        return (
            word for word, kind in zip(self.words, self.kinds, strict=True) if kind in looked_for
        )


def _number(token: Token, tokens: dict[frozenset[str], int]) -> int:
    return tokens.setdefault(token.words, len(tokens)) if token.words else -1


def _filled(tokens: Mapping[frozenset[str], int]) -> dict[str, list[int]]:
    """Per word the tokens it fills."""
    filled: dict[str, list[int]] = {}
    for words, token in tokens.items():
        for word in sorted(words):
            filled.setdefault(word, []).append(token)
    return filled


def _shows(
    needs: Sequence[Sequence[int]], fills: Sequence[Sequence[int]], layers: int, kinds: int
) -> tuple[int, ...]:
    """Per kind its bits; a pattern with few tokens stands in the layers left over once more."""
    of_token = [0] * len(fills)
    for number, tokens in enumerate(needs):
        for layer in range(layers):
            token = tokens[min(layer, len(tokens) - 1)]
            of_token[token] |= 1 << layer * len(needs) + number
    of_kind = [0] * kinds
    for token, filling in enumerate(fills):
        for kind in filling:
            of_kind[kind] |= of_token[token]
    return tuple(of_kind)
