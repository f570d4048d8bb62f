"""A listener: words and senses of a short text, and what a model learned to make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handlers.learning.lessons import Lesson
from handlers.learning.senses import Senses
from handlers.practices.model import Heard, Model, folded, keys


@dataclass(frozen=True, slots=True)
class Listener:
    """Senses and weights that belong together."""

    senses: Senses
    model: Model

    @classmethod
    def load(cls, senses: Path, weights: Path) -> Listener:
        """Reads both files.

        Raises:
            WordingError: the senses are wrong.
            CatalogueError: the weights are missing or no weights.
        """
        return cls(Senses.load(senses), Model.load(weights))

    def scores(self, plain: str, more: Iterable[str] = ()) -> Mapping[str, float]:
        """How much a folded text speaks for each label; 1 is plainly yes, 0 plainly no.

        Args:
            more: marks that others put on it (a shape that was heard, its form).
        """
        marks = self.senses.marks(plain).union(more)
        found = self.model.scores(Heard.of(plain, [(0, len(plain))]), marks)
        return {str(label): score for label, score in found.items()}


def lesson(senses: Senses, plain: str, more: Iterable[str] = ()) -> Lesson:
    """What a listener's model gets to see of a folded text."""
    words = frozenset(keys(folded(plain), [(0, len(plain))]))
    return Lesson(words, senses.marks(plain).union(more))
