"""Where terms stand, as bytes: a question needs some dozens of twenty thousand terms.

Terms lie on shelves by their last character, which words, pairs and concepts that say the same
have in common; a shelf is opened when a term on it is asked for.
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from handlers.practices.shelves import put_away

Posting = tuple[int, float]
"""A place and how much the term counts there."""
Row = tuple[float, bytes, bytes, bytes]
_POSTING = struct.Struct("<Hd")


def written(postings: Iterable[Posting]) -> bytes:
    """Postings as bytes; fewer than 65,536 places."""
    return b"".join(_POSTING.pack(at, share) for at, share in postings)


def _read(content: bytes) -> Iterator[Posting]:
    return _POSTING.iter_unpack(content)


class Entry(NamedTuple):
    """One term.

    Attributes:
        rarity: how much it tells.
    """

    rarity: float
    wordings: bytes
    questions: bytes
    texts: bytes

    def alone(self) -> Iterator[Posting]:
        """The wordings it stands in."""
        return _read(self.wordings)

    def together(self) -> Iterator[Posting]:
        """The questions in whose wordings it stands."""
        return _read(self.questions)

    def answers(self) -> Iterator[Posting]:
        """The questions in whose answers it stands."""
        return _read(self.texts)


@dataclass(frozen=True, slots=True)
class Entries:
    """All terms.

    Attributes:
        content: the shelves, one behind the other.
        places: per last character of a term where its shelf begins and ends.
    """

    content: bytes
    places: Mapping[str, tuple[int, int]]
    _open: dict[str, Mapping[str, Row]] = field(
        init=False, repr=False, compare=False, default_factory=dict, metadata={"kept": False}
    )

    @classmethod
    def of(cls, rows: Mapping[str, Row]) -> Entries:
        """Put terms away."""
        return cls(*put_away(rows, by=-1))

    def entry(self, term: str) -> Entry | None:
        """One term, None where nobody has used it."""
        last = term[-1]
        shelf = self._open.get(last)
        if shelf is None:
            place = self.places.get(last)
            if place is None:
                return None
            shelf = marshal.loads(self.content[slice(*place)])  # noqa: S302 -- ours
            self._open[last] = shelf
        row = shelf.get(term)
        return None if row is None else Entry(*row)
