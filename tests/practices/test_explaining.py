"""Why a verdict says what it says: the same every time, and in agreement with it."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.judging import Streams, run
from handlers.practices.classifier import Catalogue, Classifier
from handlers.practices.explaining import described, explain
from handlers.practices.levels import SIZES, WEIGHTS_OF, character
from handlers.practices.weighing import ANY
from handlers.verdicts import Channel, Passage, PracticeId
from tests.practices.materials import EXAM, labelled

CATALOGUE = Catalogue.load()
CLASSIFIER = Classifier(CATALOGUE)
THREAT = Passage("再不还钱就打断你的腿", Channel.WECHAT)


def test_it_shows_the_sign_the_score_and_the_words() -> None:
    why = explain(CATALOGUE.judge, THREAT)
    assert "violence_threat.hurt" in {finding.rule for finding in why.signs}
    score = why.scores[PracticeId("violence_threat")]
    assert score.least is not None
    assert score.score >= score.least
    assert score.words
    assert "firm" in why.marks


def test_what_is_found_scored_enough_and_what_scored_too_little_is_not_found() -> None:
    for row in list(labelled([EXAM]))[::9]:
        why = explain(CATALOGUE.judge, row.passage)
        scores, ruled = why.scores, {finding.practice for finding in why.rules}
        for practice in set(CLASSIFIER.judge(row.passage).practices) - ruled:
            least = scores[practice].least
            assert least is not None
            assert scores[practice].score >= least - 0.001
            assert ANY in scores


def test_the_same_passage_has_the_same_explanation_and_verdict() -> None:
    again = Catalogue.load()
    assert explain(CATALOGUE.judge, THREAT) == explain(again.judge, THREAT)
    assert CLASSIFIER.judge(THREAT) == Classifier(again).judge(THREAT)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_one(text: str) -> None:
    json.dumps(described(explain(CATALOGUE.judge, Passage(text))))


@settings(deadline=None)
@given(st.text(alphabet="，。！abcxyz天地玄黄宇宙洪荒", max_size=60))
def test_a_text_without_a_word_of_the_catalogue_shows_nothing(text: str) -> None:
    view, _ = CATALOGUE.judge.drafted(Passage(text))
    if not view.candidates:
        assert CLASSIFIER.judge(Passage(text)).findings == ()


@pytest.mark.parametrize("arguments", [["--", THREAT.text], ["--jsonl"]])
def test_the_command_line_adds_it(arguments: list[str]) -> None:
    line = json.dumps({"id": 1, "text": THREAT.text}).encode()
    streams = Streams(io.BytesIO(line), io.BytesIO(), io.BytesIO())
    run(
        arguments,
        CLASSIFIER.judge,
        streams,
        explain=lambda passage: described(explain(CATALOGUE.judge, passage)),
    )
    assert isinstance(streams.sink, io.BytesIO)
    answer = json.loads(streams.sink.getvalue())
    assert answer["explain"]["read"] == THREAT.text
    assert answer["explain"]["scores"]["violence_threat"]["words"]


@given(st.floats(min_value=-SIZES[-1], max_value=SIZES[-1], allow_nan=False))
def test_a_weight_is_stored_within_a_sixteenth(weight: float) -> None:
    stored = WEIGHTS_OF[character(weight)]
    assert abs(stored - weight) <= max(0.5, abs(weight) / 15)
