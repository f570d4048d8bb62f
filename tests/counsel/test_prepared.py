"""What was prepared answers as its sources do, bit for bit, and only while they are the same."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from bot.knowledge import load_counsel
from handlers import reviewed as kept
from handlers.counsel.counsel import Counsel
from handlers.law.rates import RateBook
from handlers.reviewed import Reviewed
from tests.counsel.learn import lines

DAYS = (date(2025, 6, 1), date(2026, 11, 25))
ASKED = (
    "催 收 半*夜 打電話 合法嗎",
    "我2023年9月写的借条年利率20%，法院最多支持多少",
    "欠网贷会坐牢吗？另外催收能不能上门？",
    "那信用卡呢",
    "完全无关的一句话",
)


@pytest.fixture(scope="module")
def source() -> bytes:
    return kept.source()


@pytest.fixture(scope="module")
def content(reviewed: Reviewed, source: bytes) -> bytes:
    return kept.write(reviewed, source)


@pytest.fixture(scope="module")
def again(content: bytes, source: bytes) -> Reviewed:
    found = kept.read(content, source)
    assert found is not None
    return found


def test_the_same_answers_come_out(counsel: Counsel, again: Reviewed) -> None:
    mine = load_counsel(again, RateBook.load())
    questions = [matter.asks[-1] for matter in counsel.book.matters[::3]]
    questions += [*ASKED, *lines("offtopic.txt")]
    for number, question in enumerate(questions):
        day = DAYS[number % len(DAYS)]
        before = counsel.book.matters[number % 7].id if number % 5 == 0 else None
        assert mine.ask(question, day, before) == counsel.ask(question, day, before)
        assert mine.hear(question) == counsel.hear(question)


def test_every_score_is_the_same_bit_for_bit(reviewed: Reviewed, again: Reviewed) -> None:
    terms = again.terms
    for matter in reviewed.book.matters[::7]:
        bag = terms.of(matter.asks[1])
        assert bag == reviewed.terms.of(matter.asks[1])
        assert again.ready.index.features(bag) == reviewed.ready.index.features(bag)


def test_everything_else_comes_back(reviewed: Reviewed, again: Reviewed) -> None:
    assert again.texts == reviewed.texts
    assert (again.law.provisions, again.law.hash) == (reviewed.law.provisions, reviewed.law.hash)
    assert (again.book.topics, again.book.hash) == (reviewed.book.topics, reviewed.book.hash)
    assert (again.synonyms, again.ranking) == (reviewed.synonyms, reviewed.ranking)
    assert again.crisis.shapes == reviewed.crisis.shapes
    assert again.crisis.cues == reviewed.crisis.cues


def test_danger_is_heard_alike(reviewed: Reviewed, again: Reviewed) -> None:
    rows = reviewed.crisis.shapes.rows
    said = [text for row in rows for text in (row.examples[0], row.near_misses[0])]
    said += [*reviewed.crisis.cues.examples, *ASKED]
    for text in said:
        assert again.crisis.weigh(text) is reviewed.crisis.weigh(text)
        assert again.crisis.heard(text) == reviewed.crisis.heard(text)


@pytest.mark.parametrize("part", [0.0, 0.00001, 0.3, 0.7, 0.99999])
def test_one_wrong_bit_anywhere_and_it_is_left_aside(
    part: float, content: bytes, source: bytes
) -> None:
    damaged = bytearray(content)
    damaged[int(len(damaged) * part)] ^= 1
    assert kept.read(bytes(damaged), source) is None


def test_made_from_other_sources_it_is_left_aside(content: bytes, source: bytes) -> None:
    assert kept.read(content, bytes(reversed(source))) is None


def test_all_code_that_has_a_part_in_it_is_a_source() -> None:
    script = """
import sys, handlers.reviewed
print(*(m.__file__ for name, m in sys.modules.items() if name.startswith("handlers.")), sep="\\n")
"""
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    known = {str(path) for path in kept.code()}
    assert [path for path in told.stdout.splitlines() if path not in known] == []


def test_all_data_that_is_read_is_a_source() -> None:
    script = """
import sys
from bot.catalogue import load_catalogue
from handlers.reviewed import Reviewed
practices = load_catalogue()[0].practices
def seen(event, given):
    if event == "open" and str(given[0]).endswith((".toml", ".json", ".txt")):
        print(given[0])
sys.addaudithook(seen)
Reviewed.load(practices)
"""
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    known = {str(path) for path in kept.data()}
    read = {path for path in told.stdout.splitlines() if "weights.json" not in path}
    assert read - known == set()
