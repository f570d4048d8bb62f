"""`wenzhu plan`: table, running sum, reminders, what must be asked."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import planning
from bot.__main__ import main
from handlers.language.repayment.understood import Missing
from handlers.repayment.reminding import Moment
from handlers.texts.texts import Texts
from tests.repayment.told import NOW

AT = datetime.fromisoformat(NOW)


def said(sentence: str) -> str:
    out = io.StringIO()
    assert planning.run(sentence, AT, out, as_json=False) == 0
    return out.getvalue()


def described(sentence: str) -> dict[str, Any]:
    out = io.StringIO()
    assert planning.run(sentence, AT, out, as_json=True) == 0
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_table_names_weekdays_and_adds_up() -> None:
    text = said("某贷一共5000，先付2000明天付，剩下分3期每月31号还")
    assert text.startswith("某贷：分 3 期，合计 5000 元\n首付  2026年11月24日星期二  2000 元")
    assert "3  2027年1月31日星期日  1000 元  累计 5000 元" in text
    assert "2026年11月24日星期二 09:00  当天早上：首付 2000 元" in text
    assert "2026年11月27日星期五 09:00  提前三天：第 1 期 1000 元" in text


def test_what_is_vague_is_asked() -> None:
    assert said("每月还几百吧") == (
        "还排不出日期和金额，要先问清：\n"
        "每期还多少钱？\n一共分几期，或者还到什么时候？\n每个月几号还？\n"
    )


def test_what_is_no_plan_is_told_how_to_say_one() -> None:
    assert said("今天真冷").startswith("这句话里没有看出还款安排。")


def test_a_warning_follows_the_table() -> None:
    assert said("每月5号还500给业务员的微信，共6期").endswith("官方 App 里的账户还。\n")


def test_json_holds_slots_rows_and_reminders() -> None:
    found = described("每两周还300，从这周五开始，还3次")
    assert found["frequency"] == "biweekly"
    assert [row["weekday"] for row in found["rows"]] == [5, 5, 5]
    assert [row["sum"] for row in found["rows"]] == [300, 600, 900]
    assert found["reminders"][0] == {
        "at": "2026-11-24T09:00:00+08:00",
        "moment": "three_before",
        "row": 0,
    }
    assert len(found["reminders"]) == 9
    assert found["warnings"] == []


def test_the_same_through_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "每月15号还1000，还2个月", "--now", NOW, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["end_due"] == "2027-01-15"
    assert main(["plan", "每月15号还1000", "--now", "2026-11-23"]) == 64
    assert main(["plan", "每月15号还1000", "--now", "昨天"]) == 64
    assert planning.moment(None, datetime(2026, 1, 1, tzinfo=UTC)) == datetime(
        2026, 1, 1, tzinfo=UTC
    )


def test_every_question_and_every_reminder_has_its_words() -> None:
    texts = Texts.load()
    assert all(texts.has("plan_missing", missing) for missing in Missing)
    assert all(texts.has("plan_moment", moment) for moment in Moment)
