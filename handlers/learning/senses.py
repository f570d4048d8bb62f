"""Senses: groups of meanings a text may carry, told to a model beside the words themselves.

A sense is no verdict. What each says, alone and beside another one, is learned from material;
the groups themselves are data that anybody can widen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handlers.texts import tables
from handlers.texts.anchors import Anchors
from handlers.texts.errors import WordingError
from handlers.texts.pattern import Pattern
from handlers.texts.shapes import compiled


@dataclass(frozen=True, slots=True)
class Senses:
    """The groups of one file, by the words their patterns need."""

    names: tuple[str, ...]
    anchors: Anchors[str]

    @classmethod
    def load(cls, path: Path) -> Senses:
        """Reads and checks a file; a pattern may name any group above it as <group>.

        Raises:
            WordingError: the file, or one of its groups, is wrong.
        """
        data = tables.read(path)
        tables.only(path.name, data, frozenset({"senses"}))
        groups = data.get("senses", {})
        words: dict[str, str] = {}
        patterns: list[tuple[Pattern, str]] = []
        for name in groups:
            where = f"{path.name}: {name}"
            rows = tables.rows(where, groups, name)
            patterns += [(compiled(where, pattern, words), str(name)) for pattern in rows]
            words[name] = "|".join(found.pattern for found, of in patterns if of == name)
            if not words[name]:
                raise WordingError(f"{where}: needs patterns")
        return cls(tuple(groups), Anchors.of(patterns))

    def carried(self, plain: str) -> tuple[str, ...]:
        """The senses a folded text carries, sorted."""
        found: set[str] = set()
        for pattern, name in self.anchors.worth_trying(plain):
            if name not in found and pattern.search(plain):
                found.add(name)
        return tuple(sorted(found))

    def marks(self, plain: str) -> frozenset[str]:
        """The senses a folded text carries, and every pair of them."""
        carried = self.carried(plain)
        pairs = {f"{one}+{other}" for at, one in enumerate(carried) for other in carried[at + 1 :]}
        return frozenset((*carried, *pairs))
