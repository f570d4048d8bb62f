"""Paid services for debtors that are not what they say: recognised by plain words, as data.

Whoever sells 停息挂账 or 征信修复 is no collector, and no help either. A kind is a row of
`offers.toml`, its examples and near-misses beside it; they are tried whenever it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from ahocorasick_rs import AhoCorasick

from handlers.practices.rows import Row
from handlers.verdicts import OfferId, ProvisionId

FEWEST: Final = 3
"""Examples, and near-misses, each kind must have."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of service.

    Attributes:
        name: what people call it.
        about: normalised words for the service; one of them must be there.
        least: how many different words that sell it takes.
        provisions: law to show with the warning, main ones first.
    """

    id: OfferId
    name: str
    about: frozenset[str]
    least: int
    provisions: tuple[ProvisionId, ...]

    def named_in(self, text: str) -> int:
        """How many of its words stand in a text of normal form."""
        return sum(word in text for word in self.about)


@dataclass(frozen=True, slots=True)
class Offers:
    """All kinds, with the words they share.

    Attributes:
        sells: words by which somebody offers it: for money, with a promise, with an address.
        unless: words of a warning, of news, of a lender's own help, of a collector.
        named: any word for any of the services.
    """

    kinds: tuple[Offer, ...]
    sells: frozenset[str]
    unless: frozenset[str]
    named: tuple[str, ...]
    _automaton: AhoCorasick = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """All words for a service are looked for at once."""
        object.__setattr__(self, "_automaton", AhoCorasick(self.named))

    def heard(self, text: str) -> Offer | None:
        """The service that is offered in a text of normal form, None when none is."""
        if not self._automaton.find_matches_as_indexes(text):  # nearly every message ends here
            return None
        if any(word in text for word in self.unless):
            return None
        sold = sum(word in text for word in self.sells)
        heard = [kind for kind in self.kinds if sold >= kind.least and kind.named_in(text)]
        return max(heard, key=lambda kind: kind.named_in(text), default=None)

    def kind(self, wanted: OfferId) -> Offer | None:
        """The kind with that id; None for one that the catalogue no longer has."""
        return next((kind for kind in self.kinds if kind.id == wanted), None)


def read(row: Row, known: Collection[str] | None = None) -> Offers:
    """The kinds of a file, checked and proven on their own examples.

    Args:
        known: ids of the law book; None leaves citations unchecked.

    Raises:
        CatalogueError: a row is wrong, or does not do what its examples say.
    """
    rows = row.rows("offers")
    least = row.number("least", 1)
    kinds = tuple(_kind(one, known, least) for one in rows)
    if len({kind.id for kind in kinds}) != len(kinds):
        raise row.fail("'offers' has an id twice")
    offers = Offers(
        kinds=kinds,
        sells=_words(row, "sells"),
        unless=_words(row, "unless"),
        named=tuple(sorted({word for kind in kinds for word in kind.about})),
    )
    row.done()
    for one, kind in zip(rows, kinds, strict=True):
        _prove(one, kind, offers)
    return offers


def _kind(row: Row, known: Collection[str] | None, least: float) -> Offer:
    provisions = row.texts("provisions", least=1)
    for provision in provisions:
        if known is not None and provision not in known:
            raise row.fail(f"'provisions' names {provision!r}, which the law book does not have")
    kind = Offer(
        id=OfferId(row.text("id")),
        name=row.text("name"),
        about=_words(row, "about"),
        least=int(row.number("least", least)),
        provisions=tuple(ProvisionId(provision) for provision in provisions),
    )
    row.texts("examples", least=FEWEST)
    row.texts("near_misses", least=FEWEST)
    row.done()
    return kind


def _words(row: Row, key: str) -> frozenset[str]:
    """A list of words in normal form; "{concept}" takes in the words of one of the lexicon."""
    found: set[str] = set()
    for word in row.texts(key, least=1):
        if word.startswith("{"):
            if word[1:-1] not in row.grammar.concepts:
                raise row.fail(f"{key!r}: {word} is not a concept")
            found |= row.grammar.concepts[word[1:-1]]
        else:
            found.add(row.grammar.normal(word))
    return frozenset(found)


def _prove(row: Row, kind: Offer, offers: Offers) -> None:
    """Each example is heard as this kind, no near-miss as any."""
    normal: Callable[[str], str] = row.grammar.normal
    for number, text in enumerate(row.texts("examples"), start=1):
        if offers.heard(normal(text)) is not kind:
            raise row.fail(f"'examples' {number} does not show it")
    for number, text in enumerate(row.texts("near_misses"), start=1):
        if offers.heard(normal(text)) is not None:
            raise row.fail(f"'near_misses' {number} shows it")
