"""Figures for docs/judging.md: `python -m tests.practices.figures [--write]`.

Trains once without the held third (about two minutes) and measures three judges side by side:
signs alone, a model that never saw the held third, and what is shipped. Nothing ever learned
from the exam.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handlers.practices.classifier import HOME, weights
from handlers.practices.judge import Judge
from handlers.practices.loading import load
from handlers.practices.model import Model
from handlers.practices.training import read, train
from handlers.verdicts import Channel, Passage, PracticeId, Verdict
from tests.practices.materials import (
    EXAM,
    HELD,
    SUPPORT,
    TUNING,
    UNLABELLED,
    Labelled,
    labelled,
    paths,
)
from tests.practices.ordinary import ordinary

PAGE = Path(__file__).parents[2] / "docs" / "judging.md"
_START, _END = "<!-- figures -->\n", "<!-- /figures -->"
_DRAWS = 300

Judging = Callable[[Passage], Verdict]
Pair = tuple[frozenset[PracticeId], frozenset[PracticeId]]


@dataclass(slots=True)
class Count:
    """Right, wrong and missed labels."""

    right: Counter[PracticeId] = field(default_factory=Counter)
    wrong: Counter[PracticeId] = field(default_factory=Counter)
    missed: Counter[PracticeId] = field(default_factory=Counter)

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Count:
        count = cls()
        for gold, found in pairs:
            count.right.update(gold & found)
            count.wrong.update(found - gold)
            count.missed.update(gold - found)
        return count

    @property
    def f1(self) -> float:
        hits = self.right.total()
        return 2 * hits / max(1, 2 * hits + self.wrong.total() + self.missed.total())


def pairs(judge: Judging, rows: Iterable[Labelled]) -> list[Pair]:
    return [(row.practices, frozenset(judge(row.passage).practices) - UNLABELLED) for row in rows]


def interval(made: Sequence[Pair]) -> tuple[float, float]:
    """95 % of bootstrap draws (Efron 1979) lie between."""
    draw = random.Random(7)
    sums = sorted(Count.of(draw.choices(made, k=len(made))).f1 for _ in range(_DRAWS))
    return sums[int(_DRAWS * 0.025)], sums[int(_DRAWS * 0.975)]


def _line(who: str, name: str, made: Sequence[Pair]) -> str:
    count = Count.of(made)
    low, high = interval(made)
    hits = count.right.total()
    lawful = [found for gold, found in made if not gold]
    return (
        f"| {who} | {name} | {len(made)} | {count.f1:.3f} ({low:.3f} to {high:.3f}) "
        f"| {hits / max(1, hits + count.wrong.total()):.3f} "
        f"| {hits / max(1, hits + count.missed.total()):.3f} "
        f"| {sum(map(bool, lawful))} of {len(lawful)} |"
    )


def _everyday(who: str, judge: Judging) -> str:
    texts = list(ordinary())
    counts = [
        sum(bool(judge(Passage(text, channel)).findings) for text in texts)
        for channel in (None, Channel.SMS, Channel.WECHAT)
    ]
    return f"| {who} | {len(texts)} | {counts[0]} | {counts[1]} | {counts[2]} |"


def _by_practice(made: Sequence[Pair]) -> Iterator[str]:
    count = Count.of(made)
    yield "| practice | right | wrong | missed | most often taken for |"
    yield "|---|---|---|---|---|"
    for practice in sorted(count.right | count.missed):
        instead = Counter(
            other for gold, found in made if practice in gold - found for other in found - gold
        )
        other = (
            f"{instead.most_common(1)[0][0]} ({instead.most_common(1)[0][1]})" if instead else ""
        )
        yield (
            f"| {practice} | {count.right[practice]} | {count.wrong[practice]} "
            f"| {count.missed[practice]} | {other} |"
        )


def reliability(judge: Judging, rows: Iterable[Labelled]) -> Iterator[tuple[float, float, int]]:
    """Per tenth of confidence: its mean, the share that is right, how many findings."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row in rows:
        verdict = judge(row.passage)
        best: dict[PracticeId, float] = {}
        for finding in (*verdict.findings, *verdict.possible):
            best[finding.practice] = max(best.get(finding.practice, 0.0), finding.confidence)
        for practice, confidence in best.items():
            if practice not in UNLABELLED:
                right = practice in row.practices
                bins.setdefault(min(9, int(confidence * 10)), []).append((confidence, right))
    for _, found in sorted(bins.items()):
        yield (
            math.fsum(confidence for confidence, _ in found) / len(found),
            sum(right for _, right in found) / len(found),
            len(found),
        )


def figures() -> str:
    """All tables."""
    book = load(HOME)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.json"
        path.write_bytes(train(book, read(paths((*SUPPORT, *TUNING)))))
        honest = Model.load(path)
    judges = {
        "signs alone": Judge(book).judge,
        "model without the held third": Judge(book, honest).judge,
        "shipped": Judge(book, weights(HOME)).judge,
    }
    sets = {"tuning": [*labelled(TUNING)], "held": [*labelled(HELD)], "exam": [*labelled([EXAM])]}
    lines = ["| judge | set | messages | micro-F1 (95 %) | precision | recall | lawful flagged |"]
    lines.append("|---|---|---|---|---|---|---|")
    for who, judge in judges.items():
        lines += [_line(who, name, pairs(judge, rows)) for name, rows in sets.items()]
    shipped, exam = judges["shipped"], sets["exam"]
    for hard in ("easy", "medium", "hard", "adversarial"):
        some = [row for row in exam if row.difficulty == hard]
        lines.append(_line("shipped", f"exam, {hard}", pairs(shipped, some)))
    lines += ["", "| judge | everyday texts | flagged, channel unknown | as SMS | as WeChat |"]
    lines.append("|---|---|---|---|---|")
    lines += [_everyday(who, judge) for who, judge in judges.items()]
    lines += ["", "What is shipped, on the exam:", "", *_by_practice(pairs(shipped, exam))]
    lines += ["", "How often a named practice is right, by confidence (exam and held third, by the"]
    lines += ["model that saw neither):", "", "| confidence | right | findings |", "|---|---|---|"]
    unseen = [*exam, *sets["held"]]
    lines += [
        f"| {mean:.2f} | {share:.2f} | {count} |"
        for mean, share, count in reliability(judges["model without the held third"], unseen)
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Print the tables, or put them into the page."""
    found = figures()
    if "--write" in arguments:
        page = PAGE.read_text(encoding="utf-8")
        head, rest = page.split(_START)
        PAGE.write_text(head + _START + found + _END + rest.split(_END)[1], encoding="utf-8")
    else:
        sys.stdout.write(found)


if __name__ == "__main__":
    main(sys.argv[1:])
