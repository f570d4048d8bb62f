"""Rows by n-gram, put away by first character: a text needs those of its own characters only."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")


def put_away(rows: Mapping[str, Row], *, by: int) -> tuple[bytes, dict[str, tuple[int, int]]]:
    """Shelves one behind the other, and per character where its shelf begins and ends.

    Args:
        by: which character of a key (0 the first, -1 the last) says on which shelf it lies.
    """
    shelves: dict[str, dict[str, Row]] = {}
    for key, row in rows.items():
        shelves.setdefault(key[by], {})[key] = row
    content = bytearray()
    places = {}
    for character, shelf in shelves.items():
        start = len(content)
        content += marshal.dumps(shelf)
        places[character] = start, len(content)
    return bytes(content), places


@dataclass(frozen=True, slots=True)
class Store:
    """Rows put away.

    Attributes:
        content: the shelves, one behind the other.
        places: per first character where its shelf begins and ends.
    """

    content: bytes
    places: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, rows: Mapping[str, str]) -> Store:
        """Put rows away."""
        return cls(*put_away(rows, by=0))

    def shelf(self, first: str) -> Mapping[str, str] | None:
        """The rows whose key begins with a character, None where there are none."""
        place = self.places.get(first)
        if place is None:
            return None
        rows: Mapping[str, str] = marshal.loads(self.content[slice(*place)])  # noqa: S302 -- ours
        return rows


class Shelves(Mapping[str, str]):
    """Rows that are unpacked when the first of a character is asked for. Only ever grows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open: dict[str, Mapping[str, str]] = {}

    def _shelf(self, first: str) -> Mapping[str, str]:
        shelf = self._open.get(first)
        if shelf is None:
            shelf = self._store.shelf(first)
            if shelf is None:
                return {}
            self._open[first] = shelf
        return shelf

    def __getitem__(self, key: str) -> str:
        return self._shelf(key[:1])[key]

    def __iter__(self) -> Iterator[str]:
        return (key for first in self._store.places for key in self._shelf(first))

    def __len__(self) -> int:
        return sum(len(self._shelf(first)) for first in self._store.places)
