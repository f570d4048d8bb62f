"""What a door must do, once for every door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Store
from storage.verify import verify
from tests.doors.contract import Person, local, reads, telegram
from tests.reading.drawing import encoded, sms

DOORS = {"local": local, "telegram": telegram}
THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，看你还有没有脸做人。"
DANGER = "我真的不想活了，今晚就从楼上跳下去"
FOUND = "被禁止的催收做法"


@pytest.fixture(params=sorted(DOORS))
async def person(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Person]:
    async with DOORS[request.param](tmp_path) as somebody:
        yield somebody


async def evidence(person: Person) -> int:
    """How many originals are kept and not erased; the chain verifies."""
    report = await verify(person.data / "wenzhu.db", None)
    assert report.exit_code() == 0, "\n".join(report.lines())
    async with await Store.open(person.data) as store, store.snapshot() as view:
        chains = [await view.originals(ledger, 100) for ledger in await view.ledgers()]
    return sum(not entry.erased for chain in chains for entry in chain)


async def test_a_threat_is_kept_and_answered(person: Person) -> None:
    await person.say(THREAT)
    text = await reads(person, FOUND)
    assert "E-0001" in text
    assert "《民法典》" in text
    assert "谁能看到" in text
    assert await evidence(person) == 1


async def test_the_same_delivery_twice_is_one(person: Person) -> None:
    await person.say_twice(THREAT)
    await reads(person, FOUND)
    await person.say("证据")
    await reads(person, "E-0001", times=2)
    assert await evidence(person) == 1


async def test_a_picture_is_fetched_kept_read_and_judged(person: Person) -> None:
    await person.send(encoded(sms(("再不还钱就给你父母和单位打电话", "让他们都知道你欠钱不还"))))
    text = await reads(person, FOUND)
    assert "E-0001" in text
    assert await evidence(person) == 1


async def test_a_stranger_is_refused(person: Person) -> None:
    assert await person.intrude() in {401, 403}


async def test_buttons_answer_also_when_they_are_stale(person: Person) -> None:
    await person.say(THREAT)
    await reads(person, FOUND)
    before = await person.read()
    await person.press("more:0")
    await reads(person, "《民法典》", times=before.count("《民法典》") + 2)
    await person.press("erase:99")
    await reads(person, "按钮")


async def test_danger_is_answered_with_people(person: Person) -> None:
    await person.say(DANGER)
    text = await reads(person, "12356")
    assert "120" in text
    assert FOUND not in text


async def test_deleting_is_asked_done_and_gone(person: Person) -> None:
    await person.say(THREAT)
    await reads(person, FOUND)
    await person.say("删除 E-0001")
    await reads(person, "要删除 E-0001 吗")
    await person.press("erase:0")
    await reads(person, "E-0001 已删除")
    assert await evidence(person) == 0


async def test_what_was_acknowledged_survives_a_kill(person: Person) -> None:
    await person.say("你好")
    await reads(person, "谁能看到")
    await person.say(THREAT)
    await person.restart()
    await reads(person, FOUND)
    assert await evidence(person) == 1
