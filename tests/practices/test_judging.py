"""The command line part: JSON Lines in and out, order kept, errors on their line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.judging import Streams, run
from handlers.practices.classifier import Catalogue, Classifier

ROOT = Path(__file__).parents[2]
CLASSIFIER = Classifier(Catalogue.load())
THREAT = "再不还钱就打断你的腿"
SCRIPT = """
import sys
from bot.judging import run
from handlers.practices.classifier import Catalogue, Classifier
sys.exit(run(sys.argv[1:], Classifier(Catalogue.load()).judge))
"""


def judged(arguments: list[str], given: bytes = b"") -> tuple[int, list[dict[str, object]]]:
    streams = Streams(io.BytesIO(given), io.BytesIO(), io.BytesIO())
    code = run(arguments, CLASSIFIER.judge, streams)
    sink = streams.sink
    assert isinstance(sink, io.BytesIO)
    return code, [json.loads(line) for line in sink.getvalue().decode().splitlines()]


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_one_text_gives_one_line_with_every_field() -> None:
    code, (answer,) = judged([THREAT])
    assert code == 0
    assert list(answer)[:11] == [
        "id", "outcome", "practices", "severity", "lawful", "findings",
        "possible", "provisions", "catalogue", "model", "paper",
    ]  # fmt: skip
    assert answer["practices"] == ["violence_threat"]
    assert (answer["severity"], answer["lawful"]) == ("critical", False)
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert THREAT[findings[0]["start"] : findings[0]["end"]] == findings[0]["quote"]


def test_order_is_kept_and_a_bad_line_costs_only_itself() -> None:
    given = lines({"id": 1, "text": THREAT}) + b"{nonsense\n\n" + lines(
        {"id": "three", "text": 3},
        {"id": "four", "text": "x", "channel": "pigeon"},
        {"id": "five", "text": "x", "sent_at": "2026-01-01T10:00:00"},
        {"id": "six", "text": "x", "sent_at": "yesterday"},
        [1],
        {"id": "last", "text": "你好"},
    )  # fmt: skip
    code, answers = judged(["--jsonl"], given)
    assert code == 1
    assert [a["id"] for a in answers] == [1, None, "three", "four", "five", "six", None, "last"]
    assert ["error" in a for a in answers] == [False, True, True, True, True, True, True, False]
    assert answers[-1]["outcome"] == "not_collection"


def test_errors_never_repeat_the_message() -> None:
    code, (answer,) = judged(["--jsonl"], "{秘密的话".encode())
    assert code == 1
    assert "秘密" not in json.dumps(answer, ensure_ascii=False)


def test_the_time_given_decides_about_night() -> None:
    row = {"id": 1, "text": "【某某分期】您的借款已逾期3天，请尽快还款。", "channel": "sms"}
    _, answers = judged(
        ["--jsonl"],
        lines(
            row | {"sent_at": "2026-05-01T22:00:00+08:00"},
            row | {"sent_at": "2026-05-01T14:00:00+00:00"},
            row | {"sent_at": "2026-05-01T21:59:59+08:00"},
            row,
        ),
    )
    assert [a["practices"] for a in answers] == [["night_contact"], ["night_contact"], [], []]
    assert [a["asks_when"] for a in answers] == [False, False, False, True]


def test_half_a_character_passes_through() -> None:
    code, (answer,) = judged(["--jsonl"], b'{"id":"a","text":"\\ud800' + THREAT.encode() + b'"}')
    assert code == 0
    assert answer["practices"] == ["violence_threat"]


@pytest.mark.parametrize("arguments", [["--nonsense"], ["a", "b"], ["--jsonl", "x"]])
def test_bad_usage_is_64(arguments: list[str]) -> None:
    assert judged(arguments)[0] == 64


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_utf8_whatever_the_locale(locale: str) -> None:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": locale, "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, THREAT],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment,
    )
    assert json.loads(done.stdout.decode())["findings"][0]["quote"] in THREAT
