"""How alike a question is to every reviewed one: an inverted index over their wordings.

Each wording is a document of its own, so that one story told in one odd way is still found; all
wordings of a question together are another, so that words from several of them add up; the
answer is a third, which knows the words of the law that nobody asks with.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.counsel.entries import Entries, Posting, written

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


@dataclass(frozen=True, slots=True)
class Index:
    """The inverted index. Immutable once built; safe to share between threads.

    Attributes:
        owner: of each wording the place of its reviewed question.
        entries: by term, how rare it is and where it stands.
    """

    owner: tuple[int, ...]
    entries: Entries

    @classmethod
    def of(cls, sources: Sequence[Source]) -> Index:
        """Build it."""
        wordings = [(at, bag) for at, source in enumerate(sources) for bag in source.wordings]
        bags = [bag for _, bag in wordings]
        rarity = _rarity(bags)
        alone = _cosines(bags, rarity)
        together = _bm25([_sum(source.wordings) for source in sources])
        answers = _bm25([source.answer for source in sources])
        rows = {
            term: (
                rare,
                written(alone.get(term, ())),
                written(together.get(term, ())),
                written(answers.get(term, ())),
            )
            for term, rare in rarity.items()
        }
        return cls(tuple(at for at, _ in wordings), Entries.of(rows))

    def features(self, question: Bag) -> dict[int, Features]:
        """For each reviewed question that shares a term with it, how alike they are.

        Args:
            question: its terms.

        Returns:
            By the place of the reviewed question; those that share nothing are left out.
        """
        found = {term: entry for term in question if (entry := self.entries.entry(term))}
        weights = {term: question[term] * entry.rarity for term, entry in found.items()}
        if not weights:
            return {}
        strange = sum(w * w for t, w in question.items() if t not in found)
        norm = math.sqrt(sum(w * w for w in weights.values()) + strange * self._strangeness**2)
        most = sum(weights.values()) + strange * self._strangeness
        alone: dict[int, list[float]] = defaultdict(list)
        near = _scores((weights[term], entry.alone()) for term, entry in found.items())
        for at, value in near.items():
            alone[self.owner[at]].append(value / norm)
        together = _scores((weights[term], entry.together()) for term, entry in found.items())
        answers = _scores((weights[term], entry.answers()) for term, entry in found.items())
        told: dict[int, Features] = {}
        for owner, values in alone.items():
            values.sort(reverse=True)
            best = values[:_BEST]
            told[owner] = (
                best[0],
                sum(best) / _BEST,
                together.get(owner, 0.0) / most,
                answers.get(owner, 0.0) / most,
            )
        return told

    @property
    def _strangeness(self) -> float:
        """The rarity of a term nobody has used yet."""
        return math.log(1 + len(self.owner))


def _cosines(bags: Sequence[Bag], rarity: Bag) -> Mapping[str, list[Posting]]:
    postings: dict[str, list[Posting]] = defaultdict(list)
    for at, bag in enumerate(bags):
        weights = {term: weight * rarity[term] for term, weight in bag.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for term, weight in weights.items():
            postings[term].append((at, weight / norm))
    return postings


def _bm25(bags: Sequence[Bag]) -> Mapping[str, list[Posting]]:
    sizes = [sum(bag.values()) for bag in bags]
    usual = sum(sizes) / max(1, len(sizes)) or 1.0
    postings: dict[str, list[Posting]] = defaultdict(list)
    for at, (bag, size) in enumerate(zip(bags, sizes, strict=True)):
        damping = _K1 * (1 - _B + _B * size / usual)
        for term, often in bag.items():
            postings[term].append((at, often / (often + damping)))
    return postings


def _scores(postings: Iterator[tuple[float, Iterator[Posting]]]) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for weight, standing in postings:
        for at, share in standing:
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
