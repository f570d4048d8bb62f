"""Loans as people describe them: what is understood, computed and said."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.citations import Gate
from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.messages import Look
from handlers.money.counter import Computed, answer
from handlers.texts.texts import Texts
from tests.money.golden import PAGE, page

ROWS = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
LAW = LawBook.load()
RATES = RateBook.load()
ROUTES = RouteBook.load(LAW)
TEXTS = Texts.load(sources={*LAW.ids, *(route.id for route in ROUTES.routes)})
TODAY = date(2026, 11, 25)
each = pytest.mark.parametrize("row", ROWS["loan"], ids=lambda row: str(row["text"]))


def told(row: dict[str, Any]) -> Computed:
    asked = row.get("asked", TODAY)
    found = answer(row["text"], asked, texts=TEXTS, law=LAW, rates=RATES)
    assert found is not None, "nothing was understood"
    return found


def cap_of(found: Computed) -> str:
    limit = found.figures.cap
    if limit.highest is None or limit.lowest is None:
        return "none" if found.loan.signed is not None or limit.on_request == 24 else ""
    ends = dict.fromkeys(f"{end.normalize():f}" for end in (limit.lowest, limit.highest))
    return "-".join(ends)


@each
def test_a_sentence_is_understood_and_computed(row: dict[str, Any]) -> None:
    found = told(row)
    assert found.kind == row["kind"]
    assert [fact.value for fact in found.needs] == row["needs"]
    if "simple" in row:
        assert found.figures.percent is not None
        expected = Decimal(row["simple"])
        assert abs(found.figures.percent - expected) <= max(Decimal("0.01"), expected / 10_000)


@each
def test_its_cap_is_the_one_worked_out_by_hand(row: dict[str, Any]) -> None:
    found = told(row)
    if row["cap"] == "12-15.4":
        assert found.loan.signed is None
        assert "在 12% 到 15.4% 之间" in found.text
    elif row["cap"] == "none":
        assert found.figures.cap.highest is None
        assert found.figures.cap.on_request == 24
    elif row["cap"]:
        assert cap_of(found) == row["cap"]


@each
def test_it_says_what_it_must_and_never_what_it_must_not(row: dict[str, Any]) -> None:
    found = told(row)
    everything = found.text + "".join(found.provisions)
    assert [words for words in row.get("says", []) if words not in everything] == []
    assert [words for words in row.get("never", []) if words in everything] == []
    for worn in ("自然债务", "两线三区", "不用还", "红线"):
        assert worn not in found.text


@each
def test_every_paragraph_passes_the_citation_gate(row: dict[str, Any]) -> None:
    gate = Gate.of(LAW, ROUTES, RATES.told)
    for segment in told(row).segments:
        assert gate.faults(segment) == ()
        assert set(segment.sources) <= {"calculated", *LAW.ids, *ROUTES.ids}


@each
def test_the_first_paragraph_decides_and_few_provisions_are_cited(row: dict[str, Any]) -> None:
    found = told(row)
    assert found.segments[0].look is Look.LEAD
    assert len(found.provisions) <= 6
    assert set(found.provisions) <= LAW.ids
    assert found.reply.text.startswith(found.segments[0].text)


@pytest.mark.parametrize("text", ROWS["none"]["texts"])
def test_what_is_no_question_about_a_loan_is_left_alone(text: str) -> None:
    assert answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES) is None


def test_there_are_enough_sentences() -> None:
    assert len(ROWS["loan"]) >= 60


def test_a_long_story_is_left_alone() -> None:
    assert answer("利息合法吗" * 100, TODAY, texts=TEXTS, law=LAW, rates=RATES) is None


def test_a_lender_the_chat_knows_already_is_used() -> None:
    text = "到手1万，12期每期1000，2024年9月签的"
    bank = answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES, lender="bank")
    private = answer(text, TODAY, texts=TEXTS, law=LAW, rates=RATES, lender="private_person")
    assert bank is not None
    assert private is not None
    assert bank.needs == private.needs == ()
    assert "13.4%" not in bank.text
    assert "13.4%" in private.text


def test_on_a_day_before_all_law_nothing_is_cited() -> None:
    found = answer("年化36合法吗", date(1990, 1, 1), texts=TEXTS, law=LAW, rates=RATES)
    assert found is not None
    assert found.provisions == ()


def test_the_answers_are_what_was_reviewed() -> None:
    reviewed = PAGE.read_text(encoding="utf-8")
    assert page() == reviewed, "read the difference, then run `python -m tests.money.golden`"


def test_every_sentence_about_loans_is_said_in_the_reviewed_page() -> None:
    reviewed = PAGE.read_text(encoding="utf-8")
    rare = {"loan.lead.week", "money_why.too_high", "money_why.mixed", "money_why.same_day"}
    rare |= {"money_why.nothing_received", "money_why.nothing_repaid"}
    families = ("loan", "loan_ask", "money_why", "lapse", "lapse_event")
    rare |= {"lapse_event.demand"}
    for key in (key for family in families for key in TEXTS.family(family)):
        pieces = [literal for literal, _ in TEXTS.sentences[key].pieces if len(literal) > 4]
        assert key in rare or all(piece in reviewed for piece in pieces), key


PIECES = (
    *(
        "借",
        "1万",
        "到手",
        "8500",
        "12期",
        "每期",
        "1000",
        "，",
        "2024年9月",
        "签的",
        "利息",
        "合法吗",
    ),
    *(
        "年化",
        "36",
        "%",
        "月息",
        "2分",
        "日息",
        "万五",
        "还了",
        "8期",
        "还剩",
        "4期",
        "砍头息",
        "每7天",
    ),
    *(
        "天",
        "后",
        "还",
        "0",
        "半",
        "九十九",
        "亿",
        "两",
        "-3",
        "3.1415926",
        "银行",
        "私人",
        "2月30号",
    ),
    *(
        "2020年13月",
        "99年",
        "年",
        "个月",
        "逾期",
        "300",
        "先扣",
        "手续费",
        "0.6%",
        "怎么算",
        "四倍",
        "lpr",
    ),
    *(
        "上限",
        "现在",
        "去年",
        "三年前",
        "9999999999999",
        "？",
        "分",
        "480期",
        "481期",
        "0期",
        "每期0",
    ),
)


@given(
    words=st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30),
    asked=st.dates(date(2015, 1, 1), date(2030, 1, 1)),
)
def test_whatever_is_written_nothing_breaks(words: str, asked: date) -> None:
    found = answer(words, asked, texts=TEXTS, law=LAW, rates=RATES)
    if found is not None:
        assert len(found.provisions) <= 6
        assert not re.search(r"None|NaN|Infinity|E\+|\{", found.text)
        assert found.loan.signed is None or found.loan.signed.last <= asked
