"""Two questions in one message: both are answered, the second in short; one question stays one."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.counsel.citing import brief, cite
from handlers.counsel.clauses import Clause, besides, parts
from handlers.counsel.counsel import Counsel
from handlers.counsel.saying import plain
from handlers.counsel.wording import sentences
from handlers.reviewed import Reviewed

DAY = date(2026, 11, 26)

TWO = [
    ("催收半夜十二点打电话合法吗？另外欠网贷会不会坐牢？", "GBT-TIME", "CL-266"),
    ("终本是什么意思？限高怎么解除？", "ZB-9", "JI-XG-9"),
    ("收到传票不去会怎样？判了以后几天能上诉？", "CPL-147", "CPL-171"),
    ("他们上门我可以不开门吗？录音能当证据吗？", "PS25-47", "CPLI-106"),
]


@pytest.mark.parametrize(("question", "one", "other"), TWO)
def test_both_are_answered_and_both_laws_are_among_the_six(
    counsel: Counsel, question: str, one: str, other: str
) -> None:
    told = counsel.ask(question, DAY)
    assert told.matter is not None
    assert told.besides is not None
    assert told.second is not None
    ids = [provision.id for provision in told.provisions]
    assert {one, other} <= {*ids}
    assert len(ids) == len({*ids}) <= 6
    assert {p.id for p in told.besides.provisions} <= {*ids}


def test_the_second_is_short_and_named_after_the_first(
    counsel: Counsel, reviewed: Reviewed
) -> None:
    told = counsel.ask(TWO[1][0], DAY)
    assert told.cited is not None
    assert told.second is not None
    said = plain(reviewed.texts, told).split("\n")
    assert said[0] == told.cited.text
    assert said[1].startswith(f"您还问了“{told.second.title}”")
    assert told.besides is not None
    assert said[1].endswith(told.besides.text)


def test_one_question_in_several_sentences_is_answered_once(counsel: Counsel) -> None:
    several = [w for matter in counsel.book.matters for w in matter.asks if parts(w)]
    assert len(several) > 100
    told = [w for w in several[::5] if counsel.ask(w, DAY).besides is not None]
    assert not told


def test_a_brief_answer_keeps_what_decides_and_what_it_cites(counsel: Counsel) -> None:
    for matter in counsel.book.matters:
        short = brief(matter)
        assert len(sentences(short.answer)) <= 2
        assert matter.answer.startswith(short.answer)
        assert {*short.provisions} <= {*matter.provisions}
        assert "{" not in cite(short, counsel.law, DAY).text


def test_of_three_questions_none_is_told_beside_the_first(counsel: Counsel) -> None:
    one, two, three = counsel.book.matters[:3]
    asked = [Clause(matter, sure=True, asks=True) for matter in (one, two, three)]
    assert besides(asked[:2], one) is two
    assert besides(asked[:2], two) is one
    assert besides(asked, one) is None
    assert besides(asked[:2], three) is None
    assert besides([asked[0], Clause(two, sure=True, asks=False)], one) is None
