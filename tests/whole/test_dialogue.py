"""Dialogues through the real reception, route, worker and store."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from handlers.messages import Look, Reply, Stage, Voice
from storage.records import InboxState
from storage.verify import verify
from tests.whole.house import PERSON, House, house

THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，看你还有没有脸做人。"
CHAT = "今天天气不错"
REMINDER = "【某某消费金融】您的借款已逾期5天，应还1200元，请通过官方APP还款，客服400-000-0000。"
DANGER = "我真的不想活了，今晚就从楼上跳下去"


def actions(reply: Reply) -> list[str]:
    return [button.action for button in reply.buttons]


def action(reply: Reply, verb: str) -> str:
    return next(one for one in actions(reply) if one.split(":")[0] == verb)


async def verified(home: House) -> int:
    report = await verify(home.rooms.settings.data / "wenzhu.db", None)
    return report.exit_code()


async def test_a_threat_is_kept_judged_and_answered(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        welcome, verdict = await home.say(THREAT)
        assert "测试的人" in welcome.text
        assert verdict.number == 1
        assert "E-0001" in verdict.segments[0].text
        assert "北京时间" in verdict.segments[-1].text
        assert verdict.stage is Stage.JUDGED
        assert "第" in verdict.text
        quotes = [s for s in verdict.segments if s.voice is Voice.QUOTED]
        assert quotes
        assert all(segment.text in THREAT and segment.folded for segment in quotes)
        assert any(segment.look is Look.SENDABLE for segment in verdict.segments)
        assert {one.split(":")[0] for one in actions(verdict)} >= {"more", "wrong", "withdraw"}
        assert len(await home.originals()) == 1
        assert await verified(home) == 0


async def test_the_welcome_comes_once(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(CHAT)
        again = await home.say(THREAT)
        assert all("测试的人" not in reply.text for reply in again)


async def test_chat_is_not_evidence_until_asked(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (hint,) = await home.say(CHAT)
        assert await home.originals() == ()
        (receipt, *_) = await home.press(action(hint, "keep"))
        assert receipt.number == 1
        assert len(await home.originals()) == 1


async def test_keeping_twice_tells_the_number_again(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        *_, hint = await home.say("今天吃什么")
        *_, hint = await home.say(CHAT)
        kept = action(hint, "keep")
        *_, verdict = await home.press(kept)
        assert verdict.number == 1
        (again,) = await home.press(kept)
        assert again.number == 1
        assert len(await home.originals()) == 1


async def test_a_kept_button_of_another_person_keeps_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (hint,) = await home.say(CHAT)
        await home.say("你好", person="stranger")
        answer = await home.press(action(hint, "keep"), person="stranger")
        assert await home.originals("stranger") == ()
        assert await home.originals() == ()
        assert len(answer) == 1


async def test_a_lawful_reminder_is_said_to_be_free_of_findings(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (verdict,) = await home.say(REMINDER)
        assert "未发现" in verdict.text
        assert "合法" not in verdict.segments[0].text


async def test_danger_is_answered_before_any_queue(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        shape = json.dumps({"id": "x", "person": PERSON, "text": DANGER}).encode()
        await home.rooms.reception.receive(
            door="http", delivery_id="x", address=PERSON, payload=shape, text=DANGER
        )
        ((_, answer),) = await home.replies()
        assert answer.stage is Stage.CRISIS
        assert "12356" in answer.text
        assert "120" in answer.text
        assert "第" not in answer.text


async def test_danger_gets_no_law_afterwards(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        (answer,) = await home.say(DANGER)
        assert answer.stage is Stage.CRISIS
        assert await home.originals() == ()


async def test_a_repeated_delivery_changes_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        raw = json.dumps({"id": "same", "person": PERSON, "text": THREAT}).encode()
        first = await home.hear(raw, text=THREAT, delivery="d1")
        again = await home.hear(raw, text=THREAT, delivery="d1")
        assert len(first) == 2
        assert again == []
        assert len(await home.originals()) == 1


async def test_the_same_message_under_a_new_delivery_gets_its_old_number(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        raw = json.dumps({"id": "same", "person": PERSON, "text": THREAT}).encode()
        await home.hear(raw, text=THREAT, delivery="d1")
        (answer,) = await home.hear(raw, text=THREAT, delivery="d2")
        assert "E-0001" in answer.text
        assert len(await home.originals()) == 1


async def test_the_same_message_with_other_words_is_refused_aloud(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        raw = json.dumps({"id": "same", "person": PERSON, "text": THREAT}).encode()
        await home.hear(raw, text=THREAT, delivery="d1")
        other = json.dumps({"id": "same", "person": PERSON, "text": THREAT + "！！"}).encode()
        answers = await home.hear(other, text=THREAT + "！！", delivery="d2")
        assert len(answers) == 1
        assert len(await home.originals()) == 1


async def test_withdraw_asks_then_erases(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        *_, verdict = await home.say(THREAT)
        (question,) = await home.press(action(verdict, "withdraw"))
        assert len([e for e in await home.originals() if not e.erased]) == 1
        (done,) = await home.press(action(question, "erase"))
        assert "E-0001" in done.text
        assert all(entry.erased for entry in await home.originals())
        assert all(THREAT[:8] not in reply.text for _, reply in await home.replies())
        assert await verified(home) == 0
        (stale,) = await home.press(action(question, "erase"))
        assert stale.text


async def test_delete_one_by_its_number(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(THREAT)
        await home.say(THREAT + "第二次")
        (question,) = await home.say("删除 E-0001")
        await home.press(action(question, "erase"))
        newest, oldest = await home.originals()
        assert (newest.erased, oldest.erased) == (False, True)


async def test_delete_all_leaves_only_a_goodbye(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(THREAT)
        old = await home.ledger()
        (question,) = await home.say("删除全部")
        await home.press(action(question, "erase-all"))
        assert await home.ledger() != old
        ((_, goodbye),) = await home.replies()
        assert goodbye.text
        assert await home.originals() == ()
        assert await verified(home) == 0


async def test_more_law_on_the_button(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        *_, verdict = await home.say(THREAT)
        (more,) = await home.press(action(verdict, "more"))
        shown = [s for s in verdict.segments if s.look is Look.LAW]
        assert len([s for s in more.segments if s.look is Look.LAW]) > len(shown)


@pytest.mark.parametrize("verb", ["wrong", "notdebt"])
async def test_disagreement_becomes_a_note(tmp_path: Path, verb: str) -> None:
    async with house(tmp_path) as home:
        *_, verdict = await home.say(THREAT)
        (thanks,) = await home.press(action(verdict, verb))
        assert thanks.text
        (entry,) = await home.originals()
        async with home.rooms.store.snapshot() as view:
            notes = await view.notes(entry.ledger, entry.seq, "feedback")
        assert len(notes) == 1


@pytest.mark.parametrize(
    "pressed",
    [
        *("", "nonsense", "erase:99", "erase:x", "more:-1", "keep:9", "when:0:noon", "yes:"),
        *(f"erase:{'9' * 40}", f"keep:{'9' * 40}"),
    ],
)
async def test_no_button_dies_silently(tmp_path: Path, pressed: str) -> None:
    async with house(tmp_path) as home:
        await home.say(THREAT)
        answers = await home.press(pressed)
        assert len(answers) == 1
        assert answers[0].text


async def test_a_picture_without_words_is_told_so(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(CHAT)
        target = io.BytesIO()
        Image.new("RGB", (90, 160), (200, 220, 240)).save(target, "PNG")
        receipt, answer = await home.send(target.getvalue(), "blank.png")
        assert receipt.stage is Stage.READING
        assert answer.stage is Stage.FAILED
        assert "没有在里面看到字" in answer.text


async def test_a_poison_payload_ends_in_a_state_and_is_told(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (sorry,) = await home.hear(b"\xff not json", delivery="poison")
        assert sorry.text
        ledger = await home.ledger()
        assert ledger is not None
        async with home.rooms.store.snapshot() as view:
            newest = (await view.inbox_of(ledger, 1))[0]
        assert newest.state is InboxState.FAILED
        assert newest.reason == "Unreadable"
        *_, verdict = await home.say(THREAT)
        assert verdict.stage is Stage.JUDGED
