"""Figures on messages of our own: a floor that may rise, never fall."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from handlers.practices.classifier import HOME, Catalogue, Classifier
from handlers.practices.loading import load
from handlers.practices.model import WEIGHTS
from handlers.practices.training import material, read, train
from handlers.verdicts import Channel, Passage
from tests.practices.figures import Count, pairs
from tests.practices.materials import EXAM, HELD, LEARNED, TUNING, labelled, paths
from tests.practices.ordinary import ordinary

CATALOGUE = Catalogue.load()
CLASSIFIER = Classifier(CATALOGUE)


@pytest.mark.parametrize(
    ("name", "f1", "false_alarms"), [(EXAM, 0.82, 0.04), ("held.jsonl", 0.96, 0.02)]
)
def test_figures_stay_above_the_floor(name: str, f1: float, false_alarms: float) -> None:
    made = pairs(CLASSIFIER.judge, labelled([name]))
    lawful = [found for gold, found in made if not gold]
    assert Count.of(made).f1 >= f1
    assert sum(map(bool, lawful)) / len(lawful) <= false_alarms


def test_the_material_covers_the_list_and_its_neighbours() -> None:
    rows = [*labelled(TUNING), *labelled(HELD), *labelled([EXAM])]
    texts = [row.passage.text for row in rows]
    shown = Counter(practice for row in rows for practice in row.practices)
    assert len(set(texts)) >= 15_000
    # a practice that was added since works by its signs alone, and may have no material yet
    assert set(shown) <= set(CATALOGUE.practices)
    assert len(shown) >= 24
    assert min(shown.values()) >= 300
    assert sum(not row.practices for row in rows) >= 5_000
    examples = {e.text for p in CATALOGUE.practices.values() for e in (*p.examples, *p.near_misses)}
    assert not examples & set(texts), "examples and material must not share a message"


def test_a_third_is_held_out_and_the_exam_is_never_learned() -> None:
    held, tuned = len([*labelled(HELD)]), len([*labelled(TUNING)])
    assert 0.3 <= held / (held + tuned) <= 0.4
    assert EXAM not in LEARNED
    learned = {row.passage.text for row in labelled((*TUNING, *HELD))}
    assert not learned & {row.passage.text for row in labelled([EXAM])}


def test_the_weights_were_learned_from_this_material() -> None:
    stored = json.loads((HOME / WEIGHTS).read_text(encoding="utf-8"))
    assert stored["material"] == material(paths(LEARNED))


def test_training_gives_the_same_bytes_every_time() -> None:
    rows = read(paths(["tuning.jsonl"]))[:60]
    book = load(HOME)
    assert train(book, rows) == train(book, rows)


@pytest.mark.parametrize("channel", [None, Channel.SMS, Channel.WECHAT])
def test_everyday_texts_are_left_alone(channel: Channel | None) -> None:
    flagged = [t for t in ordinary() if CLASSIFIER.judge(Passage(t, channel)).findings]
    assert len(flagged) <= 4, flagged
