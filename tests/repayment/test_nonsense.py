"""Sentences built of the grammar's own words, in any order: none may break what reads them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import planning
from handlers.beijing import beijing_day
from handlers.language.repayment import reading
from handlers.language.repayment.understood import Missing
from handlers.law.rates import RateBook
from handlers.planning import asking
from handlers.planning import draft as drafts
from handlers.planning.draft import Ask, Draft
from handlers.planning.warnings import warnings
from handlers.repayment.slots import as_slots
from tests.reminders.watch import desk

WORDS = [
    line.split()
    for line in Path(__file__).with_name("nonsense.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
RATES = RateBook.load()
NOWS = st.sampled_from(
    ["2026-11-23T10:00", "2028-02-29T12:00", "2026-12-31T23:30", "2027-01-31T09:00"]
).map(lambda moment: datetime.fromisoformat(f"{moment}+08:00"))


def some(letter: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word for first, *words in WORDS if first == letter for word in words])


@st.composite
def pieces(draw: st.DrawFn) -> str:
    words = draw(some("p"))
    for letter in "dmn":
        while f"{{{letter}}}" in words:
            words = words.replace(f"{{{letter}}}", draw(some(letter)), 1)
    return words


SENTENCES = st.lists(pieces(), min_size=1, max_size=4).map("，".join)


@settings(deadline=None, max_examples=200)
@given(SENTENCES, NOWS)
def test_no_sentence_breaks_the_reading(sentence: str, now: datetime) -> None:
    understood = reading.read(sentence, now)
    plan = understood.plan()
    assert as_slots(understood)["schedule_total"] is None or plan is not None
    assert plan is None or plan.sum > 0
    assert planning.run(sentence, now, io.StringIO(), as_json=True) == planning.OK


@settings(deadline=None, max_examples=60)
@given(SENTENCES, st.lists(SENTENCES | pieces(), max_size=3), NOWS)
def test_no_talk_breaks(sentence: str, answers: list[str], now: datetime) -> None:
    draft = Draft(id=1, at=now).but(Ask.SENTENCE, sentence, now)
    for number, words in enumerate(["", *answers]):
        at = now + timedelta(hours=number)
        draft = (drafts.answers(draft, words, at) if words else None) or draft
        stand, today = drafts.drafted(draft), beijing_day(at)
        assert stand.asks is not None or stand.plan is not None  # never at a dead end
        warnings(desk().texts, stand, draft.told, today, RATES)
        if stand.asks is not None:
            assert asking.question(desk().texts, draft, stand, today).segments


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("年前先付500块，今天还1万", [Missing.DOWN_PAYMENT_DATE]),
        ("过年首付2000，剩下的6000从下个月15号开始分6期", [Missing.DOWN_PAYMENT_DATE]),
        ("欠1亿，每月5号还0.01元", [Missing.INSTALLMENTS]),
        ("每隔100个月还500，分999期，从下个月5号开始", [Missing.INSTALLMENTS]),
    ],
)
def test_what_cannot_be_is_asked(sentence: str, missing: list[Missing]) -> None:
    understood = reading.read(sentence, datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
    assert list(understood.missing) == missing
    assert understood.plan() is None


@pytest.mark.parametrize("words", ["每0个月还500", "每隔0天还500", "每0周还500"])
def test_every_nothing_is_no_rhythm(words: str) -> None:
    understood = reading.read(words, datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
    assert understood.rows is None
