"""What a question is made of, for retrieval: pairs of characters, words, and concepts.

Evasion is undone as in judging (通 讯 录, 催shou, 傳票), and what people call a thing is read as
the thing: 要账的 and 讨债的 are both 催收.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import rjieba
from ahocorasick_rs import AhoCorasick, MatchKind

from handlers.language.evasion import Unmasker
from handlers.language.normal import Normaliser
from handlers.law.errors import LawDataWrong

SYNONYMS = Path(__file__).with_name("synonyms.toml")

_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+(?:\.\d+)?")
_EMPTY = frozenset("的了吗呢吧啊呀嘛么哦哈嗯唉哎呗啦哇")
"""Characters that carry mood and nothing else."""
PAIR, WORD, CONCEPT = "", "w:", "c:"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of term counts."""

    pair: float = 1.0
    word: float = 1.0
    concept: float = 1.5


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Concepts and how people name them.

    Attributes:
        meant: the concept of each way of saying it.
        idle: words that tell nothing about a question.
        anchors: concepts that only somebody with debts on his mind names.
        hints: concepts that may belong to his matter, or to something else.
        foreign: concepts of other matters.
        kinds: kinds of debt with rules of their own; an answer about one is none about others.
        slots: concepts of which a follow-up puts another one in the place of the first.
    """

    meant: Mapping[str, str]
    idle: frozenset[str]
    anchors: frozenset[str]
    hints: frozenset[str]
    foreign: frozenset[str]
    kinds: frozenset[str]
    slots: tuple[frozenset[str], ...]
    _search: tuple[AhoCorasick, tuple[str, ...]] = field(
        init=False, repr=False, compare=False, metadata={"kept": False}
    )

    def __post_init__(self) -> None:
        """Make ready to look for all of them at once."""
        search = AhoCorasick(list(self.meant), matchkind=MatchKind.LeftmostLongest)
        object.__setattr__(self, "_search", (search, tuple(self.meant.values())))

    @classmethod
    def load(cls, file: Path = SYNONYMS) -> Synonyms:
        """Read the file.

        Raises:
            LawDataWrong: it is not TOML, a word names two concepts, or one is not there.
        """
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            said = {str(name): str(words).split() for name, words in table["concepts"].items()}
            idle, anchors, hints, foreign, kinds = (
                str(table[key]).split() for key in ("idle", "anchors", "hints", "foreign", "kinds")
            )
            slots = [str(slot).split() for slot in table["slots"]]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            raise LawDataWrong(file.name, "", f"读不出来（{error}）") from error
        homes: dict[str, str] = {}
        for concept, words in said.items():
            for word in words:
                if word in homes:
                    raise LawDataWrong(file.name, concept, f"“{word}”也写在 {homes[word]} 里")
                homes[word] = concept
        for name in (
            *anchors,
            *hints,
            *foreign,
            *kinds,
            *(name for slot in slots for name in slot),
        ):
            if name not in said:
                raise LawDataWrong(file.name, name, "[concepts] 里没有这个概念")
        return cls(
            homes,
            frozenset(idle),
            frozenset(anchors),
            frozenset(hints),
            frozenset(foreign),
            frozenset(kinds),
            tuple(map(frozenset, slots)),
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Every way of saying anything."""
        return tuple(self.meant)

    def concepts(self, text: str) -> list[str]:
        """The concepts named in a text, in order, longest names first."""
        search, concepts = self._search
        return [concepts[number] for number, _, _ in search.find_matches_as_indexes(text)]


class Terms:
    """Takes a question apart. Deterministic, and safe to share between threads."""

    def __init__(
        self, synonyms: Synonyms, unmask: Unmasker | None, weights: Weights | None = None
    ) -> None:
        self._normalise = Normaliser()
        self._unmask = unmask
        self._synonyms = synonyms
        self._weights = weights or Weights()

    @property
    def synonyms(self) -> Synonyms:
        """The concepts it knows."""
        return self._synonyms

    def plain(self, text: str) -> str:
        """The text in its normal form, without disguises."""
        mapped = self._normalise(text)
        return (self._unmask(mapped) if self._unmask is not None else mapped).text

    def concepts(self, text: str) -> list[str]:
        """The concepts named in a question."""
        return self._synonyms.concepts(self.plain(text))

    def of(self, text: str) -> dict[str, float]:
        """Its terms with how much each counts."""
        plain = self.plain(text)
        found: dict[str, float] = {}
        for run in _RUN.findall(plain):
            self._pairs(run, found)
        for word in rjieba.cut(plain):
            if len(word) > 1 and word not in self._synonyms.idle and _RUN.fullmatch(word):
                found[WORD + word] = self._weights.word
        for concept in self._synonyms.concepts(plain):
            found[CONCEPT + concept] = self._weights.concept
        return found

    def _pairs(self, run: str, found: dict[str, float]) -> None:
        if not "\u4e00" <= run[0] <= "\u9fff":
            found[run] = self._weights.pair
            return
        bare = "".join(char for char in run if char not in _EMPTY)
        for at in range(len(bare) - 1):
            found[bare[at : at + 2]] = self._weights.pair
        if len(bare) == 1:
            found[bare] = self._weights.pair
