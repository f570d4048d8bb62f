"""The command line as operators, lawyers and scripts use it: the real program as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.reading.drawing import encoded, sms
from tests.whole.program import ROOT

THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友。"


def wenzhu(
    *arguments: str, data: Path | None = None, given: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WENZHU_")}
    environment |= {"WENZHU_LOW_WATER_MB": "1", "LC_ALL": "C", "PYTHONUTF8": "0"} | settings
    where = ["--data", str(data)] if data else []
    return subprocess.run(
        [sys.executable, "-m", "bot", *where, *arguments],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        check=False,
    )


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def jsonl(*rows: object) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def test_judge_keeps_order_and_names_bad_lines() -> None:
    given = (
        jsonl({"id": "a", "text": THREAT}) + b"\nnot json\n" + jsonl({"id": "c", "text": "你好"})
    )
    done = wenzhu("judge", "--jsonl", given=given)
    first, broken, last = lines(done)
    assert done.returncode == 1
    assert (first["id"], last["id"]) == ("a", "c")
    assert "error" in broken
    assert first["outcome"] == "found"
    assert "debt_disclosure" in first["practices"]
    assert first["provisions"]
    assert not first["lawful"]
    assert last["outcome"] == "not_collection"
    for finding in first["findings"]:
        if finding["quote"] is not None:
            assert THREAT[finding["start"] : finding["end"]] == finding["quote"]


@pytest.mark.parametrize(
    ("sent_at", "old", "new"),
    [("2025-12-31T12:00:00+08:00", True, False), ("2026-01-01T12:00:00+08:00", False, True)],
)
def test_the_law_is_that_of_the_day(sent_at: str, *, old: bool, new: bool) -> None:
    row = {"id": 1, "text": "再不还钱就弄死你全家", "channel": "sms", "sent_at": sent_at}
    (judged,) = lines(wenzhu("judge", "--jsonl", given=jsonl(row)))
    numbers = {provision.split("-")[0] for provision in judged["provisions"]}
    assert ("PS12" in numbers, "PS25" in numbers) == (old, new)


@pytest.mark.parametrize(
    "arguments",
    [[], ["judge", "a", "b"], ["judge", "--jsonl", "a"], ["keep", "--owner", "x"], ["sing"]],
)
def test_bad_usage_leaves_with_64(arguments: list[str]) -> None:
    done = wenzhu(*arguments)
    assert done.returncode == 64
    assert done.stderr.decode()
    assert not done.stdout


@pytest.mark.parametrize("before", [True, False])
def test_the_folder_is_named_before_a_command_or_behind_it(tmp_path: Path, *, before: bool) -> None:
    where, row = ("--data", str(tmp_path / "data")), b'{"id": "1", "text": "hello"}'
    keep = ("keep", "--owner", "somebody", "--jsonl")
    done = wenzhu(*((*where, *keep) if before else (*keep, *where)), given=row)
    assert done.returncode == 0
    assert (tmp_path / "data" / "wenzhu.db").exists()


def test_a_path_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    done = wenzhu("verify", str(tmp_path / "nothing.db"))
    assert done.returncode == 64
    assert "请检查路径" in done.stderr.decode()
    (tmp_path / "blobs").mkdir()
    assert wenzhu("verify", str(tmp_path / "nothing.db")).returncode == 1


def test_an_id_comes_back_as_it_was_given(tmp_path: Path) -> None:
    given = jsonl({"id": 7, "text": THREAT}, {"id": "7b", "text": THREAT + "。"}, {"id": 8})
    done = wenzhu("keep", "--owner", "小王", "--jsonl", data=tmp_path / "data", given=given)
    assert [line["id"] for line in lines(done)] == [7, "7b", 8]


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = wenzhu("run", data=tmp_path / "d", WENZHU_PORT="a-secret-value")
    assert done.returncode == 78
    assert "WENZHU_PORT" in done.stderr.decode()
    assert b"a-secret-value" not in done.stderr
    assert not (tmp_path / "d").exists()


def test_keep_and_verify(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "s.png").write_bytes(encoded(sms(("再不还钱就群发给你通讯录", "让你没脸见人"))))
    rows = jsonl(
        {"id": "one", "text": THREAT, "sent_at": "2025-12-01T09:00:00+08:00", "channel": "sms"},
        {"id": "two", "text": THREAT},
        {"id": "two", "text": THREAT},
        {"id": "two", "text": "别的话"},
        {"id": "pic", "file": str(tmp_path / "s.png")},
        {"id": "gone", "file": str(tmp_path / "absent.png")},
        {"id": "naive", "text": THREAT, "sent_at": "2025-12-01T09:00:00"},
        {"text": "no id"},
    )
    done = wenzhu("keep", "--owner", "小王", "--jsonl", data=data, given=rows)
    one, two, again, other, picture, absent, naive, nameless = lines(done)
    assert done.returncode == 1
    assert (one["receipt"]["number"], two["receipt"]["number"]) == (1, 2)
    assert one["receipt"]["new"]
    assert one["verdict"]["outcome"] == "found"
    assert any(p.startswith("PS12") for p in one["verdict"]["provisions"])
    assert again["receipt"] == two["receipt"] | {"new": False}
    assert all("error" in row for row in (other, absent, naive, nameless))
    assert picture["receipt"]["number"] == 3
    assert "debt_disclosure" in picture["verdict"]["practices"]

    same = wenzhu("keep", "--owner", "小王", str(tmp_path / "s.png"), data=data)
    (repeat,) = lines(same)
    assert repeat["receipt"] == picture["receipt"] | {"new": False}
    someone = wenzhu("keep", "--owner", "小李", str(tmp_path / "s.png"), data=data)
    assert lines(someone)[0]["receipt"]["number"] == 1

    verified = wenzhu("verify", str(data / "wenzhu.db"))
    assert verified.returncode == 0, verified.stdout.decode()
    (data / "master.key").rename(tmp_path / "away.key")
    assert wenzhu("verify", str(data / "wenzhu.db")).returncode == 2
    assert (
        wenzhu("verify", str(data / "wenzhu.db"), "--key", str(tmp_path / "away.key")).returncode
        == 0
    )
    refused = wenzhu("keep", "--owner", "小王", "--jsonl", data=data, given=rows)
    assert refused.returncode == 1
    assert "master.key" in refused.stderr.decode()
    assert not (data / "master.key").exists()


def test_keep_refuses_a_wrong_line_and_goes_on(tmp_path: Path) -> None:
    wrong = jsonl(
        {"id": "number", "text": 5},
        {"id": "list", "text": ["a"]},
        {"id": "file", "file": 7},
        {"id": "from", "text": THREAT, "from": 5},
    )
    half = rb'{"id": "half", "text": "\ud800"}'
    deep = b'{"id":' + b"[" * 100_000
    given = b"\n".join([wrong, half, deep, jsonl({"id": "good", "text": THREAT})])
    done = wenzhu("keep", "--owner", "小王", "--jsonl", data=tmp_path / "data", given=given)
    *refused, good = lines(done)
    assert len(refused) == 6
    assert all("error" in row for row in refused)
    assert good["receipt"]["number"] == 1
    assert done.returncode == 1


def test_doctor_finds_nothing_wrong_and_leaves_nothing(tmp_path: Path) -> None:
    done = wenzhu("doctor", data=tmp_path / "d", WENZHU_PORT="0")
    assert done.returncode == 0, done.stdout.decode()
    assert not (tmp_path / "d").exists()
    assert "不行" not in done.stdout.decode()


def test_doctor_says_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("not a folder")
    done = wenzhu("doctor", data=folder, WENZHU_LOW_WATER_MB="1000000", WENZHU_PORT="0")
    assert done.returncode == 1
    assert done.stdout.decode().count("不行") == 2
    wrong = wenzhu("doctor", WENZHU_PORT="nine")
    assert wrong.returncode == 1
    assert "WENZHU_PORT" in wrong.stdout.decode()


def test_two_services_on_one_folder(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "bot", "--data", str(tmp_path / "d"), "run", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with first:
        try:
            assert first.stdout is not None
            while b"token=" not in first.stdout.readline():
                assert first.poll() is None
            time.sleep(1)
            second = wenzhu("run", "--port", "0", data=tmp_path / "d")
            assert second.returncode == 1
            assert "已有一个服务在运行" in second.stderr.decode()
        finally:
            first.terminate()
        assert first.wait(20) == 0
