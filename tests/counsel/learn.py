"""Learns how much each likeness counts, and from where on to answer.

`python -m tests.counsel.learn` writes `handlers/counsel/ranking.json`.

Each wording in turn is held out of its question, all other wordings stay: the k-th wordings of all
questions are taken away together, so that nothing of what is looked up is in the index. The weights
are those of a softmax over the reviewed questions, found by plain gradient steps in a fixed order,
so the same questions give the same file everywhere. Prints the figures it is judged by.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from handlers.counsel.book import QuestionBook
from handlers.counsel.finding import Finder
from handlers.counsel.index import FEATURES, Features, Index, Source
from handlers.counsel.matter import Matter
from handlers.counsel.people import role
from handlers.counsel.ranking import RANKING, Ranking
from handlers.counsel.ready import source_of
from handlers.counsel.terms import Synonyms, Terms
from handlers.language.evasion import Unmasker, pairs
from handlers.law.book import LawBook
from handlers.law.routes import RouteBook
from handlers.practices.classifier import HOME
from handlers.practices.loading import read_disguises

MATERIAL = Path(__file__).with_name("material")
_STEPS = 150
_RATE = 5.0
_START = 5.0
_CLOSE = 2.0
_ROLE = 1.5
_TRUSTED = 0.85
"""Share of held-out wordings above the threshold whose answer leans on the right law."""
_HINTED = 6.0
_MARGIN = 0.05
_STRAY = 2
"""So many texts about other matters may still be answered."""
_MAYBE = 4.5
"""Below it two in five of the first ones lean on other law."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One wording looked up without itself."""

    wording: str
    owner: int
    features: dict[int, Features]


def terms() -> Terms:
    """As the program builds them."""
    synonyms = Synonyms.load()
    return Terms(synonyms, Unmasker(read_disguises(HOME), pairs(synonyms.words)))


def questions() -> Sequence[Matter]:
    """The reviewed questions."""
    law = LawBook.load()
    return QuestionBook.load(law, RouteBook.load(law)).matters


def held_out(matters: Sequence[Matter], made_of: Terms) -> Iterator[HeldOut]:
    """Every wording, looked up in an index without it."""
    sources = [source_of(matter, made_of) for matter in matters]
    for round_ in range(max(len(source.wordings) for source in sources)):
        index = Index.of(
            [
                Source([*source.wordings[:round_], *source.wordings[round_ + 1 :]], source.answer)
                for source in sources
            ]
        )
        for owner, source in enumerate(sources):
            if round_ < len(source.wordings):
                wording = matters[owner].asks[round_]
                yield HeldOut(wording, owner, index.features(source.wordings[round_]))


def weights(rows: Sequence[HeldOut]) -> Features:
    """The softmax's weights."""
    known = [row for row in rows if row.owner in row.features]
    tables = [np.array(list(row.features.values())) for row in known]
    right = [list(row.features).index(row.owner) for row in known]
    found: npt.NDArray[np.float64] = np.full(len(FEATURES), _START)
    for _ in range(_STEPS):
        slope = np.zeros(len(FEATURES))
        for table, at in zip(tables, right, strict=True):
            scores = table @ found
            shares = np.exp(scores - scores.max())
            slope += table[at] - (shares / shares.sum()) @ table
        found = np.maximum(found + _RATE * slope / len(known), 0.0)
    return tuple(round(float(value), 2) for value in found)


def ranked(row: HeldOut, matters: Sequence[Matter], ranking: Ranking) -> list[tuple[float, int]]:
    """Scores of the reviewed questions, the best first."""
    asker = role(row.wording)
    scores = []
    for at, features in row.features.items():
        bonus = 0.0
        if matters[at].roles:
            bonus = ranking.role if asker in matters[at].roles else -ranking.role
        scores.append((ranking.score(features) + bonus, at))
    return sorted(scores, reverse=True)


def lines(name: str) -> list[str]:
    """One text of a line each."""
    return (MATERIAL / name).read_text(encoding="utf-8").splitlines()


def leans_right(found: Matter, meant: Matter) -> bool:
    """Whether the answer that is given leans on a main provision of the one that was meant."""
    return bool({*found.provisions} & {*meant.provisions[:3]})


def main() -> None:
    """Learn, write, and print the figures."""
    matters, made_of = questions(), terms()
    rows = list(held_out(matters, made_of))
    learned = weights(rows)
    draft = Ranking(learned, 0.0, 0.0, 0.0, _CLOSE, _ROLE)
    finder = Finder(matters, made_of, draft)
    strangers = sorted(
        found.hits[0].score for found in map(finder.find, lines("calibration.txt")) if found.sure
    )
    best = [(order[0], row.owner) for row in rows if (order := ranked(row, matters, draft))]
    sure = trusted([(s, leans_right(matters[a], matters[o])) for (s, a), o in best])
    hinted = _HINTED
    if len(strangers) > _STRAY:
        hinted = max(hinted, round(strangers[-_STRAY - 1] + _MARGIN, 2))
    RANKING.write_text(
        json.dumps(
            {
                "weights": learned,
                "sure": sure,
                "maybe": _MAYBE,
                "hinted": hinted,
                "close": _CLOSE,
                "role": _ROLE,
            }
        )
        + "\n",
        encoding="utf-8",
    )
    report(rows, matters, Ranking.load())


def trusted(scored: Sequence[tuple[float, bool]]) -> float:
    """The lowest score from which on the share of right ones is high enough."""
    right, lowest = 0, 1e9
    for count, (score, good) in enumerate(sorted(scored, reverse=True), start=1):
        right += good
        if right / count >= _TRUSTED:
            lowest = score
    return round(lowest, 2)


def report(rows: Sequence[HeldOut], matters: Sequence[Matter], ranking: Ranking) -> None:
    """Print recall, and how much is answered."""
    orders = [ranked(row, matters, ranking) for row in rows]
    first = sum(
        order[:1] != [] and order[0][1] == row.owner
        for order, row in zip(orders, rows, strict=True)
    )
    three = sum(
        row.owner in [at for _, at in order[:3]] for order, row in zip(orders, rows, strict=True)
    )
    count = len(rows)
    sure = sum(order != [] and order[0][0] >= ranking.sure for order in orders)
    maybe = sum(order != [] and order[0][0] >= ranking.maybe for order in orders)
    law = sum(
        order != [] and leans_right(matters[order[0][1]], matters[row.owner])
        for order, row in zip(orders, rows, strict=True)
    )
    print(f"{len(matters)} questions, {count} wordings, each held out once")
    print(f"recall@1 {first / count:.3f}  recall@3 {three / count:.3f}")
    print(f"the first one's law is right: {law / count:.3f}")
    print(f"answered surely {sure / count:.3f}, at all {maybe / count:.3f}")
    print(f"weights {dict(zip(FEATURES, ranking.weights, strict=True))}")
    print(f"sure from {ranking.sure}, maybe from {ranking.maybe}")


if __name__ == "__main__":
    main()
