"""What is found, what is left alone, and what leans on what was asked before."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.counsel.counsel import Counsel
from handlers.counsel.finding import Sure
from handlers.counsel.matter import Role
from handlers.counsel.people import role
from tests.counsel.learn import lines

DAY = date(2026, 11, 25)


def test_other_matters_are_left_alone(counsel: Counsel) -> None:
    answered = [text for text in lines("offtopic.txt") if counsel.ask(text, DAY).known]
    assert len(lines("offtopic.txt")) == 40
    assert len(answered) <= 2, answered


def test_every_title_finds_its_own_question(counsel: Counsel) -> None:
    lost = []
    for matter in counsel.book.matters:
        told = counsel.ask(matter.title, DAY)
        if told.computed is None and told.matter is not matter:
            lost.append(matter.id)
    assert len(lost) <= len(counsel.book.matters) // 100, lost


def test_disguises_are_undone(counsel: Counsel) -> None:
    plain = counsel.ask("催收半夜打电话合法吗", DAY)
    hidden = counsel.ask("催 收 半*夜 打電話 合法嗎", DAY)
    assert plain.matter is hidden.matter is not None


def test_a_follow_up_leans_on_what_was_asked_before(counsel: Counsel) -> None:
    before = counsel.ask("网贷能停息分期吗", DAY)
    assert before.matter is not None
    told = counsel.ask("那信用卡呢", DAY, before.matter.id)
    assert told.matter is not None
    assert "CARD-70" in told.matter.provisions
    assert told.matter is not before.matter


def test_a_follow_up_without_anything_before_is_not_answered(counsel: Counsel) -> None:
    assert not counsel.ask("那这个呢", DAY).known


def test_two_matters_in_one_message(counsel: Counsel) -> None:
    told = counsel.ask("催收半夜十二点打电话合法吗？另外欠网贷会不会坐牢？", DAY)
    assert told.matter is not None
    assert told.second is not None
    assert told.second is not told.matter


def test_no_answer_brings_more_than_six_provisions(counsel: Counsel) -> None:
    for matter in counsel.book.matters:
        told = counsel.ask(matter.title, DAY)
        assert len(told.provisions) <= 6
        assert told.sure is not Sure.NO or not told.provisions


def test_numbers_are_counted(counsel: Counsel) -> None:
    told = counsel.ask("我2023年9月写的借条年利率20%，法院最多支持多少", DAY)
    assert told.computed is not None
    assert "13.8%" in told.computed.text
    assert "JI-MJ-25" in {provision.id for provision in told.provisions}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("我老公欠了网贷，催收打给我", Role.FAMILY),
        ("替儿子还网贷合适吗", Role.FAMILY),
        ("催收打给我爸妈了", Role.SELF),
        ("我给朋友做担保，他跑了", Role.GUARANTOR),
        ("签过担保合同，他不还银行找我", Role.GUARANTOR),
        ("给堂弟贷款做的保，现在要我还", Role.GUARANTOR),
        ("我不是担保人，凭什么打给我", Role.SELF),
        ("紧急联系人是不是担保人", Role.SELF),
        ("同事欠钱，催收打到我这里", Role.COLLEAGUE),
        ("我欠的钱，催收骚扰我同事", Role.SELF),
    ],
)
def test_who_is_asking(text: str, who: Role) -> None:
    assert role(text) is who


@pytest.mark.parametrize(
    ("question", "yearly"), [("月息2分是多少年利率", "24%"), ("日息千一合不合法", "36.5%")]
)
def test_a_rate_for_a_month_or_a_day_is_worked_out_for_the_year(
    counsel: Counsel, question: str, yearly: str
) -> None:
    told = counsel.ask(question, DAY)
    assert told.computed is not None
    assert yearly in told.computed.segments[0].text
