"""The lint of what a person may send back to a collector.

A sentence of ours that admits a debt or an amount can interrupt limitation; one that promises,
threatens, asks for money or gives personal data can be turned against who sends it. So every
such sentence is checked when it is loaded, and the program refuses to start with a bad one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handlers.texts import tables
from handlers.texts.errors import WordingError
from handlers.texts.shapes import Shapes

RULES = tables.FOLDER / "rules" / "sendable.toml"


@dataclass(frozen=True, slots=True)
class Lint:
    """The loaded rules."""

    shapes: Shapes

    @classmethod
    def load(cls, path: Path = RULES) -> Lint:
        """Reads the rules and proves each on its own examples.

        Raises:
            WordingError: a rule is wrong, or does not do what its examples say.
        """
        lint = cls(Shapes.load(path))
        for shape in lint.shapes.rows:
            for example in shape.examples:
                if shape.id not in lint.faults(example):
                    raise WordingError(f"{path.name}: shape {shape.id} lets an example pass")
            for near in shape.near_misses:
                if lint.faults(near):
                    raise WordingError(f"{path.name}: shape {shape.id} refuses a near miss")
        return lint

    def faults(self, sentence: str) -> tuple[str, ...]:
        """Ids of the rules the sentence breaks; empty when it may be sent."""
        plain = self.shapes.fold(sentence)
        return tuple(
            shape.id
            for shape in self.shapes.rows
            if any(pattern.search(plain) for pattern in shape.patterns)
            and not (shape.unless is not None and shape.unless.search(plain))
        )

    def check(self, where: str, sentence: str) -> None:
        """Refuses a sentence that breaks a rule.

        Raises:
            WordingError: it does; the message names the place and the rules.
        """
        faults = self.faults(sentence)
        if faults:
            raise WordingError(f"{where}: may not be sent back: {', '.join(faults)}")
