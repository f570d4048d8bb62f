"""How alike a question is to every reviewed one: an inverted index over their wordings.

Each wording is a document of its own, so that one story told in one odd way is still found; all
wordings of a question together are another, so that words from several of them add up; the
answer is a third, which knows the words of the law that nobody asks with.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_K1 = 1.2
_B = 0.4
_BEST = 3

Bag = Mapping[str, float]
FEATURES = ("best", "best three", "together", "answer")
Features = tuple[float, ...]
"""One number for each of `FEATURES`, from 0 to about 1."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one reviewed question: its wordings and its answer, as terms."""

    wordings: Sequence[Bag]
    answer: Bag


class Index:
    """The inverted index. Immutable once built; safe to share between threads."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._count = len(sources)
        wordings = [(at, bag) for at, source in enumerate(sources) for bag in source.wordings]
        self._owner = [at for at, _ in wordings]
        self._rarity = _rarity([bag for _, bag in wordings])
        self._alone = self._cosines([bag for _, bag in wordings])
        self._together = self._bm25([_sum(source.wordings) for source in sources])
        self._answers = self._bm25([source.answer for source in sources])

    def features(self, question: Bag) -> dict[int, Features]:
        """For each reviewed question that shares a term with it, how alike they are.

        Args:
            question: its terms.

        Returns:
            By the place of the reviewed question; those that share nothing are left out.
        """
        weights = {t: w * self._rarity[t] for t, w in question.items() if t in self._rarity}
        strange = sum(w * w for t, w in question.items() if t not in self._rarity)
        norm = math.sqrt(sum(w * w for w in weights.values()) + strange * self._strangeness**2)
        if not weights:
            return {}
        near: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for at, share in self._alone[term]:
                near[at] += weight * share
        alone: dict[int, list[float]] = defaultdict(list)
        for at, value in near.items():
            alone[self._owner[at]].append(value / norm)
        most = sum(weights.values()) + strange * self._strangeness
        together = _scores(self._together, weights)
        answers = _scores(self._answers, weights)
        found: dict[int, Features] = {}
        for owner, values in alone.items():
            values.sort(reverse=True)
            best = values[:_BEST]
            found[owner] = (
                best[0],
                sum(best) / _BEST,
                together.get(owner, 0.0) / most,
                answers.get(owner, 0.0) / most,
            )
        return found

    @property
    def _strangeness(self) -> float:
        """The rarity of a term nobody has used yet."""
        return math.log(1 + len(self._owner))

    def _cosines(self, bags: Sequence[Bag]) -> Mapping[str, list[tuple[int, float]]]:
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, bag in enumerate(bags):
            weights = {term: weight * self._rarity[term] for term, weight in bag.items()}
            norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            for term, weight in weights.items():
                postings[term].append((at, weight / norm))
        return postings

    def _bm25(self, bags: Sequence[Bag]) -> Mapping[str, list[tuple[int, float]]]:
        sizes = [sum(bag.values()) for bag in bags]
        usual = sum(sizes) / max(1, len(sizes)) or 1.0
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, (bag, size) in enumerate(zip(bags, sizes, strict=True)):
            damping = _K1 * (1 - _B + _B * size / usual)
            for term, often in bag.items():
                postings[term].append((at, often / (often + damping)))
        return postings


def _scores(
    postings: Mapping[str, list[tuple[int, float]]], weights: Mapping[str, float]
) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for term, weight in weights.items():
        for at, share in postings.get(term, ()):
            found[at] += weight * share
    return found


def _rarity(bags: Sequence[Bag]) -> dict[str, float]:
    """How much a term tells: little where everybody says it."""
    seen: dict[str, int] = defaultdict(int)
    for bag in bags:
        for term in bag:
            seen[term] += 1
    return {term: math.log(1 + len(bags) / (0.5 + often)) for term, often in seen.items()}


def _sum(bags: Sequence[Bag]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for bag in bags:
        for term, weight in bag.items():
            total[term] += weight
    return dict(total)
