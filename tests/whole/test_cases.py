"""Edits, recalls, albums, access, quotas and retention, as dialogues through the real rooms."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from bot.settings import Secret
from handlers.beijing import BEIJING
from handlers.messages import Reply, Stage, Voice
from handlers.rules import Access
from storage.errors import Erased, Retired
from storage.records import Kind, Seq, Slot, StepState
from storage.verify import verify
from tests.doors.httpdoor import NAME
from tests.whole.house import PERSON, House, house
from tests.whole.test_dialogue import CHAT, DANGER, REMINDER, THREAT, action, verified

INSULT = "你这个老赖，骗子，垃圾，全家都不得好死，今天不还钱就去死吧。"


class Hands:
    """A clock that is set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


NOON = datetime(2026, 11, 23, 12, tzinfo=BEIJING).astimezone(UTC)


def text_file(words: str) -> bytes:
    return words.encode()


def screenshot(words: str) -> bytes:
    """A picture a reader can read."""
    image = Image.new("RGB", (60 + 40 * len(words), 120), "white")
    font = ImageFont.truetype(FONT, 36)
    ImageDraw.Draw(image).text((30, 30), words, fill="black", font=font)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


FONT = next(
    str(path)
    for folder in (Path("/usr/share/fonts"),)
    for path in sorted(folder.rglob("NotoSansCJK-Regular.tt*"))
)


async def edit(home: House, message: str, text: str, **more: object) -> list[Reply]:
    shape = {"id": message, "person": PERSON, "text": text, "edits": message, **more}
    return await home.hear(json.dumps(shape).encode(), text=text)


async def tell(home: House, message: str, text: str, **more: object) -> list[Reply]:
    shape = {"id": message, "person": PERSON, "text": text, **more}
    return await home.hear(json.dumps(shape).encode(), text=text)


async def recall(home: House, message: str) -> list[Reply]:
    shape = {"id": f"r-{message}", "person": PERSON, "recalls": message}
    return await home.hear(json.dumps(shape).encode())


async def clear(home: House) -> bytes:
    """Every byte that can be read in what was said and what lies in the inbox."""
    ledger = await home.ledger()
    assert ledger is not None
    async with home.rooms.store.snapshot() as view:
        rows = await view.inbox_of(ledger, 1000)
        said = [row.body for row in await view.outbox_of(ledger, 1000)]
        for row in rows:
            try:
                shape = json.loads(await view.payload(row))
                said.append(json.dumps(shape, ensure_ascii=False).encode())
            except Erased:
                continue
    return b"\n".join(said)


# Edits


