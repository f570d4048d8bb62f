"""Everything reviewed that an answer is made of, as it stands in memory, to be kept and read again.

Law, questions and what finds them, wording, and what hears danger: reading them from their sources
takes three seconds, reading what was kept some hundredths. decisions/0018-prepared.md.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlers import kept
from handlers.counsel.book import LEANING, QUESTIONS, QuestionBook
from handlers.counsel.entries import Entries
from handlers.counsel.finding import Finder
from handlers.counsel.index import Index
from handlers.counsel.matter import Matter, Role
from handlers.counsel.ranking import RANKING, Ranking
from handlers.counsel.reading import Topic
from handlers.counsel.ready import Ready
from handlers.counsel.terms import SYNONYMS, Synonyms, Terms
from handlers.crisis import RULES, WEIGHTS, Crisis
from handlers.language.evasion import Disguises, Unmasker, pairs
from handlers.law.book import PROVISIONS, LawBook
from handlers.law.provision import Kind, Layer, Provision, Verified
from handlers.law.routes import ROUTES, RouteBook
from handlers.learning.listener import Listener
from handlers.learning.senses import Senses
from handlers.practices.classifier import HOME
from handlers.practices.loading import read_disguises
from handlers.practices.plain import Plain
from handlers.questions import Question
from handlers.texts import tables
from handlers.texts.anchors import Anchors
from handlers.texts.cues import Cue, Cues
from handlers.texts.pattern import Pattern
from handlers.texts.practices import Danger, PracticeWords
from handlers.texts.shapes import Shape, Shapes
from handlers.texts.texts import Sentence, Texts
from handlers.verdicts import Paper

_CODE = (
    ".",
    "counsel",
    "language",
    "language/repayment",
    "law",
    "learning",
    "money",
    "practices",
    "repayment",
)
_KINDS = (
    *(Matter, Role, Topic, Synonyms, Ranking, Ready, Index, Entries, Disguises),
    *(Anchors, Cue, Cues, Pattern, Senses, Shape, Shapes),
    *(Danger, Paper, PracticeWords, Question, Sentence, Texts),
    *(Kind, Layer, Provision, Verified, date),
)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What questions are answered from; nothing in it ever changes.

    Attributes:
        disguises: what writers use instead of the words they mean.
    """

    law: LawBook
    texts: Texts
    crisis: Crisis
    book: QuestionBook
    synonyms: Synonyms
    disguises: Disguises
    ranking: Ranking
    ready: Ready

    @classmethod
    def load(cls, practices: Collection[str]) -> Reviewed:
        """Read the sources, check and index them.

        Args:
            practices: ids of the catalogue.

        Raises:
            LawDataWrong: something in the law data or in the questions is wrong.
            WordingError: something in the wording is.
        """
        law = LawBook.load()
        routes = RouteBook.load(law, practices=practices)
        texts = Texts.load(practices=practices, sources={*law.ids, *routes.ids})
        book = QuestionBook.load(law, routes, practices=practices)
        synonyms, disguises = Synonyms.load(), read_disguises(HOME)
        return cls(
            law=law,
            texts=texts,
            crisis=Crisis.load(),
            book=book,
            synonyms=synonyms,
            disguises=disguises,
            ranking=Ranking.load(),
            ready=Ready.of(book.matters, _terms(synonyms, disguises)),
        )

    @property
    def terms(self) -> Terms:
        """What takes questions apart."""
        return _terms(self.synonyms, self.disguises)

    def finder(self, terms: Terms) -> Finder:
        """What finds questions."""
        return Finder(self.book.matters, terms, self.ranking, self.ready)


def _terms(synonyms: Synonyms, disguises: Disguises) -> Terms:
    return Terms(synonyms, Unmasker(disguises, pairs(synonyms.words)))


def source() -> bytes:
    """A digest of everything that it is made from: data, code, and the Python it runs in."""
    return kept.digest((*code(), *data()))


def code() -> tuple[Path, ...]:
    """The files of code that have a part in it."""
    return kept.code(*_CODE, "texts")


def data() -> tuple[Path, ...]:
    """The files of data."""
    rooms = (PROVISIONS, QUESTIONS, HOME, tables.FOLDER, tables.FOLDER / "zh", RULES)
    files = [path for room in rooms for path in sorted(room.glob("*.toml"))]
    return (*files, QUESTIONS / LEANING, ROUTES, SYNONYMS, RANKING, RULES / WEIGHTS)


def write(reviewed: Reviewed, source: bytes) -> bytes:
    """It as bytes.

    Args:
        source: the digest that was taken before it was loaded.
    """
    law, book, crisis = reviewed.law, reviewed.book, reviewed.crisis
    plain = Plain(_KINDS).apart(
        (
            (law.provisions, law.hash),
            reviewed.texts,
            (crisis.shapes, crisis.cues, crisis.anchors, crisis.listener.senses),
            (book.topics, book.hash),
            (reviewed.synonyms, reviewed.disguises, reviewed.ranking, reviewed.ready),
        )
    )
    return kept.closed((plain, kept.weights(crisis.listener.model)), source)


def read(content: bytes, source: bytes) -> Reviewed | None:
    """It from bytes; None where they are damaged, or were made from other sources."""
    found = kept.opened(content, source)
    if found is None:
        return None
    plain, weights = found
    (provisions, law), texts, hearing, (topics, questions), finding = Plain(_KINDS).together(plain)
    shapes, cues, anchors, senses = hearing
    return Reviewed(
        LawBook({provision.id: provision for provision in provisions}, law),
        texts,
        Crisis(shapes, cues, anchors, Listener(senses, kept.model(*weights))),
        QuestionBook(topics, questions),
        *finding,
    )
