"""The catalogue, its weights and the law book as they stand in memory, to be kept and read again.

Reading the sources, checking them and working out what a judge looks things up in takes most of a
second; reading this takes some hundredths. It is worth exactly what it was made from: it names the
hashes of every file of data and of code that had a part in it, and of itself, and is left aside
where any of them differs. decisions/0018-prepared.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from handlers import kept
from handlers.language.evasion import Disguises
from handlers.law.book import PROVISIONS, LawBook
from handlers.law.provision import Kind, Layer, Provision, Verified
from handlers.practices.classifier import HOME, Catalogue
from handlers.practices.index import Index
from handlers.practices.judge import Judge
from handlers.practices.model import WEIGHTS
from handlers.practices.offers import Offer, Offers
from handlers.practices.pattern import Pattern
from handlers.practices.plain import Plain
from handlers.practices.ready import Ready
from handlers.practices.shapes import (
    Aggravation,
    Book,
    Cue,
    Effect,
    Example,
    Lexicon,
    PaperSign,
    Practice,
    Rule,
    RuleKind,
    Scene,
    Sign,
)
from handlers.practices.speakers import Role
from handlers.verdicts import Channel, Paper, Severity

_CODE = ("language", "law", "practices")
_KINDS = (
    *(Aggravation, Book, Cue, Disguises, Effect, Example, Index, Lexicon, Offer, Offers, PaperSign),
    *(Pattern, Practice, Ready, Rule, RuleKind, Scene, Sign),
    *(Channel, Paper, Role, Severity, Kind, Layer, Provision, Verified, date, time),
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What judging takes: checked practices, and the law they cite."""

    catalogue: Catalogue
    law: LawBook

    @classmethod
    def load(cls) -> Knowledge:
        """Read the sources.

        Raises:
            CatalogueError: something in the catalogue is wrong.
            LawDataWrong: something in the law book is.
        """
        law = LawBook.load()
        return cls(Catalogue.load(law.ids), law)


def source(home: Path = HOME) -> bytes:
    """A digest of everything that knowledge is made from: data, code, and the Python it runs in.

    Args:
        home: folder of the catalogue.
    """
    data = (*sorted(home.glob("*.toml")), home / WEIGHTS, *sorted(PROVISIONS.glob("*.toml")))
    return kept.digest((*code(), *data))


def code() -> tuple[Path, ...]:
    """The files of code that have a part in it."""
    here = kept.HANDLERS
    return (here / "prepared.py", here / "kept.py", here / "verdicts.py", *kept.code(*_CODE))


def write(knowledge: Knowledge, source: bytes) -> bytes:
    """Knowledge as bytes.

    Args:
        source: the digest that was taken before the knowledge was loaded.
    """
    book, model, ready = knowledge.catalogue.judge.parts
    law = knowledge.law
    plain = Plain(_KINDS).apart((book, ready, law.provisions, law.hash))
    return kept.closed((plain, None if model is None else kept.weights(model)), source)


def read(content: bytes, source: bytes) -> Knowledge | None:
    """Knowledge from bytes; None where they are damaged, or were made from other sources."""
    found = kept.opened(content, source)
    if found is None:
        return None
    plain, weights = found
    book, ready, provisions, law = Plain(_KINDS).together(plain)
    judge = Judge(book, None if weights is None else kept.model(*weights), ready)
    return Knowledge(
        Catalogue(book.hash, book.practices, judge),
        LawBook({provision.id: provision for provision in provisions}, law),
    )
