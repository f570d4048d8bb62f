"""Cues: weak signs that count only together. Points are data, added once for each cue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.texts import tables
from handlers.texts.anchors import Anchors
from handlers.texts.errors import WordingError
from handlers.texts.pattern import Pattern
from handlers.texts.shapes import compiled


@dataclass(frozen=True, slots=True)
class Cue:
    """One weak sign; negative points speak against."""

    id: str
    points: int
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of one file.

    Attributes:
        enough: the points that count.
        longest: folded characters up to which a text is short enough to be weighed.
    """

    rows: tuple[Cue, ...]
    enough: int
    longest: int
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]
    anchors: Anchors[Cue]

    @classmethod
    def load(cls, path: Path, words: Mapping[str, str]) -> Cues:
        """Reads and checks a file.

        Args:
            path: the file.
            words: groups of words its patterns may name.

        Raises:
            WordingError: the file, or one of its rows, is wrong.
        """
        data = tables.read(path)
        tables.only(path.name, data, frozenset({"together", "cue"}))
        together = data.get("together", {})
        where = f"{path.name}: together"
        fields = frozenset({"enough", "longest", "examples", "near_misses"})
        tables.only(where, together, fields)
        rows = tuple(_cue(path.name, row, words) for row in data.get("cue", []))
        return cls(
            rows=rows,
            anchors=Anchors.of((pattern, cue) for cue in rows for pattern in cue.patterns),
            enough=_whole(where, together, "enough"),
            longest=_whole(where, together, "longest"),
            examples=tables.rows(where, together, "examples"),
            near_misses=tables.rows(where, together, "near_misses"),
        )

    def are_enough(self, plain: str) -> bool:
        """Whether a short folded text carries enough of them."""
        return len(plain) <= self.longest and self._points(plain) >= self.enough

    def _points(self, plain: str) -> int:
        """The points of all cues the text carries, each once."""
        trying = self.anchors.worth_trying(plain)
        carried = {cue.id: cue.points for pattern, cue in trying if pattern.search(plain)}
        return sum(carried.values())


def _cue(file: str, row: Mapping[str, Any], words: Mapping[str, str]) -> Cue:
    """One checked cue."""
    where = f"{file}: cue {row.get('id', '?')}"
    tables.only(where, row, frozenset({"id", "points", "any"}))
    patterns = tables.rows(where, row, "any")
    if not patterns:
        raise WordingError(f"{where}: needs any")
    return Cue(
        id=tables.words(where, row, "id"),
        points=_whole(where, row, "points"),
        patterns=tuple(compiled(where, pattern, words) for pattern in patterns),
    )


def _whole(where: str, table: Mapping[str, Any], field: str) -> int:
    """A field that must be a whole number."""
    value = table.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise WordingError(f"{where}: {field} must be a whole number")
    return value
