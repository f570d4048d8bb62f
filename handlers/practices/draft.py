"""What one reading of a message shows, before it becomes a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.practices.findings import Witness
from handlers.verdicts import PracticeId


@dataclass(slots=True)
class Draft:
    """What one reading of a message shows.

    Attributes:
        silent: a scene in which nobody collects.
        owed: a debt is spoken of, or a collector is named as speaking.
        excused: practices that do not exist in the scene.
        presses: somebody presses for payment, or threatens over a debt.
        marks: what the scenes, the rules and the form say about it, for the model.
    """

    silent: bool = False
    owed: bool = False
    excused: frozenset[PracticeId] = frozenset()
    presses: bool = False
    sure: list[Witness] = field(default_factory=list)
    ruled: list[Witness] = field(default_factory=list)
    weak: list[Witness] = field(default_factory=list)
    doubtful: list[Witness] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    def joined(self, second: Draft) -> Draft:
        """Both readings together: the plain one stands, the second adds what it alone shows."""
        had = {one.practice for one in self.sure}
        return Draft(
            silent=second.silent,
            owed=second.owed,
            excused=second.excused,
            sure=self.sure + [one for one in second.sure if one.practice not in had],
            weak=self.weak + second.weak,
            marks=self.marks | second.marks | {"disguised"},
        )
