"""The public face of the practices: a catalogue that checked itself, and the classifier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

from handlers.practices.errors import CatalogueError
from handlers.practices.judge import Judge
from handlers.practices.loading import load
from handlers.practices.model import WEIGHTS, Model
from handlers.practices.rules import BEIJING
from handlers.practices.shapes import Book, Example, Practice
from handlers.verdicts import Passage, PracticeId, Sent, SentSource, Verdict

HOME = Path(__file__).parent / "catalogue"
STAMP = "checked.txt"
_NOON = time(12)
_SOME_DAY = datetime(2026, 3, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The list of practices, validated: every example matches and no near-miss does.

    Attributes:
        hash: SHA-256 over the files it was read from, hex; a verdict names it.
        practices: by id, in order of the file names.
    """

    hash: str
    practices: Mapping[PracticeId, Practice]
    judge: Judge = field(repr=False)

    @classmethod
    def load(
        cls, known_provisions: Collection[str] | None = None, *, home: Path = HOME
    ) -> Catalogue:
        """Read and check the catalogue.

        The examples of a catalogue that carries the stamp of having been proven are not tried
        again: a command line tool must start at once, and any edit changes the hash.

        Args:
            known_provisions: ids of the law book; None leaves citations unchecked.
            home: the folder to read.

        Raises:
            CatalogueError: something in it is wrong; names the file and the row.
        """
        book = load(home, known_provisions)
        model = weights(home)
        judge = Judge(book, model)
        if stamp(home) != proof(book, model):
            check(book, judge)
        return cls(book.hash, book.practices, judge)


class Classifier:
    """Judges messages with a catalogue. Deterministic, pure, safe to share between threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._judge = catalogue.judge
        self.practices = catalogue.practices

    def judge(self, passage: Passage) -> Verdict:
        """What the message shows. Provisions are left empty: they depend on the day."""
        return self._judge.judge(passage)


def passage(example: Example) -> Passage:
    """An example as it would have arrived; by day unless it says otherwise."""
    at = datetime.combine(_SOME_DAY, example.sent or _NOON, tzinfo=BEIJING)
    return Passage(example.text, example.channel, Sent(at, SentSource.STATED))


def weights(home: Path) -> Model | None:
    """The trained weights beside a catalogue; a catalogue works without any.

    Raises:
        CatalogueError: they cannot be read.
    """
    path = home / WEIGHTS
    return Model.load(path) if path.exists() else None


def proof(book: Book, model: Model | None) -> str:
    """What the stamp says once every example was tried with these files."""
    return f"{book.hash} {model.hash if model else '-'}"


def stamp(home: Path) -> str:
    """Hash of the catalogue whose examples were last proven, "" if none was."""
    try:
        return (home / STAMP).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def check(book: Book, judge: Judge) -> None:
    """Try every example and every near-miss.

    Raises:
        CatalogueError: one of them is judged otherwise than its row says.
    """
    for practice in book.practices.values():
        for number, example in enumerate(practice.examples, start=1):
            if practice.id not in judge.judge(passage(example)).practices:
                raise _wrong(practice, f"examples {number}", "does not show the practice")
        for number, example in enumerate(practice.near_misses, start=1):
            if practice.id in judge.judge(passage(example)).practices:
                raise _wrong(practice, f"near_misses {number}", "shows the practice")


def _wrong(practice: Practice, row: str, problem: str) -> CatalogueError:
    return CatalogueError(f"{practice.id}.toml", row, problem)
