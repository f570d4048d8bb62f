"""Sentences as people type them become the plans they say, or the right questions."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.language.repayment import reading
from handlers.repayment.slots import slots
from tests.repayment.told import FOLDER, NOW, Told, told

SENTENCES = [one for file in sorted(FOLDER.glob("*.txt")) for one in told(file.name)]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one.text)
def test_a_sentence_is_understood_exactly(sentence: Told) -> None:
    assert sentence.differs(slots(sentence.text, sentence.now)) == {}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one.text)
def test_a_schedule_is_a_plan_and_a_question_is_none(sentence: Told) -> None:
    understood = reading.read(sentence.text, sentence.now)
    plan = understood.plan()
    assert (plan is None) == bool(understood.missing)
    if plan is not None:
        assert plan.sum == sum(row.amount for row in plan.rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "你好",
        "今天天气不错",
        "他们又打电话给我妈了",
        "逾期三个月会不会被起诉",
        "能不能只还本金",
        "把提醒改到晚上八点",
        "停止所有提醒",
        "昨晚十一点半收到的短信：再不还款就上门",
        "导出十月份的聊天记录",
    ],
)
def test_what_is_no_plan_is_not_taken_for_one(text: str) -> None:
    assert not slots(text, datetime.fromisoformat(NOW))["repayment"]