async def test_an_edit_stands_beside_its_original(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", REMINDER)
        (answer,) = await edit(home, "7", REMINDER + THREAT)
        assert "E-0001 被改过" in answer.segments[0].text
        assert "改后多出" in answer.text
        assert answer.number == 1
        assert answer.stage is Stage.JUDGED
        (original,) = await home.originals()
        async with home.rooms.store.snapshot() as view:
            about = await view.notes(original.ledger, original.seq)
            (version,) = [one for one in about if one.kind is Kind.EDIT]
            first = await view.part(original.item, Slot("1"))
            second = await view.part(version.item, Slot("1"))
        assert THREAT not in first.decode()
        assert THREAT in second.decode()
        assert await verified(home) == 0


async def test_a_threat_edited_away_is_still_evidence(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", THREAT)
        (answer,) = await edit(home, "7", REMINDER)
        assert "改后看不到" in answer.text
        (again,) = await edit(home, "7", REMINDER + "请尽快处理。")
        assert "看到的问题一样" in again.text


async def test_the_same_words_again_are_no_new_version(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", THREAT)
        assert await edit(home, "7", THREAT, preview=True) == []
        (original,) = await home.originals()
        async with home.rooms.store.snapshot() as view:
            about = await view.notes(original.ledger, original.seq)
        assert all(one.kind is Kind.NOTE for one in about)


async def test_an_edit_of_what_was_never_kept_is_a_new_message(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "6", "你好")
        await tell(home, "7", CHAT)
        (verdict,) = await edit(home, "7", THREAT)
        assert verdict.number == 1
        (answer,) = await edit(home, "7", THREAT + INSULT)
        assert "E-0001 被改过" in answer.text
        assert len(await home.originals()) == 1


async def test_an_offered_edit_can_be_kept_by_button(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "6", "你好")
        await tell(home, "7", "你好")
        (hint,) = await edit(home, "7", CHAT)
        await home.press(action(hint, "keep"))
        (answer,) = await edit(home, "7", THREAT)
        assert "E-0001 被改过" in answer.text


async def test_an_edit_of_something_erased_is_not_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        *_, verdict = await tell(home, "7", THREAT)
        (question,) = await home.press(action(verdict, "withdraw"))
        await home.press(action(question, "erase"))
        (answer,) = await edit(home, "7", THREAT + INSULT)
        assert "没有保存" in answer.text
        assert INSULT.encode() not in await clear(home)
        assert len(await home.originals()) == 1
        assert await verified(home) == 0


async def test_erasing_an_edited_message_erases_all_versions(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", REMINDER)
        (answer,) = await edit(home, "7", THREAT)
        (question,) = await home.press(action(answer, "withdraw"))
        assert "E-0001" in question.text
        await home.press(action(question, "erase"))
        left = await clear(home)
        assert THREAT[:8].encode() not in left
        assert REMINDER[:8].encode() not in left
        assert await verified(home) == 0


@pytest.mark.parametrize("verb", ["more", "wrong", "notdebt"])
async def test_buttons_of_an_edit_speak_of_that_version(tmp_path: Path, verb: str) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", REMINDER)
        (answer,) = await edit(home, "7", THREAT)
        (reply,) = await home.press(action(answer, verb))
        assert reply.number == 1


async def test_danger_in_an_edit_gets_no_law(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", THREAT)
        (answer,) = await edit(home, "7", DANGER)
        assert answer.stage is Stage.CRISIS


async def test_an_edited_picture_is_read_and_judged_as_a_version(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.send(text_file(REMINDER), "a.txt", id="7")
        receipt, verdict = await home.send(text_file(THREAT), "a.txt", id="7", edits="7")
        assert "E-0001 被改过" in receipt.text
        assert "改后多出" in verdict.text
        assert verdict.number == 1
        assert len(await home.originals()) == 1


async def test_a_stranger_cannot_edit_another_ones_message(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", THREAT)
        await home.say("你好", person="other")
        shape = {"id": "7", "person": "other", "text": THREAT + INSULT, "edits": "7"}
        await home.hear(json.dumps(shape).encode(), text=THREAT + INSULT, person="other")
        assert len(await home.originals()) == 1
        assert len(await home.originals("other")) == 1


# Recalls


async def test_a_recall_is_noted_and_the_original_stays(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", THREAT)
        (answer,) = await recall(home, "7")
        assert "E-0001" in answer.text
        assert await recall(home, "7") == []
        (original,) = await home.originals()
        assert not original.erased
        async with home.rooms.store.snapshot() as view:
            about = await view.notes(original.ledger, original.seq)
        assert [one.kind for one in about].count(Kind.RECALL) == 1
        (question,) = await home.press(action(answer, "withdraw"))
        await home.press(action(question, "erase"))
        (gone,) = await recall(home, "7")
        assert "已经删除" in gone.text
        assert await verified(home) == 0


async def test_a_recall_of_chat_gets_a_sentence(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tell(home, "7", "你好")
        (answer,) = await recall(home, "7")
        assert "没有存为证据" in answer.text


# Albums


async def shown(home: House) -> list[Reply]:
    """What is visible: of a reply and its edits only the last."""
    ledger = await home.ledger()
    assert ledger is not None
    async with home.rooms.store.snapshot() as view:
        rows = await view.outbox_of(ledger, 1000)
    last: dict[str, Reply] = {}
    replies = dict(await home.replies())
    for row in reversed(rows):
        last[row.replaces or row.key] = replies[row.key]
    return list(last.values())


async def test_an_album_is_one_case(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        rows = [
            await home.put(text_file(words), "a.txt", id=str(number), group="g")
            for number, words in enumerate((REMINDER, THREAT, INSULT), start=10)
        ]
        for row in rows:
            await home.rooms.worker.keep(row)
        _, receipt = await shown(home)
        assert "E-0001 至 E-0003" in receipt.text
        assert "3 件" in receipt.text
        assert receipt.stage is Stage.READING
        await examine_all(home)
        _, verdict = await shown(home)
        assert verdict.stage is Stage.JUDGED
        assert "E-0001 至 E-0003（一组 3 件）" in verdict.text
        quoted = "".join(s.text for s in verdict.segments if s.voice is Voice.QUOTED)
        assert quoted
        stages = [reply.stage for _, reply in await home.replies()]
        assert stages.count(Stage.JUDGED) == 1
        assert await verified(home) == 0


async def test_a_real_album_of_screenshots(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        words = ("今晚就把你欠钱的事", "群发给你通讯录里的亲戚朋友")
        for number, line in enumerate(words):
            await home.send(screenshot(line), id=str(20 + number), group="g")
        _, verdict = await shown(home)
        assert "E-0001 至 E-0002（一组 2 张）" in verdict.text
        async with home.rooms.store.snapshot() as view:
            ledger = await home.ledger()
            assert ledger is not None
            assert len(await view.joined(ledger, Seq(0))) == 2


async def examine_all(home: House) -> None:
    async with home.rooms.store.snapshot() as view:
        steps = await view.steps_due(home.rooms.clock.now(), 100)
    for step in steps:
        await home.rooms.worker.examine(step)


async def test_a_late_part_renews_the_verdict_after_a_restart(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.send(text_file(REMINDER), "a.txt", id="10", group="g")
        await home.send(text_file("请尽快处理。"), "a.txt", id="11", group="g")
        _, before = await shown(home)
    async with house(tmp_path) as home:
        await home.send(text_file(THREAT), "a.txt", id="12", group="g")
        _, after = await shown(home)
    assert "一组 2 件" in before.text
    assert "一组 3 件" in after.text
    assert "看到" in after.text


async def test_other_groups_and_other_people_stay_apart(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.send(text_file(REMINDER), "a.txt", id="10", group="g")
        await home.send(text_file(THREAT), "a.txt", id="11", group="h")
        await home.send(text_file(THREAT), "a.txt", id="12", group="g", person="other")
        for entry in (*await home.originals(), *await home.originals("other")):
            async with home.rooms.store.snapshot() as view:
                assert await view.joined(entry.ledger, entry.seq) == (entry,)


async def test_a_part_that_comes_again_is_not_a_new_part(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        for name in ("10", "11", "11"):
            await home.send(text_file(THREAT + name), "a.txt", id=name, group="g")
        assert len(await home.originals()) == 2


async def test_a_part_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.send(b"\x89PNG\r\n\x1a\n not a picture", id="10", group="g")
        await home.send(text_file(THREAT), "a.txt", id="11", group="g")
        _, verdict = await shown(home)
        assert verdict.stage is Stage.JUDGED
        assert "其中 E-0001 的字没有读出来" in verdict.text


async def test_an_album_without_words_says_so_once(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        for name in ("10", "11"):
            await home.send(b"\x89PNG\r\n\x1a\n not a picture" + name.encode(), id=name, group="g")
        _, reply = await shown(home)
        assert reply.stage is Stage.FAILED
        assert "E-0001 至 E-0002" in reply.text


async def test_pictures_without_words_are_told_so_once(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        for name in ("10", "11"):
            await home.send(b" \n", f"{name}.txt", id=name, group="g")
        _, reply = await shown(home)
        assert "没有在里面看到字" in reply.text
        assert "E-0001 至 E-0002" in reply.text


async def test_erasing_one_part_takes_its_words_out_of_the_verdict(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.send(text_file(REMINDER), "a.txt", id="10", group="g")
        await home.send(text_file(THREAT), "a.txt", id="11", group="g")
        (question,) = await home.say("删除 E-0002")
        await home.press(action(question, "erase"))
        assert THREAT[5:15].encode() not in await clear(home)
        newest, oldest = await home.originals()
        assert (newest.erased, oldest.erased) == (True, False)
        verdict = next(reply for _, reply in reversed(await home.replies()) if reply.number == 1)
        assert "未发现" in verdict.text
        assert "一组" not in verdict.text
        assert await verified(home) == 0


async def test_erasing_the_first_part_leaves_the_others_judged(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        for name, words in (("10", REMINDER), ("11", THREAT), ("12", INSULT)):
            await home.send(text_file(words), "a.txt", id=name, group="g")
        (question,) = await home.say("删除 E-0001")
        await home.press(action(question, "erase"))
        judged = [r for _, r in await home.replies() if r.stage is Stage.JUDGED]
        assert "E-0002 至 E-0003（一组 2 件）" in judged[-1].text
        (law,) = await home.press(action(judged[-1], "more"))
        assert law.number == 2
        assert await verified(home) == 0


async def test_a_whole_album_can_be_taken_back(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        for name, words in (("10", REMINDER), ("11", THREAT)):
            await home.send(text_file(words), "a.txt", id=name, group="g")
        judged = [r for _, r in await home.replies() if r.stage is Stage.JUDGED]
        (question,) = await home.press(action(judged[-1], "withdraw"))
        assert "E-0001 至 E-0002" in question.text
        (done,) = await home.press(action(question, "erase-case"))
        assert "E-0001 至 E-0002" in done.text
        assert all(entry.erased for entry in await home.originals())
        left = await clear(home)
        assert THREAT[5:15].encode() not in left
        assert await verified(home) == 0
        (stale,) = await home.press(action(question, "erase-case"))
        assert stale.text


PARTS = {"10": REMINDER, "11": THREAT, "12": "请尽快处理。", "13": INSULT}


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> str:
    """How the verdict begins when every part comes once and in order."""

    async def run() -> str:
        async with house(tmp_path_factory.mktemp("reference")) as home:
            for name, words in PARTS.items():
                await home.send(text_file(words), "a.txt", id=name, group="g")
            judged = [r for r in await shown(home) if r.stage is Stage.JUDGED]
            return judged[0].segments[0].text

    return asyncio.run(run())


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    arrivals=st.permutations(list(PARTS)).flatmap(
        lambda order: st.lists(st.sampled_from(order), max_size=2).map(lambda again: order + again)
    ),
    late=st.sets(st.integers(0, 5)),
    restarts=st.sets(st.integers(0, 5), max_size=2),
)
def test_in_whatever_order_parts_come_the_case_is_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    in_order: str,
    arrivals: list[str],
    late: set[int],
    restarts: set[int],
) -> None:
    def lives() -> Iterator[list[tuple[int, str]]]:
        """The arrivals of each life of the program, one after the other."""
        life: list[tuple[int, str]] = []
        for place, name in enumerate(arrivals):
            life.append((place, name))
            if place in restarts:
                yield life
                life = []
        yield life

    async def run() -> tuple[str, list[str]]:
        folder = tmp_path_factory.mktemp("album")
        for life in lives():
            async with house(folder) as home:
                for place, name in life:
                    row = await home.put(text_file(PARTS[name]), "a.txt", id=name, group="g")
                    await home.rooms.worker.keep(row)
                    if place not in late:
                        await examine_all(home)
        async with house(folder) as home:
            await examine_all(home)
            judged = [r for r in await shown(home) if r.stage is Stage.JUDGED]
            assert len(await home.originals()) == len(PARTS)
            assert len(judged) == 1
            assert await verified(home) == 0
            quotes = [s.text for s in judged[0].segments if s.voice is Voice.QUOTED]
            return judged[0].segments[0].text, quotes

    lead, quotes = asyncio.run(run())
    together = "\n".join(PARTS.values())
    assert all(quote.removesuffix("……") in together for quote in quotes)
    assert lead == in_order


async def test_an_edited_part_is_not_compared_with_the_whole_case(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.send(text_file(REMINDER), "a.txt", id="10", group="g")
        await home.send(text_file(THREAT), "a.txt", id="11", group="g")
        more = {"id": "10", "edits": "10", "group": "g"}
        *_, first = await home.send(text_file(REMINDER + "请尽快。"), "a.txt", **more)
        *_, second = await home.send(text_file(REMINDER + INSULT), "a.txt", **more)
        assert "改后" not in "".join(s.text for s in first.segments[1:])
        assert "改后多出" in second.text
        assert len(await home.originals()) == 2


# Who may come in


async def test_a_stranger_gets_one_sentence_and_nothing_is_kept(tmp_path: Path) -> None:
    async with house(tmp_path, access=Access.LIST, allowed=((NAME, "friend"),)) as home:
        (sentence,) = await home.say(THREAT)
        assert "没有保存" in sentence.text
        assert await home.originals() == ()
        assert THREAT[:8].encode() not in await clear(home)
        assert await home.send(text_file(THREAT), "a.txt")
        assert not [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
        *_, verdict = await home.say(THREAT, person="friend")
        assert verdict.stage is Stage.JUDGED
        assert await verified(home) == 0


async def test_whoever_is_put_on_the_list_later_is_greeted(tmp_path: Path) -> None:
    async with house(tmp_path, access=Access.LIST) as home:
        await home.say(THREAT)
    async with house(tmp_path, access=Access.LIST, allowed=((NAME, PERSON),)) as home:
        welcome, verdict = await home.say(THREAT)
        assert "测试的人" in welcome.text
        assert verdict.number == 1
        assert len(await home.say(THREAT + "又来")) == 1


async def test_a_stranger_in_danger_is_answered(tmp_path: Path) -> None:
    async with house(tmp_path, access=Access.LIST) as home:
        (answer,) = await home.say(DANGER)
        assert answer.stage is Stage.CRISIS
        assert DANGER.encode() not in await clear(home)


@pytest.mark.parametrize("form", ["{}", "/start {}", " {} "])
async def test_an_invitation_lets_in(tmp_path: Path, form: str) -> None:
    code = "orange-piano-42"
    async with house(tmp_path, access=Access.INVITE, invites=(Secret(code),)) as home:
        (sentence,) = await home.say("orange-piano-41")
        assert "邀请码" in sentence.text
        admitted, welcome = await home.say(form.format(code))
        assert "可以开始" in admitted.text
        assert "测试的人" in welcome.text
        assert code.encode() not in await clear(home)
        (verdict,) = await home.say(THREAT)
        assert verdict.number == 1
    async with house(tmp_path, access=Access.INVITE, invites=(Secret("another-one"),)) as home:
        (verdict,) = await home.say(THREAT + "第二次")
        assert verdict.number == 2


async def test_codes_cannot_be_tried_for_ever(tmp_path: Path) -> None:
    code = "orange-piano-42"
    clock = Hands(NOON)
    async with house(tmp_path, clock, access=Access.INVITE, invites=(Secret(code),)) as home:
        answered = [await home.say(f"guess-number-{n}") for n in range(25)]
        assert [len(one) for one in answered] == [1] * 20 + [0] * 5
        assert await home.say(code) == []
        clock.at += timedelta(days=1)
        assert len(await home.say(code)) == 2


async def test_whoever_is_off_the_list_can_still_delete(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        *_, verdict = await home.say(THREAT)
    async with house(tmp_path, access=Access.LIST) as home:
        (sentence,) = await home.say(THREAT + "又来")
        assert "没有保存" in sentence.text
        assert len(await home.originals()) == 1
        assert "E-0001" in (await home.say("证据"))[0].text
        (question,) = await home.press(action(verdict, "withdraw"))
        await home.press(action(question, "erase"))
        assert all(entry.erased for entry in await home.originals())
        (question,) = await home.say("删除全部")
        await home.press(action(question, "erase-all"))
        assert await home.originals() == ()


# How much


async def test_messages_over_the_limit_are_said_not_to_be_kept(tmp_path: Path) -> None:
    clock = Hands(NOON)
    async with house(tmp_path, clock, quota_messages=2) as home:
        await home.say(THREAT + "一")
        await home.say(THREAT + "二")
        (refused,) = await home.say(THREAT + "三")
        assert "2 条" in refused.text
        assert "2026年11月24日星期二 00:00" in refused.text
        assert "本机聊天页" in refused.text
        kept = await clear(home)
        assert (THREAT + "二").encode() in kept
        assert (THREAT + "三").encode() not in kept
        assert len(await home.originals()) == 2
        assert (await home.say("证据"))[0].text
        ((answer),) = await home.say(DANGER)
        assert answer.stage is Stage.CRISIS
        *_, other = await home.say(THREAT, person="other")
        assert other.number == 1
        assert await verified(home) == 0


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(-7200, 7200),
)
def test_a_new_day_begins_at_midnight_in_beijing(
    tmp_path_factory: pytest.TempPathFactory, day: date, seconds: int
) -> None:
    midnight = datetime.combine(day, time(), BEIJING)
    used = (midnight - timedelta(hours=3)).astimezone(UTC)
    again = (midnight + timedelta(seconds=seconds)).astimezone(UTC)

    async def run() -> list[Reply]:
        clock = Hands(used)
        folder = tmp_path_factory.mktemp("quota")
        async with house(folder, clock, quota_messages=1) as home:
            await home.say(THREAT)
            clock.at = again
            return await home.say(THREAT + "又来")

    (answer,) = asyncio.run(run())
    assert (answer.stage is Stage.JUDGED) == (seconds >= 0)


async def test_bytes_over_the_limit_are_not_kept(tmp_path: Path) -> None:
    clock = Hands(NOON)
    async with house(tmp_path, clock, quota_mb=1) as home:
        await home.send(b"a" * 600_000, "a.txt")
        row = await home.put(b"b" * 600_000, "b.txt")
        blob = tmp_path / "blobs" / row.uploads[0].cipher[:2] / row.uploads[0].cipher
        assert blob.exists()
        await home.work_off(row)
        refused = (await home.replies())[-1][1]
        assert "1 MB" in refused.text
        assert len(await home.originals()) == 1
        assert not blob.exists()
        (verdict,) = await home.say(THREAT)
        assert verdict.number == 2
        assert await verified(home) == 0


async def test_reading_over_the_limit_waits_for_the_next_day(tmp_path: Path) -> None:
    clock = Hands(NOON)
    async with house(tmp_path, clock, quota_ocr_seconds=1) as home:
        await home.send(screenshot("今晚就去你家"))
        ledger = await home.ledger()
        assert ledger is not None
        row = await home.put(screenshot("群发给你通讯录里的亲戚朋友"))
        async with home.rooms.store.transaction() as change:
            spent = await change.spent(row.person, NOON.date())
            assert spent.reading_ms > 0
            await change.spend(row.person, NOON.date(), type(spent)(reading_ms=1000))
        await home.rooms.worker.keep(row)
        await examine_all(home)
        waiting = (await home.replies())[-1][1]
        assert "E-0002" in waiting.text
        assert "自动接着读" in waiting.text
        async with home.rooms.store.snapshot() as view:
            step = await view.step_of(ledger, (await home.originals())[0].seq)
        assert step is not None
        assert step.state is StepState.WAITING
        clock.at = datetime(2026, 11, 24, 0, 0, 1, tzinfo=BEIJING)
        await examine_all(home)
        assert (await home.replies())[-1][1].number == 2
        assert (await home.replies())[-1][1].stage is not Stage.READING


# For how long


async def test_old_media_go_and_everything_else_stays(tmp_path: Path) -> None:
    clock = Hands(NOON)
    async with house(tmp_path, clock, retention_days=30) as home:
        welcome, *_ = await home.send(text_file(INSULT), "a.txt")
        assert "30 天" in welcome.text
        *_, verdict = await home.say(THREAT)
        (entry,) = [one for one in await home.originals() if one.number == 1]
        clock.at = NOON + timedelta(days=29)
        await home.rooms.upkeep.round()
        async with home.rooms.store.snapshot() as view:
            assert await view.part(entry.item, Slot("2"))
        clock.at = NOON + timedelta(days=30, seconds=1)
        await home.send(text_file(REMINDER), "b.txt")
        await home.rooms.upkeep.round()
        async with home.rooms.store.snapshot() as view:
            with pytest.raises(Retired):
                await view.part(entry.item, Slot("2"))
            assert await view.part(entry.item, Slot("1"))
            assert len(await view.notes(entry.ledger, entry.seq, "reading")) == 1
        blobs = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
        assert len(blobs) == 1
        report = await verify(tmp_path / "wenzhu.db")
        assert report.exit_code() == 0
        assert "retired" in {remark.code for remark in report.remarks}
        assert (await home.press(action(verdict, "more")))[0].number == 2
        await home.rooms.upkeep.round()


async def test_without_the_setting_media_stay(tmp_path: Path) -> None:
    clock = Hands(NOON)
    async with house(tmp_path, clock) as home:
        welcome, *_ = await home.send(text_file(INSULT), "a.txt")
        assert "自动销毁" not in welcome.text
        clock.at = NOON + timedelta(days=3650)
        await home.rooms.upkeep.round()
        (entry,) = await home.originals()
        async with home.rooms.store.snapshot() as view:
            assert await view.part(entry.item, Slot("2"))
