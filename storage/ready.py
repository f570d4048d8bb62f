"""Statements that are compiled once and run without SQLAlchemy's own machinery around them.

What stands on the way of every message finds or writes a few rows by a key. The database needs
some ten microseconds for that; asking for it through the engine takes two hundred. So such a
statement is written in SQLAlchemy's language like every other, compiled for the database at its
first use, and handed to the driver with its values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.result import result_tuple
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import CompilerElement

Values = Mapping[str, Any]
WIDTH: Final = 32
"""How many values one list of a ready statement has room for."""


def among(column: ColumnElement[Any], blank: str) -> ColumnElement[bool]:
    """That a column holds one of a list; `lists` gives the values for it."""
    return column.in_([bindparam(f"{blank}_{place}") for place in range(WIDTH)])


def lists(blank: str, values: Collection[Any]) -> Iterator[dict[str, Any]]:
    """The values for `among`, as many at a time as there is room for; short lists repeat one."""
    left = iter(dict.fromkeys(values))
    while some := list(islice(left, WIDTH)):
        filled = [*some, *[some[0]] * (WIDTH - len(some))]
        yield {f"{blank}_{place}": value for place, value in enumerate(filled)}


class Ready:
    """A statement with named blanks; everything that is not a blank is fixed for good.

    Args:
        statement: only plain values go in and come out: text, numbers, bytes, None.
        columns: for an insert, the columns it fills; none means all.
    """

    __slots__ = ("_columns", "_places", "_row", "_statement", "sql")

    def __init__(self, statement: CompilerElement, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._places: tuple[tuple[str, bool, Any], ...] = ()
        self._row: Callable[[Iterable[Any]], Row[Any]] = result_tuple(())
        self.sql = ""

    def compiled_for(self, dialect: Dialect) -> Ready:
        """Itself, ready to run; one process has one kind of database."""
        if not self.sql:
            compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
            if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
                raise TypeError("a statement with positions for its values")
            self._places = tuple(
                (name, compiled.binds[name].required, compiled.params[name])
                for name in compiled.positiontup
            )
            self._row = result_tuple([entry.keyname for entry in compiled._result_columns])  # noqa: SLF001 - the names of what it selects stand nowhere else
            self.sql = str(compiled)
        return self

    def bound(self, values: Values) -> tuple[Any, ...]:
        """The values in the order of the statement."""
        return tuple([values[name] if blank else fixed for name, blank, fixed in self._places])

    def row(self, found: Iterable[Any]) -> Row[Any]:
        """One row with the names of its columns."""
        return self._row(found)
