"""Learned numbers: how much each likeness counts, and from where on to answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from handlers.counsel.index import FEATURES, Features
from handlers.law.errors import LawDataWrong

RANKING = Path(__file__).with_name("ranking.json")


class Topic(IntEnum):
    """What a question is about, as far as its words name something known."""

    OTHER = 0
    PERHAPS = 1
    LIKELY = 2
    OURS = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """Learned by `python -m tests.counsel.learn`: how much each likeness counts, and thresholds.

    Attributes:
        weights: one for each of `FEATURES`.
        sure: from this score on it is answered.
        maybe: from this score on it is answered as what was probably meant.
        hinted: the same for a question that names nothing but what may be another matter's.
        close: a second one that scores at most this much less is about the same.
        role: what the role of the asker adds or takes.
    """

    weights: Features
    sure: float
    maybe: float
    hinted: float
    close: float
    role: float

    @classmethod
    def load(cls, file: Path = RANKING) -> Ranking:
        """Read the learned numbers.

        Raises:
            LawDataWrong: the file is not what the learning script writes.
        """
        try:
            shape = json.loads(file.read_text(encoding="utf-8"))
            weights = tuple(map(float, shape.pop("weights")))
            numbers = {name: float(value) for name, value in shape.items()}
            ranking = cls(weights, **numbers)
        except (ValueError, TypeError, KeyError) as error:
            raise LawDataWrong(file.name, "", f"读不出来（{type(error).__name__}）") from error
        if len(weights) != len(FEATURES):
            raise LawDataWrong(file.name, "", f"weights 应有 {len(FEATURES)} 个数")
        return ranking

    def least(self, topic: Topic) -> float:
        """From which score on a question is answered at all."""
        if topic is Topic.PERHAPS:
            return self.hinted
        return self.maybe if topic is Topic.OURS else (self.maybe + self.hinted) / 2

    def score(self, features: Features) -> float:
        """One number out of several."""
        return sum(weight * value for weight, value in zip(self.weights, features, strict=True))
