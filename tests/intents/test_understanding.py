"""What people type is understood: the intent, its slots, danger before everything else."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import understanding as command
from handlers.beijing import BEIJING
from handlers.crisis import RULES, WEIGHTS, Crisis, Danger
from handlers.intents import understanding
from handlers.intents.intent import Intent
from handlers.intents.understanding import Understanding
from handlers.learning.listener import Listener
from handlers.learning.senses import Senses
from handlers.practices.errors import CatalogueError
from handlers.texts.errors import WordingError
from tests.intents.frames import made
from tests.intents.learn import source
from tests.intents.materials import DANGER, LAST, LAST_ORDINARY, LEARNED, NEAR, SAID, rows

NOW = datetime(2026, 11, 23, 10, tzinfo=BEIJING)
UNDERSTANDING = Understanding.load(Crisis.read())


def understood(text: str) -> tuple[str, dict[str, object]]:
    found = UNDERSTANDING.understand(text, NOW)
    return found.intent.value, found.slots


def test_hardly_anything_that_was_learned_is_misunderstood() -> None:
    said = list(rows(SAID))
    wrong = [row.text for row in said if understood(row.text)[0] != row.intent]
    assert len(wrong) <= len(said) // 50, wrong


def test_the_material_is_large_enough_and_a_third_of_it_is_held_out() -> None:
    for name, least in ((DANGER, 900), (NEAR, 800), (SAID, 700)):
        read = list(rows(name))
        assert len({row.text for row in read}) == len(read) >= least
        assert sum(row.held for row in read) == len(read) // 3
    assert len(list(made())) >= 1000
    counted = Counter(row.intent for row in rows(SAID))
    assert set(counted) == {*Intent} - {Intent.CRISIS}


@pytest.mark.parametrize("folder", [RULES / WEIGHTS, understanding.HOME / understanding.WEIGHTS])
def test_the_weights_were_learned_from_this_material(folder: Path) -> None:
    assert json.loads(folder.read_text(encoding="utf-8"))["material"] == source(LEARNED)
    assert folder.stat().st_size < 500_000


def test_danger_comes_before_everything() -> None:
    assert understood("提醒我明天还款之前说一声：我不想活了") == (
        "crisis",
        {"risk": "high"},
    )
    intent, slots = understood("要是我哪天不在了，欠的钱会不会找我妈要")
    assert (intent, slots) == ("crisis", {"risk": "high", "implicit": True})


def test_a_plan_is_read_by_the_grammar() -> None:
    intent, slots = understood("欠某某消金4800，分六期，每月7号还")
    assert intent == "repayment_plan"
    assert (slots["creditor"], slots["installments"], slots["due_day"]) == ("某某消金", 6, 7)


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("提前五天提醒我", "reminder_control", {"action": "set_advance", "days": 5}),
        ("提前两周提醒我", "reminder_control", {"action": "set_advance", "days": 14}),
        ("把提醒都关了", "reminder_control", {"action": "cancel", "scope": "all"}),
        ("这期已还", "reminder_control", {"action": "mark_paid"}),
        (
            "晚上九点半以后别发消息",
            "reminder_control",
            {"action": "quiet_hours", "from_time": "21:30"},
        ),
        (
            "设置免打扰，晚上十一点到早上七点",
            "reminder_control",
            {"action": "quiet_hours", "from_time": "23:00", "to_time": "07:00"},
        ),
        (
            "早上八点前别发",
            "reminder_control",
            {"action": "quiet_hours", "to_time": "08:00"},
        ),
        ("取消某某银行的提醒", "reminder_control", {"action": "cancel", "creditor": "某某银行"}),
        ("下一期是哪天", "reminder_control", {"action": "list"}),
        ("导出为pdf", "export_evidence", {"format": "pdf"}),
        ("导出全部证据", "export_evidence", {"scope": "all"}),
        (
            "导出上个月的短信",
            "export_evidence",
            {"date_from": "2026-10-01", "date_to": "2026-10-31", "kinds": ["sms"]},
        ),
        (
            "把去年十二月的催收记录导出来",
            "export_evidence",
            {"date_from": "2025-12-01", "date_to": "2025-12-31"},
        ),
        ("撤回上一条", "delete_my_data", {"scope": "last_item"}),
        ("删除还款计划", "delete_my_data", {"scope": "repayment_plan"}),
        (
            "根据个保法我有权要求删除",
            "delete_my_data",
            {"scope": "all", "basis": "PIPL"},
        ),
        ("信箱里有张催收函，拍了照", "evidence_forward", {"channel": "image"}),
        ("你好", "greeting", {}),
        ("时效过了还要还吗", "question", {}),
    ],
)
def test_what_fixes_an_intent(text: str, intent: str, slots: dict[str, object]) -> None:
    assert understood(text) == (intent, slots)


def test_when_and_to_whom_something_came() -> None:
    intent, slots = understood("[图片] 他们昨晚11点半发给我妈的短信，截图")
    assert intent == "evidence_forward"
    assert slots["channel"] == "image"
    assert slots["third_party"] == "母亲"
    assert slots["sent_at"] == "2026-11-22T23:30:00+08:00"


def test_the_judge_is_a_witness() -> None:
    text = "劝你把家里的门锁换一换"
    assert UNDERSTANDING.understand(text, NOW).intent is Intent.OTHER
    assert UNDERSTANDING.understand(text, NOW, lambda _: True).intent is Intent.EVIDENCE


@given(st.text(max_size=200), st.integers(-2000, 2000))
def test_any_text_at_any_time_is_understood(text: str, days: int) -> None:
    found = UNDERSTANDING.understand(text, NOW + timedelta(days=days))
    assert found.intent in Intent
    json.dumps(found.slots, ensure_ascii=False)


def test_the_command_answers_line_by_line() -> None:
    lines = [
        '{"id": "a", "text": "在吗", "now": "2026-11-23T10:00:00+08:00"}',
        "",
        '{"id": "b", "text": 3, "now": "2026-11-23T10:00:00+08:00"}',
        '{"id": "c", "text": "在吗", "now": "2026-11-23T10:00:00"}',
        '{"id": "d", "text": "在吗"}',
        "no json",
    ]
    sink = io.BytesIO()
    assert command.run(io.BytesIO("\n".join(lines).encode()), sink) == 1
    told = [json.loads(line) for line in sink.getvalue().decode().splitlines()]
    assert told[0] == {"id": "a", "intent": "greeting", "slots": {}}
    assert [one["id"] for one in told] == ["a", "b", "c", "d", None]
    assert all(set(one) == {"id", "error"} for one in told[1:])


def test_senses_that_are_wrong_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "senses.toml"
    for wrong in ("[senses]\na = ['(']", "[senses]\na = ['<b>']", "[senses]\na = []", "[sense]"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(WordingError):
            Senses.load(path)


def test_weights_that_are_none_are_refused(tmp_path: Path) -> None:
    senses = understanding.HOME / understanding.SENSES
    with pytest.raises(CatalogueError):
        Listener.load(senses, tmp_path / "none.json")


def test_doubt_is_less_than_danger() -> None:
    assert Danger.NONE < Danger.DOUBT < Danger.PLAIN


def test_the_last_set_was_never_learned_from() -> None:
    last = {row.text for row in rows(LAST)}
    assert len(last) >= 80
    last |= {row.text for row in rows(LAST_ORDINARY)}
    assert not last & {row.text for name in LEARNED for row in rows(name)}


def test_most_of_the_last_set_is_heard() -> None:
    found = [UNDERSTANDING.crisis.weigh(row.text) for row in rows(LAST)]
    assert sum(one is Danger.PLAIN for one in found) >= 0.6 * len(found)
    assert sum(one is not Danger.NONE for one in found) >= 0.75 * len(found)


def test_ordinary_anger_is_not_taken_for_danger() -> None:
    angry = [UNDERSTANDING.crisis.weigh(row.text) for row in rows(LAST_ORDINARY)]
    assert sum(one is Danger.PLAIN for one in angry) <= len(angry) // 10
