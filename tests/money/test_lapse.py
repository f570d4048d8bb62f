"""Limitation asked about in a sentence: the days, what moved them, and what is never said."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from handlers.citations import Gate
from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.messages import Look
from handlers.money.counter import Computed, answer
from handlers.money.figures import Kind
from handlers.money.limitation import Event
from handlers.texts.texts import Texts
from tests.money.golden import SENTENCES, TODAY

ROWS = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["limitation"]
LAW = LawBook.load()
RATES = RateBook.load()
ROUTES = RouteBook.load(LAW)
TEXTS = Texts.load(sources={*LAW.ids, *(route.id for route in ROUTES.routes)})
each = pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"]))


def told(row: dict[str, Any]) -> Computed:
    asked: date = row.get("asked", TODAY)
    found = answer(row["text"], asked, texts=TEXTS, law=LAW, rates=RATES)
    assert found is not None
    assert found.kind is Kind.LIMITATION
    return found


@each
def test_the_last_day_is_the_one_counted_by_hand(row: dict[str, Any]) -> None:
    lapse = told(row).lapse
    assert lapse is not None
    if "last" not in row:
        assert lapse.found is None
        return
    assert lapse.found is not None
    assert lapse.found.last == row["last"]
    assert (lapse.found.over, lapse.found.waived) == (row["over"], row["waived"])


@each
def test_it_never_says_that_nothing_is_owed(row: dict[str, Any]) -> None:
    found = told(row)
    assert [words for words in row.get("says", []) if words not in found.text] == []
    assert "债也还在" in found.text
    assert "不用还" not in found.text
    assert found.segments[0].look is Look.LEAD
    gate = Gate.of(LAW, ROUTES)
    assert [gate.faults(segment) for segment in found.segments if gate.faults(segment)] == []
    assert {"CC-192", "CC-193"} & set(found.provisions)
    assert len(found.provisions) <= 6


def test_every_event_has_words() -> None:
    assert all(TEXTS.has("lapse_event", event) for event in Event)


@pytest.mark.parametrize(
    "text",
    [
        "六年前欠的信用卡，银行每年都发短信，过时效了吗",
        "2021年5月到期没还，他们一直打电话催，三年到了吗",
        "2020年逾期的，每个月都来短信，还算不算过时效",
    ],
)
def test_demands_all_along_are_never_counted_to_an_end(text: str) -> None:
    assert answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES) is None


def test_nobody_asking_all_along_is_counted() -> None:
    told({"text": "2021年5月到期没还，这几年一直没人催过，过时效了吗"})
