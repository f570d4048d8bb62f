"""Shapes: rows of patterns over folded text, each with what it must and must not match.

Two rooms use them: hearing that a person is in danger, and refusing sentences that would harm
the person who sends them. A row is data; whoever adds one adds its examples beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.texts import tables
from handlers.texts.errors import WordingError
from handlers.texts.folding import fold
from handlers.texts.pattern import Pattern

_FIELDS = frozenset({"id", "what", "any", "unless", "flags", "examples", "near_misses"})
_WORD = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Shape:
    """One row.

    Attributes:
        what: in one line, for whoever reviews the file.
        patterns: any of them is enough; apart, so that one match never hides another.
        unless: a text that also matches this is not meant; None without exceptions.
        flags: switches the using room knows.
    """

    id: str
    what: str
    patterns: tuple[Pattern, ...]
    unless: Pattern | None
    flags: frozenset[str]
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """All rows of one file, and the words they share."""

    words: Mapping[str, str]
    variants: Mapping[str, str]
    rows: tuple[Shape, ...]

    @classmethod
    def load(cls, path: Path, flags: frozenset[str] = frozenset()) -> Shapes:
        """Reads and checks a file.

        Raises:
            WordingError: the file, or one of its rows, is wrong.
        """
        data = tables.read(path)
        tables.only(path.name, data, frozenset({"words", "variants", "shape"}))
        words: dict[str, str] = {}
        for name, text in data["words"].items():
            words[name] = _expanded(path.name, text, words)
        found = tuple(_row(path.name, row, words, flags) for row in data.get("shape", []))
        ids = [row.id for row in found]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise WordingError(f"{path.name}: shape {twice[0]} stands there twice")
        return cls(words, data.get("variants", {}), found)

    def fold(self, text: str) -> str:
        """The text as the patterns expect it: folded, written variants replaced."""
        plain = fold(text)
        for written, meant in self.variants.items():
            plain = plain.replace(written, meant)
        return plain


def _row(
    file: str, row: Mapping[str, Any], words: Mapping[str, str], flags: frozenset[str]
) -> Shape:
    """One checked row."""
    where = f"{file}: shape {row.get('id', '?')}"
    tables.only(where, row, _FIELDS)
    patterns = tables.rows(where, row, "any")
    examples = tables.rows(where, row, "examples")
    near = tables.rows(where, row, "near_misses")
    if not patterns or not examples or not near:
        raise WordingError(f"{where}: needs any, examples and near_misses")
    switches = frozenset(tables.rows(where, row, "flags"))
    if switches - flags:
        raise WordingError(f"{where}: unknown flag {min(switches - flags)}")
    unless = tables.rows(where, row, "unless")
    return Shape(
        id=tables.words(where, row, "id"),
        what=tables.words(where, row, "what"),
        patterns=tuple(compiled(where, pattern, words) for pattern in patterns),
        unless=compiled(where, "|".join(unless), words) if unless else None,
        flags=switches,
        examples=examples,
        near_misses=near,
    )


def compiled(where: str, pattern: str, words: Mapping[str, str]) -> Pattern:
    """One pattern with the file's words put in.

    Raises:
        WordingError: it is not a pattern, or names a group of words that is not there.
    """
    try:
        return Pattern.checked(_expanded(where, pattern, words))
    except re.error as error:
        raise WordingError(f"{where}: a pattern is wrong: {error}") from error


def _expanded(where: str, pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with <name> replaced by that group of words."""

    def group(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in words:
            raise WordingError(f"{where}: unknown word group {name}")
        return f"(?:{words[name]})"

    return _WORD.sub(group, pattern)
