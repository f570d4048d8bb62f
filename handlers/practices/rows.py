"""Reading one row of a catalogue file strictly: every field known, every value of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import Enum
from typing import TypeVar

from handlers.practices.errors import CatalogueError
from handlers.practices.pattern import Pattern, parse

Choice = TypeVar("Choice", bound=Enum)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What patterns are read with: the concepts, and the normal form of words."""

    concepts: Mapping[str, frozenset[str]]
    normal: Callable[[str], str]
    _read: dict[str, Pattern] = field(default_factory=dict)

    def pattern(self, source: str) -> Pattern:
        """A pattern; the same source is the same object.

        Raises:
            ValueError: it cannot be read; the argument says why.
        """
        if source not in self._read:
            self._read[source] = parse(source, self.concepts, self.normal)
        return self._read[source]


@dataclass(slots=True)
class Row:
    """A table of a TOML file, taken apart field by field; what is left over is an error."""

    file: str
    name: str
    table: Mapping[str, object]
    grammar: Grammar
    _seen: set[str] = field(default_factory=set)

    def fail(self, problem: str) -> CatalogueError:
        """The error to raise about this row."""
        return CatalogueError(self.file, self.name, problem)

    def _take(self, key: str) -> object:
        self._seen.add(key)
        return self.table.get(key)

    def done(self) -> None:
        """Refuse fields nobody asked for: a typing error must not pass in silence."""
        left = sorted(set(self.table) - self._seen)
        if left:
            raise self.fail(f"unknown field {left[0]!r}")

    def text(self, key: str, default: str | None = None) -> str:
        """A non-empty text."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key!r} must be a text")
        return value

    def texts(self, key: str, *, least: int = 0) -> tuple[str, ...]:
        """A list of non-empty texts."""
        value = self._take(key)
        if value is None:
            value = []
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail(f"{key!r} must be a list of texts")
        if len(value) < least:
            raise self.fail(f"{key!r} needs at least {least}")
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.fail(f"{key!r} must be true or false")
        return value

    def number(self, key: str, default: float) -> float:
        """A number."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(f"{key!r} must be a number")
        return float(value)

    def clock(self, key: str) -> time | None:
        """A time of day written "23:30"."""
        value = self._take(key)
        if value is None:
            return None
        try:
            return time.fromisoformat(str(value))
        except ValueError:
            raise self.fail(f"{key!r} must be a time like 23:30") from None

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of an enumeration's values."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        return self.member(key, kind, value)

    def choices(self, key: str, kind: type[Choice]) -> frozenset[Choice]:
        """Several of an enumeration's values."""
        return frozenset(self.member(key, kind, value) for value in self.texts(key))

    def member(self, key: str, kind: type[Choice], value: object) -> Choice:
        """A value as a member of an enumeration."""
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(str(member.value) for member in kind)
            raise self.fail(f"{key!r} is {value!r}, not one of {allowed}") from None

    def patterns(self, key: str, *, least: int = 0) -> tuple[Pattern, ...]:
        """A list of patterns in the sign language."""
        found = []
        for source in self.texts(key, least=least):
            try:
                found.append(self.grammar.pattern(source))
            except ValueError as error:
                raise self.fail(f"{key!r} {source!r}: {error}") from None
        return tuple(found)

    def rows(self, key: str, *, named: bool = True) -> tuple[Row, ...]:
        """A list of tables; ``named`` ones carry an id that names them in errors."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.fail(f"{key!r} must be a list of rows")
        rows = []
        for position, item in enumerate(value, start=1):
            table = {"text": item} if isinstance(item, str) else item  # the short form of a row
            if not isinstance(table, dict):
                raise self.fail(f"{key!r} row {position} must be a table")
            label = str(table.get("id", position)) if named else str(position)
            rows.append(Row(self.file, f"{key}.{label}", table, self.grammar))
        return tuple(rows)
