"""What a scanner looks up, worked out of patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.practices.pattern import Pattern, Token

Steps = tuple[tuple[tuple[int, int, float], ...], ...]


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
        numbers: per pattern, in the order they came in, its number: those of most tokens first.
        steps: per number its sequences, of each the tokens with gap and least number; a token
            below 0 is a number.
        shows: per kind the patterns it belongs to, a bit for each. A pattern of several tokens has
            as many bits, one in each layer: only where every layer has seen one of its words can
            it match.
        layers: per layer how many patterns have so many tokens, which is how many bits it has.
        plain: patterns that are there as soon as one of their words is, a bit for each.
    """

    words: tuple[str, ...]
    kinds: tuple[int, ...]
    wholes: frozenset[int]
    fills: tuple[tuple[int, ...], ...]
    numbers: tuple[int, ...]
    steps: tuple[Steps, ...]
    shows: tuple[int, ...]
    layers: tuple[int, ...]
    plain: int

    @classmethod
    def of(cls, patterns: Sequence[Pattern], wholes: Iterable[str] = ()) -> Index:
        """Number the words and tokens of some patterns."""
        tokens: dict[frozenset[str], int] = {}
        unordered = [_steps(pattern, tokens) for pattern in patterns]
        order = sorted(range(len(patterns)), key=lambda at: -len(_needs(unordered[at])))
        steps = tuple(unordered[at] for at in order)
        hiding = frozenset(wholes)
        of_word = _filled(tokens)
        of_word.update((word, []) for word in sorted(hiding - of_word.keys()))
        known: dict[tuple[int, ...], int] = {}
        kinds = {
            word: known.setdefault((word in hiding, *filled), len(known))
            for word, filled in of_word.items()
        }
        fills: list[list[int]] = [[] for _ in tokens]
        for (_, *filled), kind in known.items():
            for token in filled:
                fills[token].append(kind)
        layers, shows = _layered(steps, fills, len(known))
        return cls(
            words=tuple(kinds),
            kinds=tuple(kinds.values()),
            wholes=frozenset(kinds[word] for word in hiding),
            fills=tuple(map(tuple, fills)),
            numbers=tuple(sorted(range(len(order)), key=order.__getitem__)),
            steps=steps,
            shows=shows,
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


def _steps(pattern: Pattern, tokens: dict[frozenset[str], int]) -> Steps:
    """The sequences of a pattern, their tokens numbered."""
    return tuple(
        tuple((_number(token, tokens), token.gap, token.least) for token in sequence)
        for sequence in pattern.sequences
    )


def _number(token: Token, tokens: dict[frozenset[str], int]) -> int:
    return tokens.setdefault(token.words, len(tokens)) if token.words else -1


def _needs(steps: Steps) -> list[int]:
    """The different tokens of a pattern that words fill."""
    return sorted({token for sequence in steps for token, _, _ in sequence if token >= 0})


def _filled(tokens: Mapping[frozenset[str], int]) -> dict[str, list[int]]:
    """Per word the tokens it fills."""
    filled: dict[str, list[int]] = {}
    for words, token in tokens.items():
        for word in sorted(words):
            filled.setdefault(word, []).append(token)
    return filled


def _layered(
    steps: Sequence[Steps], fills: Sequence[Sequence[int]], kinds: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How wide each layer is, and per kind its bits in all of them, the first layer lowest."""
    needs = [_needs(one) for one in steps]
    deep = range(len(needs[0]) if needs else 0)
    layers = tuple(sum(len(tokens) > layer for tokens in needs) for layer in deep)
    of_token = [0] * len(fills)
    for number, tokens in enumerate(needs):
        for layer, token in enumerate(tokens):
            of_token[token] |= 1 << sum(layers[:layer]) + number
    of_kind = [0] * kinds
    for token, filling in enumerate(fills):
        for kind in filling:
            of_kind[kind] |= of_token[token]
    return layers, tuple(of_kind)
