"""Figures for docs/judging.md: `python -m tests.practices.figures [--write]`.

Trains once without `held.jsonl` (about a minute) and measures three judges side by side: signs
alone, signs with a model that never saw the held part, and what is shipped.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from handlers.practices.classifier import HOME, weights
from handlers.practices.judge import Judge
from handlers.practices.loading import load
from handlers.practices.model import Model
from handlers.practices.training import read, train
from handlers.verdicts import Channel, Passage, PracticeId, Sent, SentSource, Verdict
from tests.practices.ordinary import ordinary

MATERIAL = Path(__file__).parent / "material"
PAGE = Path(__file__).parents[2] / "docs" / "judging.md"
_SEEN = ("phrases.jsonl", "everyday.jsonl", "tuning.jsonl")
_START, _END = "<!-- figures -->\n", "<!-- /figures -->"

Judging = Callable[[Passage], Verdict]


def _rows(name: str) -> Iterator[tuple[Passage, frozenset[PracticeId]]]:
    for line in (MATERIAL / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        at = row.get("sent_at")
        sent = Sent(datetime.fromisoformat(at), SentSource.STATED) if at else Sent()
        yield (
            Passage(row["text"], Channel(row["channel"]), sent),
            frozenset(PracticeId(practice) for practice in row["practices"]),
        )


def _line(who: str, name: str, judge: Judging) -> str:
    right: Counter[PracticeId] = Counter()
    wrong: Counter[PracticeId] = Counter()
    missed: Counter[PracticeId] = Counter()
    lawful = alarms = rows = 0
    for passage, gold in _rows(name):
        found = frozenset(judge(passage).practices)
        right.update(gold & found)
        wrong.update(found - gold)
        missed.update(gold - found)
        rows += 1
        lawful += not gold
        alarms += not gold and bool(found)
    hits, extra, lost = right.total(), wrong.total(), missed.total()
    f1 = 2 * hits / (2 * hits + extra + lost)
    precision, recall = hits / (hits + extra), hits / (hits + lost)
    return (
        f"| {who} | {name} | {rows} | {f1:.3f} | {precision:.3f} | {recall:.3f} "
        f"| {alarms} of {lawful} |"
    )


def _everyday(who: str, judge: Judging) -> str:
    texts = list(ordinary())
    counts = [
        sum(bool(judge(Passage(text, channel)).findings) for text in texts)
        for channel in (None, Channel.SMS, Channel.WECHAT)
    ]
    return f"| {who} | {len(texts)} | {counts[0]} | {counts[1]} | {counts[2]} |"


def figures() -> str:
    """Both tables."""
    book = load(HOME)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.json"
        path.write_bytes(train(book, read(MATERIAL / name for name in _SEEN)))
        honest = Model.load(path)
    judges = {
        "signs alone": Judge(book).judge,
        "signs and a model without held.jsonl": Judge(book, honest).judge,
        "shipped": Judge(book, weights(HOME)).judge,
    }
    table = ["| judge | set | messages | micro-F1 | precision | recall | lawful ones flagged |"]
    table.append("|---|---|---|---|---|---|---|")
    for who, judge in judges.items():
        table += [_line(who, name, judge) for name in ("tuning.jsonl", "held.jsonl")]
    table += ["", "| judge | everyday texts | flagged, channel unknown | as SMS | as WeChat |"]
    table.append("|---|---|---|---|---|")
    table += [_everyday(who, judge) for who, judge in judges.items()]
    return "\n".join(table) + "\n"


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
