"""The catalogue's own examples are the regression suite: every row is tried by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.practices.classifier import Catalogue, Classifier, passage
from handlers.practices.shapes import Example
from handlers.verdicts import Outcome, PracticeId, Severity

CATALOGUE = Catalogue.load()
CLASSIFIER = Classifier(CATALOGUE)
EXAMPLES = [(p.id, e) for p in CATALOGUE.practices.values() for e in p.examples]
NEAR_MISSES = [(p.id, e) for p in CATALOGUE.practices.values() for e in p.near_misses]


@pytest.mark.parametrize(("practice", "example"), EXAMPLES)
def test_an_example_shows_its_practice(practice: PracticeId, example: Example) -> None:
    verdict = CLASSIFIER.judge(passage(example))
    assert practice in verdict.practices
    assert verdict.outcome is Outcome.FOUND
    assert verdict.severity.rank >= CATALOGUE.practices[practice].severity.rank > 0


@pytest.mark.parametrize(("practice", "example"), NEAR_MISSES)
def test_a_near_miss_does_not(practice: PracticeId, example: Example) -> None:
    assert practice not in CLASSIFIER.judge(passage(example)).practices


@pytest.mark.parametrize("example", [e for _, e in EXAMPLES + NEAR_MISSES])
def test_every_quote_is_a_slice_of_the_original(example: Example) -> None:
    verdict = CLASSIFIER.judge(passage(example))
    for finding in verdict.findings + verdict.possible:
        assert (finding.quote is None) == (finding.start is None) == (finding.end is None)
        if finding.quote is not None:
            assert finding.quote == example.text[finding.start : finding.end]
            assert finding.quote


def test_the_list_has_all_practices_with_what_a_reader_needs() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert f"{len(CATALOGUE.practices)} 种禁止的催收做法" in readme
    for practice in CATALOGUE.practices.values():
        assert practice.name
        assert practice.definition
        assert practice.does_not_count
        assert practice.severity is not Severity.NONE
        assert practice.provisions
