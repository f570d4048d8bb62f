"""Learn the shipped weights of danger and of intents: a part of `make weights`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import numpy as np

from handlers import crisis
from handlers.beijing import BEIJING
from handlers.crisis import Crisis
from handlers.intents import understanding
from handlers.intents.intent import LEARNED
from handlers.intents.understanding import form, planned
from handlers.learning.lessons import Lesson
from handlers.learning.listener import Listener, lesson
from handlers.learning.ridge import fit
from handlers.learning.senses import Senses
from handlers.practices.model import Model
from handlers.texts.anchors import Anchors
from handlers.texts.cues import Cues
from handlers.texts.folding import fold
from handlers.texts.shapes import Shapes
from handlers.verdicts import PracticeId
from tests.intents.materials import HOME, Row, danger, intents
from tests.intents.materials import LEARNED as FILES

_NOW = datetime(2026, 11, 2, 10, tzinfo=BEIJING)


def source(names: Iterable[str] = FILES) -> str:
    """SHA-256 over the files of this folder that were learned from, hex."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(hashlib.sha256((HOME / name).read_bytes()).digest())
    return digest.hexdigest()


def deaf(folder: Path = crisis.RULES) -> Crisis:
    """Shapes and senses with a model that has learned nothing yet."""
    shapes = Shapes.load(folder / "crisis.toml", frozenset({"own", "taunt"}))
    cues = Cues.load(folder / "crisis_cues.toml", shapes.words)
    anchors = Anchors.of((pattern, row) for row in shapes.rows for pattern in row.patterns)
    empty = Model("", (PracticeId(crisis.LABEL),), {}, {}, (0,), 1.0, 1.0)
    return Crisis(shapes, cues, anchors, Listener(Senses.load(folder / crisis.SENSES), empty))


def learn_danger(rows: Iterable[Row]) -> bytes:
    """The weights for some rows: of somebody in danger the loudest piece is not known, so all."""
    reader = deaf()
    lessons: list[Lesson] = []
    wanted, shares = [], []
    for row in rows:
        pieces = reader.lessons(row.text)
        lessons += pieces
        wanted += [[float(row.intent == "crisis")]] * len(pieces)
        shares += [row.weight] * len(pieces)
    return _bytes(fit(lessons, np.array(wanted), [crisis.LABEL], shares))


def learn_intents(rows: Iterable[Row]) -> bytes:
    """The weights for some rows."""
    senses = Senses.load(understanding.HOME / understanding.SENSES)
    lessons: list[Lesson] = []
    wanted, shares = [], []
    for row in rows:
        plan = planned(row.text, _NOW)
        lessons.append(lesson(senses, fold(row.text), form(row.text, plan)))
        wanted.append([float(row.intent == intent) for intent in LEARNED])
        shares.append(row.weight)
    return _bytes(fit(lessons, np.array(wanted), LEARNED, shares))


def _bytes(table: dict[str, object]) -> bytes:
    whole = {"material": source(), **table}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def main() -> None:
    """Write the weights beside the rules."""
    (crisis.RULES / crisis.WEIGHTS).write_bytes(learn_danger(danger()))
    (understanding.HOME / understanding.WEIGHTS).write_bytes(learn_intents(intents()))


if __name__ == "__main__":
    main()
