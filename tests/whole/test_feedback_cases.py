"""“判断不对” and answers become redacted cases that only this machine has."""

from __future__ import annotations

import json
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from handlers.practices.classifier import Catalogue
from tests.whole.house import House, house
from tests.whole.test_commands import lines, wenzhu
from tests.whole.test_dialogue import THREAT, action
from tests.whole.test_questions import UNSURE

PERSONAL = "王小明，你欠的12345元再不还，就群发给你通讯录里所有人，打13800138000，加微信zhang_88"
FOUND = ("王小明", "12345", "13800138000", "zhang_88")


async def said(home: House, text: str, *verbs: str, **more: object) -> int:
    """Forward something, press some buttons of its verdict; gives its place in the chain."""
    shape = {"id": home.name + text[:4], "person": "somebody", "text": text, "forwarded": True}
    await home.hear(json.dumps(shape | more).encode(), text=text)
    seq = (await home.originals())[0].seq
    for verb in verbs:
        await home.press(f"{verb}:{seq}" if ":" not in verb else verb.format(seq=seq))
    return seq


def cases(data: Path) -> list[dict[str, Any]]:
    done = wenzhu("cases", data=data)
    assert done.returncode == 0, done.stderr.decode()
    return lines(done)


async def test_a_disagreement_becomes_a_redacted_case(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await said(home, PERSONAL, "wrong")
        await said(home, THREAT)
    (case,) = cases(tmp_path / "data")
    assert not any(words in json.dumps(case, ensure_ascii=False) for words in FOUND)
    assert len(case["text"]) == len(PERSONAL)
    assert case["says"] == ["wrong"]
    assert "debt_disclosure" in case["practices"]
    assert case["outcome"] == "found"
    assert case["after"] is None
    assert case["unchanged"] is True
    assert case["catalogue"] == Catalogue.load().hash
    assert case["id"].endswith("-E0001")


async def test_what_the_person_answered_stands_in_the_case(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await said(home, UNSURE, "yes", "when:{seq}:night", "wrong")
    (case,) = cases(tmp_path / "data")
    assert case["says"] == ["yes", "night", "wrong"]
    assert case["practices"] == []
    assert case["outcome"] == "unsure"
    assert "night_contact" in case["after"]


async def test_words_kept_by_their_answer_are_a_case_too(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await home.say("你好")
        (asked,) = await home.say(UNSURE)
        await home.press(action(asked, "keep"))
    (case,) = cases(tmp_path / "data")
    assert case["says"] == ["yes"]
    assert (case["outcome"], case["practices"]) == ("unsure", [])
    assert case["after"]


async def test_a_case_is_in_the_format_of_the_labelled_sets(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await said(home, THREAT, "notdebt")
    target = tmp_path / "cases.jsonl"
    done = wenzhu("cases", "-o", str(target), data=tmp_path / "data")
    assert done.returncode == 0
    assert done.stdout == b""
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "1 个测试案例" in done.stderr.decode()
    (row,) = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert {"id", "text", "channel", "sent_at", "practices"} <= row.keys()
    (judged,) = lines(wenzhu("judge", "--jsonl", given=target.read_bytes()))
    assert judged["practices"] == row["practices"]
    assert judged["id"] == row["id"]


async def test_erasing_the_evidence_erases_its_case(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        seq = await said(home, THREAT, "wrong")
        await said(home, PERSONAL, "wrong")
        await home.press(f"erase:{seq}")
    (case,) = cases(tmp_path / "data")
    assert case["id"].endswith("-E0002")


async def test_an_edit_is_a_case_of_its_own(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await home.say(THREAT, id="7", forwarded=True)
        edited = THREAT + "你这个废物"
        *_, answer = await home.say(edited, id="7", edits="7")
        await home.press(action(answer, "wrong"))
    (case,) = cases(tmp_path / "data")
    assert case["text"].endswith("废物")
    assert ".".join(case["id"].split(".")[:-1]).endswith("-E0001")


async def test_damaged_evidence_is_named_and_the_rest_is_written(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await said(home, THREAT, "wrong")
        await said(home, PERSONAL, "wrong")
    with sqlite3.connect(tmp_path / "data" / "wenzhu.db") as connection:
        item = connection.execute(
            "SELECT item FROM entries WHERE kind = 'original' ORDER BY seq LIMIT 1"
        ).fetchone()[0]
        connection.execute(
            "UPDATE parts SET sealed = zeroblob(length(sealed)) WHERE item = ? AND slot = '1'",
            (item,),
        )
    connection.close()
    done = wenzhu("cases", data=tmp_path / "data")
    assert done.returncode == 1
    broken, whole = lines(done)
    assert "error" in broken
    assert whole["id"].endswith("-E0002")


@pytest.mark.parametrize("command", [["cases"], ["rejudge", "--dry-run"]])
def test_no_folder_is_made_where_there_is_none(tmp_path: Path, command: list[str]) -> None:
    done = wenzhu(*command, data=tmp_path / "nothing")
    assert done.returncode == 1
    assert done.stderr.decode()
    assert not (tmp_path / "nothing").exists()
