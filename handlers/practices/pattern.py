"""The sign language: how a row of the catalogue says which words, in which order.

通讯录 群发           one word, then another within six characters, same sentence
{family}/邻居         any word of the concept "family", or the word 邻居
~2 … ~0               the next word within 2, 20 or 0 characters
第 #6+ 个/次           a number of at least six
{family} & 欠/逾期     both, in any order, within forty characters, sentences aside
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

GAP = 6
WIDE_GAP = 20
REACH = 40
_NUMBER = re.compile(r"#(?:(\d+(?:\.\d+)?)\+)?")
_CONCEPT = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Token:
    """One place of a pattern.

    Attributes:
        words: any of these fills it; empty for a number.
        gap: how many characters may stand before it.
        least: for a number: at least this much.
    """

    words: frozenset[str]
    gap: int
    least: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Sequences of tokens; several of them may stand in any order within reach.

    Compared by identity: a grammar reads the same source into the same object.

    Attributes:
        source: as written in the catalogue.
        sequences: what a scanner's index is made of; not kept beside an index that is.
    """

    source: str
    sequences: tuple[tuple[Token, ...], ...] = field(default=(), metadata={"kept": False})


def parse(
    source: str, concepts: Mapping[str, frozenset[str]], normal: Callable[[str], str]
) -> Pattern:
    """Read a pattern.

    Args:
        source: as written in the catalogue.
        concepts: words by concept, already normalised.
        normal: the normal form that messages are matched in.

    Raises:
        ValueError: it cannot be read; the argument says why.
    """
    sequences: list[tuple[Token, ...]] = []
    for part in source.split("&"):
        tokens = _sequence(part.split(), concepts, normal)
        if not any(token.words for token in tokens):
            raise ValueError(f"no word in {part.strip()!r}")
        sequences.append(tokens)
    return Pattern(source, tuple(sequences))


def _sequence(
    items: list[str], concepts: Mapping[str, frozenset[str]], normal: Callable[[str], str]
) -> tuple[Token, ...]:
    tokens: list[Token] = []
    gap = GAP
    if items and (items[-1] == "…" or items[-1].startswith("~")):
        raise ValueError(f"no word after {items[-1]!r}")
    for item in items:
        number = _NUMBER.fullmatch(item)
        if item == "…":
            gap = WIDE_GAP
            continue
        if item.startswith("~"):
            if not item[1:].isdecimal():
                raise ValueError(f"{item!r} is not a distance")
            gap = int(item[1:])
            continue
        if number:
            tokens.append(Token(frozenset(), gap, float(number[1] or 0)))
        else:
            tokens.append(Token(_words(item, concepts, normal), gap))
        gap = GAP
    return tuple(tokens)


def _words(
    item: str, concepts: Mapping[str, frozenset[str]], normal: Callable[[str], str]
) -> frozenset[str]:
    words: set[str] = set()
    for choice in item.split("/"):
        named = _CONCEPT.fullmatch(choice)
        if named:
            if named[1] not in concepts:
                raise ValueError(f"unknown concept {{{named[1]}}}")
            words |= concepts[named[1]]
            continue
        word = normal(choice)
        if not word or set(word) & set("{}"):
            raise ValueError(f"empty or unreadable word in {item!r}")
        words.add(word)
    return frozenset(words)
