"""The catalogue, its weights and the law book as they stand in memory, to be kept and read again.

Reading the sources, checking them and working out what a judge looks things up in takes most of a
second; reading this takes some hundredths. It is worth exactly what it was made from: it names the
hashes of every file of data and of code that had a part in it, and of itself, and is left aside
where any of them differs. decisions/0018-prepared.md.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from handlers.language.evasion import Disguises
from handlers.law.book import PROVISIONS, LawBook
from handlers.law.provision import Kind, Layer, Provision, Verified
from handlers.practices.classifier import HOME, Catalogue
from handlers.practices.judge import Judge
from handlers.practices.model import WEIGHTS, Model
from handlers.practices.offers import Offer, Offers
from handlers.practices.pattern import Pattern
from handlers.practices.plain import Plain
from handlers.practices.ready import Ready
from handlers.practices.scan import Index
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
from handlers.practices.shelves import Shelves, Store
from handlers.practices.speakers import Role
from handlers.verdicts import Channel, Paper, Severity

_MAGIC = b"wenzhu prepared 1\n"
_DIGEST = hashlib.sha256().digest_size
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
    digest = hashlib.sha256(sys.version.encode())
    data = (*sorted(home.glob("*.toml")), home / WEIGHTS, *sorted(PROVISIONS.glob("*.toml")))
    for name, content in _contents([*code(), *data]):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()


def code() -> tuple[Path, ...]:
    """The files of code that have a part in it."""
    here = Path(__file__).parent
    rooms = (path for folder in _CODE for path in sorted((here / folder).glob("*.py")))
    return (Path(__file__), here / "verdicts.py", *rooms)


def _contents(paths: Iterable[Path]) -> Iterable[tuple[str, bytes]]:
    return ((path.name, path.read_bytes()) for path in paths if path.exists())


def write(knowledge: Knowledge, source: bytes) -> bytes:
    """Knowledge as bytes.

    Args:
        source: the digest that was taken before the knowledge was loaded.
    """
    book, model, ready = knowledge.catalogue.judge.parts
    law = knowledge.law
    plain = Plain(_KINDS).apart((book, ready, law.provisions, law.hash))
    payload = marshal.dumps((plain, None if model is None else _weights(model)))
    return _MAGIC + source + hashlib.sha256(payload).digest() + payload


def read(content: bytes, source: bytes) -> Knowledge | None:
    """Knowledge from bytes; None where they are damaged, or were made from other sources."""
    head = len(_MAGIC) + len(source)
    if content[:head] != _MAGIC + source:
        return None
    payload = memoryview(content)[head + _DIGEST :]
    if content[head : head + _DIGEST] != hashlib.sha256(payload).digest():
        return None
    plain, weights = marshal.loads(payload)  # noqa: S302 -- what we wrote, as the digest shows
    book, ready, provisions, law = Plain(_KINDS).together(plain)
    judge = Judge(book, None if weights is None else _model(*weights), ready)
    return Knowledge(
        Catalogue(book.hash, book.practices, judge),
        LawBook({provision.id: provision for provision in provisions}, law),
    )


def _weights(model: Model) -> tuple[Any, ...]:
    store = Store.of(model.rows)
    rest = (dict(model.marks), model.bias, model.step, model.mark_step)
    return (store.content, dict(store.places), model.hash, model.labels, *rest)


def _model(content: Any, places: Any, digest: Any, labels: Any, *rest: Any) -> Model:
    return Model(digest, labels, Shelves(Store(content, places)), *rest)
