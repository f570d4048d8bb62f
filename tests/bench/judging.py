"""Messages judged per second on one core, beside ahocorasick-rs scanning the same vocabulary."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from handlers.practices.classifier import HOME, weights
from handlers.practices.judge import Judge
from handlers.practices.loading import load
from handlers.verdicts import Channel, Passage
from tests.bench.ratio import Ratio
from tests.practices.materials import EXAM, labelled
from tests.practices.ordinary import ordinary

ROOT = Path(__file__).parents[2]
_ROUNDS = 5
_STARTS = 5


def run() -> list[Ratio]:
    judge = Judge(load(HOME), weights(HOME))
    scanner = AhoCorasick(list(judge.vocabulary))
    exam = [row.passage for row in labelled([EXAM])]
    quiet = [
        passage
        for passage in (Passage(text, Channel.SMS) for text in ordinary())
        if not judge.drafted(passage)[0].candidates
    ]
    ratios = []
    for what, passages in (("on the exam", exam), ("on SMS without any sign", quiet)):
        judged = _rate(judge.judge, passages)
        scanned = _rate(lambda one: scanner.find_matches_as_indexes(one.text), passages)
        ratios.append(
            Ratio(f"messages judged {what}", judged, "ahocorasick-rs alone", scanned, "/s")
        )
    bare = _start(["-c", "pass"])
    start = _start(["-m", "bot", "judge", "你好"])
    ratios.append(Ratio("`wenzhu judge`, start to end", start, "bare Python", bare, "s"))
    return ratios


def _rate(judge: Callable[[Passage], object], passages: Sequence[Passage]) -> float:
    """Passages per second, the best of some rounds; the first one warms up."""
    best = 0.0
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        for passage in passages:
            judge(passage)
        best = max(best, len(passages) / (time.perf_counter() - began))
    return best


def _start(arguments: Sequence[str]) -> float:
    """Seconds a fresh process takes, the best of some."""
    best = float("inf")
    for _ in range(_STARTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
        best = min(best, time.perf_counter() - began)
    return best
