"""Figures for docs/intents.md: `python -m tests.intents.figures [--write]`, about five minutes.

Learns once without the held third and measures on it; then what is shipped, on the last set, which
was written when everything else was done and is never learned from.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from handlers.beijing import BEIJING
from handlers.crisis import Crisis, Danger
from handlers.intents.understanding import HOME, SENSES, Understanding
from handlers.learning.listener import Listener
from handlers.learning.senses import Senses
from handlers.practices.model import Model
from tests.intents.learn import deaf, learn_danger, learn_intents
from tests.intents.materials import (
    ASKED,
    DANGER,
    LAST,
    LAST_ORDINARY,
    NEAR,
    SAID,
    Row,
    danger,
    intents,
    rows,
)
from tests.practices.ordinary import ordinary

PAGE = Path(__file__).parents[2] / "docs" / "intents.md"
_START, _END = "<!-- figures -->\n", "<!-- /figures -->"
_NOW = datetime(2026, 11, 2, 10, tzinfo=BEIJING)
_COLLECTED = ("ordinary.jsonl", "people.jsonl", "world.jsonl", "phrases.jsonl")


def _model(content: bytes) -> Model:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.json"
        path.write_bytes(content)
        return Model.load(path)


def _honest() -> Understanding:
    """What never saw the held third."""
    empty = deaf()
    model = _model(learn_danger(row for row in danger() if not row.held))
    crisis = replace(empty, listener=Listener(empty.listener.senses, model))
    told = _model(learn_intents(row for row in intents() if not row.held))
    return Understanding(crisis, Listener(Senses.load(HOME / SENSES), told))


def _line(name: str, texts: Sequence[str], crisis: Crisis) -> str:
    found = [crisis.weigh(text) for text in texts]
    shapes = sum(crisis.heard(text) is not None for text in texts)
    plain = sum(one is Danger.PLAIN for one in found)
    doubt = sum(one is Danger.DOUBT for one in found)
    return (
        f"| {name} | {len(texts)} | {shapes} | {plain} | {doubt} | {len(texts) - plain - doubt} |"
    )


def _held(read: Iterable[Row]) -> list[Row]:
    return [row for row in read if row.held]


def figures() -> str:
    """Both tables, as Markdown."""
    honest, shipped = _honest(), Crisis.load()
    crisis = honest.crisis
    everything = _held(danger())
    lines = [
        "| set | texts | a shape | plain | doubt | none |",
        "|---|---|---|---|---|---|",
        _line("held: danger", [row.text for row in _held(rows(DANGER))], crisis),
        _line("held: sounds like danger", [row.text for row in _held(rows(NEAR))], crisis),
        _line("held: asks about debts", [row.text for row in _held(rows(ASKED))], crisis),
        _line("held: asks for something else", [row.text for row in _held(rows(SAID))], crisis),
    ]
    for name in _COLLECTED:
        texts = [row.text for row in everything if row.kind == name]
        lines.append(_line(f"held: {name}", texts, crisis))
    collected = [r.text for r in everything if r.kind.endswith(".jsonl")]
    known = {row.text for row in everything if row.kind in _COLLECTED}
    others = [text for text in collected if text not in known]
    lines.append(_line("held: other messages of collecting", others, crisis))
    lines.append(_line("everyday (`tests/practices/ordinary.py`)", list(ordinary()), crisis))
    lines.append(_line("last set: danger, shipped", [r.text for r in rows(LAST)], shipped))
    angry = [row.text for row in rows(LAST_ORDINARY)]
    lines.append(_line("last set: ordinary anger, shipped", angry, shipped))
    lines += ["", "| intents, held third | right | of |", "|---|---|---|"]
    for name, kind in (("written", None), ("put together", "made")):
        read = [
            row for row in _held(intents()) if row.kind == kind or (kind is None and row.weight > 1)
        ]
        right = sum(honest.understand(row.text, _NOW).intent == row.intent for row in read)
        lines.append(f"| {name} | {right} | {len(read)} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Print the figures, or put them into the page."""
    told = figures()
    if "--write" not in arguments:
        print(told)
        return
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(_START)
    PAGE.write_text(head + _START + told + _END + rest.split(_END)[1], encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
