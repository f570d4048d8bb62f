"""Texts: every sentence by key, with named blanks that are checked on loading and on use."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handlers.sendable import Lint
from handlers.texts import tables
from handlers.texts.errors import WordingError
from handlers.texts.practices import PracticeWords, read_practice_words
from handlers.verdicts import PracticeId

LONGEST = 150
"""Characters a single sentence template may have: more is a wall of text."""

_SENDABLE_FAMILY = "sendable."


@dataclass(frozen=True, slots=True)
class Sentence:
    """One template: literal pieces, each followed by the name of a blank or by nothing.

    Attributes:
        blanks: names of its blanks.
    """

    pieces: tuple[tuple[str, str | None], ...]
    sources: tuple[str, ...] = ()
    blanks: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        named = frozenset(name for _, name in self.pieces if name is not None)
        object.__setattr__(self, "blanks", named)  # asked for at every use

    def filled(self, values: Mapping[str, str]) -> str:
        """The sentence with its blanks filled; braces inside values stay as they are."""
        return "".join(
            [literal if name is None else literal + values[name] for literal, name in self.pieces]
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """All sentences, loaded and checked once at start."""

    sentences: Mapping[str, Sentence]
    samples: Mapping[str, str]
    practices: Mapping[PracticeId, PracticeWords]

    @classmethod
    def load(
        cls,
        practices: Collection[str] | None = None,
        sources: Collection[str] | None = None,
        folder: Path = tables.FOLDER,
    ) -> Texts:
        """Reads and checks every sentence.

        Args:
            practices: the catalogue's ids; when given, the words for practices must cover
                exactly these.
            sources: ids of provisions and routes; when given, sentences may lean on no other.
            folder: where the files lie.

        Raises:
            WordingError: a key twice, an undeclared blank, a forbidden word, a sentence that
                would harm who sends it, an id nobody knows.
        """
        samples = _samples(folder / "blanks.toml")
        forbidden = _forbidden(folder / "forbidden.toml")
        sentences: dict[str, Sentence] = {}
        for path in sorted((folder / "zh").glob("*.toml")):
            for key, value in _flat("", tables.read(path)):
                if key in sentences:
                    raise WordingError(f"{path.name}: {key} stands there twice")
                sentences[key] = _sentence(f"{path.name}: {key}", value, forbidden)
        _check_blanks(sentences, samples)
        words = read_practice_words(folder / "practices.toml", practices)
        lint = Lint.load()
        for practice, row in words.items():
            for text in (row.sendable, row.step):
                _check_words(f"practices.toml: {practice}", text, forbidden)
            lint.check(f"practices.toml: {practice}", row.sendable)
        for key, sentence in sentences.items():
            if key.startswith(_SENDABLE_FAMILY):
                lint.check(key, sentence.filled({}))
        _check_sources(sentences, words, sources)
        return cls(sentences, samples, words)

    def say(self, key: str, **blanks: str) -> str:
        """The sentence with its blanks filled.

        Raises:
            WordingError: no such key, or a blank missing or too many.
        """
        sentence = self._sentence(key)
        if sentence.blanks != blanks.keys():
            odd = min(sentence.blanks ^ blanks.keys())
            raise WordingError(f"{key}: blank {odd} is missing or not in the sentence")
        return sentence.filled(blanks)

    def word(self, family: str, name: str) -> str:
        """A sentence without blanks out of a family with one member per case."""
        return self.say(f"{family}.{name}")

    def family(self, family: str) -> tuple[str, ...]:
        """Keys of a family, in the order of the files."""
        return tuple(key for key in self.sentences if key.startswith(f"{family}."))

    def has(self, family: str, name: str) -> bool:
        """Whether the family knows this case."""
        return f"{family}.{name}" in self.sentences

    def blanks(self, key: str) -> frozenset[str]:
        """Names of the sentence's blanks."""
        return self._sentence(key).blanks

    def sources(self, key: str) -> tuple[str, ...]:
        """Ids of provisions and routes the sentence leans on."""
        return self._sentence(key).sources

    def sendable(self, practices: Sequence[PracticeId]) -> str:
        """One sentence the person may send back, for the first practice that has words."""
        for practice in practices:
            if practice in self.practices:
                return self.practices[practice].sendable
        return self.say("sendable.who")

    def _sentence(self, key: str) -> Sentence:
        """The template of a key."""
        found = self.sentences.get(key)
        if found is None:
            raise WordingError(f"{key}: no such sentence")
        return found


def _samples(path: Path) -> dict[str, str]:
    """Every blank that may stand in a sentence, with a sample for tests and lawyers."""
    found: dict[str, str] = {}
    for name, row in tables.read(path).items():
        tables.only(f"{path.name}: {name}", row, frozenset({"meaning", "sample"}))
        tables.words(f"{path.name}: {name}", row, "meaning")
        found[name] = tables.words(f"{path.name}: {name}", row, "sample")
    return found


def _forbidden(path: Path) -> tuple[str, ...]:
    """Words no sentence of ours may contain."""
    data = tables.read(path)
    tables.only(path.name, data, frozenset({"promises", "labels", "tone"}))
    return tuple(word for group in data for word in tables.rows(path.name, data, group))


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Dotted keys with their values; a table of text and sources is one sentence."""
    for name, value in table.items():
        if isinstance(value, dict) and value.keys() != {"text", "sources"}:
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", value


def _sentence(where: str, value: object, forbidden: Sequence[str]) -> Sentence:
    """One checked template."""
    table = value if isinstance(value, dict) else {"text": value}
    tables.only(where, table, frozenset({"text", "sources"}))
    text = tables.words(where, table, "text")
    _check_words(where, text, forbidden)
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise WordingError(f"{where}: braces do not match") from error
    if any(spec or conversion for _, _, spec, conversion in parsed):
        raise WordingError(f"{where}: blanks are plain names")
    pieces = tuple((literal, name) for literal, name, _, _ in parsed)
    return Sentence(pieces, tables.rows(where, table, "sources"))


def _check_words(where: str, text: str, forbidden: Sequence[str]) -> None:
    """Refuses what we never say, and meaning carried by pictures or exclamation marks."""
    for word in forbidden:
        if word in text:
            raise WordingError(f"{where}: forbidden word {word}")
    if any(unicodedata.category(char) in {"So", "Sk", "Cn"} for char in text):
        raise WordingError(f"{where}: a picture character")
    if len(text) > LONGEST:
        raise WordingError(f"{where}: longer than {LONGEST} characters")


def _check_blanks(sentences: Mapping[str, Sentence], samples: Mapping[str, str]) -> None:
    """Every blank is declared, every declared blank is used."""
    used: set[str] = set()
    for key, sentence in sentences.items():
        unknown = sorted(sentence.blanks - samples.keys())
        if unknown:
            raise WordingError(f"{key}: blank {unknown[0]} is not declared in blanks.toml")
        used |= sentence.blanks
    idle = sorted(samples.keys() - used)
    if idle:
        raise WordingError(f"blanks.toml: {idle[0]} is used by no sentence")


def _check_sources(
    sentences: Mapping[str, Sentence],
    words: Mapping[PracticeId, PracticeWords],
    known: Collection[str] | None,
) -> None:
    """Nothing leans on a provision or route that does not exist."""
    if known is None:
        return
    leaning = [(key, sentence.sources) for key, sentence in sentences.items()]
    leaning += [(f"practices.toml: {practice}", row.sources) for practice, row in words.items()]
    for where, sources in leaning:
        for source in sources:
            if source not in known:
                raise WordingError(f"{where}: unknown source {source}")
