"""`wenzhu ask`: one question, lines, days, danger, and what cannot be read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import asking
from bot.asking import Answer
from bot.judging import Streams
from bot.knowledge import ask_now

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def answer() -> Answer:
    return ask_now()


def lines(answer: Answer, *rows: object) -> tuple[int, list[dict[str, Any]]]:
    source = "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows)
    streams = Streams(io.BytesIO(source.encode()), io.BytesIO(), io.BytesIO())
    code = asking.run(None, answer, streams)
    out = streams.sink
    assert isinstance(out, io.BytesIO)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_question_is_answered_with_its_sources(answer: Answer) -> None:
    code, (row,) = lines(answer, {"id": 7, "question": "催收半夜十二点打电话，可以这样吗"})
    assert code == 0
    assert row["id"] == 7
    assert row["confident"] is True
    assert 1 <= len(row["provisions"]) <= 6
    assert [source["id"] for source in row["sources"]] == row["provisions"]
    assert all(source["since"] and source["citation"] for source in row["sources"])
    assert "22点" in row["answer"]


def test_two_questions_are_both_answered(answer: Answer) -> None:
    _, (row,) = lines(answer, {"id": 1, "question": "收到传票不去会怎样？判了以后几天能上诉？"})
    assert "缺席判决" in row["answer"]
    assert "十五日内上诉" in row["answer"]
    assert {"CPL-147", "CPL-171"} <= {*row["provisions"]}
    assert len(row["provisions"]) <= 6


def test_the_day_decides_the_number(answer: Answer) -> None:
    question = "催收一天打几十个电话算不算骚扰"
    _, (old, new) = lines(
        answer,
        {"id": "a", "question": question, "as_of": "2025-12-31"},
        {"id": "b", "question": question, "as_of": "2026-01-01T00:30:00+08:00"},
    )
    assert "PS12-42" in old["provisions"]
    assert "PS25-50-5" in new["provisions"]


def test_what_it_does_not_know_it_says(answer: Answer) -> None:
    _, (row,) = lines(answer, {"id": 1, "question": "明天北京会下雨吗"})
    assert row["confident"] is False
    assert row["provisions"] == []
    assert "没有把握" in row["answer"]
    assert "12348" in row["answer"]


def test_danger_comes_first(answer: Answer) -> None:
    _, (row,) = lines(answer, {"id": 1, "question": "欠了二十万还不上，我不想活了，怎么办"})
    assert "12356" in row["answer"].splitlines()[2]
    assert "120" in row["answer"]


def test_bad_lines_get_a_sentence_and_the_rest_is_answered(answer: Answer) -> None:
    good = {"id": "z", "question": "欠网贷会坐牢吗"}
    code, rows = lines(
        answer,
        "not json",
        {"id": 1},
        {"id": 2, "question": "  "},
        {"id": 3, "question": "欠网贷会坐牢吗", "as_of": "yesterday"},
        [],
        good,
    )
    assert code == 1
    assert ["error" in row for row in rows] == [True] * 5 + [False]
    assert rows[3]["id"] == 3
    assert rows[5]["answer"]


def test_half_a_surrogate_pair_is_a_question(answer: Answer) -> None:
    code, (row,) = lines(answer, '{"id": 1, "question": "欠网贷\\ud83d会坐牢吗"}')
    assert code == 0
    assert row["answer"]


def test_the_command(tmp_path: Path) -> None:
    def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", "--data", str(tmp_path), "ask", *words],
            cwd=ROOT,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    said = run("欠网贷会坐牢吗")
    assert said.returncode == 0
    assert "·" in said.stdout
    assert run().returncode == 64
    assert run("--jsonl", "x").returncode == 64
    assert run("--jsonl", given='{"id": 1, "question": "欠网贷会坐牢吗"}').returncode == 0
    assert list(tmp_path.iterdir()) == []
