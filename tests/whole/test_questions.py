"""The question under an unsure verdict, its answer, and the verdict that comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers import answers, bodies, dossiers, opinions, subjects
from handlers.messages import Reply
from handlers.questions import Answer
from handlers.verdicts import Outcome, Verdict
from storage.records import Entry
from tests.whole.house import House, house
from tests.whole.test_dialogue import THREAT, action, actions, verified

UNSURE = "你家住几楼来着"
WHOSE = "他跑了，就找你，你替他还"
REMINDER = "【某某分期】您的借款已逾期3天，请尽快还款。"
PAPER = "关于案号（2026）京0105民初123号，请你到庭应诉，人民法院已受理。"


async def kept(home: House, text: str) -> Reply:
    """Forward a message and give its verdict."""
    *_, verdict = await home.say(text, forwarded=True)
    return verdict


async def evidence(home: House) -> Entry:
    (entry, *_) = await home.originals()
    return entry


async def verdicts(home: House) -> list[Verdict]:
    entry = await evidence(home)
    async with home.rooms.store.snapshot() as view:
        notes = await subjects.noted(view, entry, opinions.VERDICT)
    return [bodies.verdict_in(bodies.unpack(body)["verdict"]) for _, body in notes]


async def said(home: House) -> answers.Answers:
    async with home.rooms.store.snapshot() as view:
        return await answers.given(view, await evidence(home))


async def test_yes_turns_what_is_possible_into_findings_that_say_on_whose_word(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        asked = await kept(home, UNSURE)
        assert asked.text.count("？") == 1
        assert [one.split(":")[0] for one in actions(asked)] == ["yes", "no", "withdraw"]
        (answer,) = await home.press(action(asked, "yes"))
        first, second = await verdicts(home)
        assert (first.outcome, second.outcome) == (Outcome.UNSURE, Outcome.FOUND)
        assert set(second.practices) >= {finding.practice for finding in first.possible}
        told = [finding for finding in second.findings if finding.told]
        assert {finding.confidence for finding in told} <= {f.confidence for f in first.possible}
        assert second.provisions
        assert "记下了" in answer.segments[0].text
        assert "像是" in answer.text
        assert await said(home) == answers.Answers(sender=Answer.YES)
        assert await verified(home) == 0


async def test_the_next_question_is_the_hour_and_its_answer_keeps_the_first(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        asked = await kept(home, UNSURE)
        (answer,) = await home.press(action(asked, "yes"))
        assert "几点收到" in answer.text
        (night,) = await home.press(next(o for o in actions(answer) if o.endswith(":night")))
        last = (await verdicts(home))[-1]
        assert "night_contact" in last.practices
        assert set(last.practices) > set((await verdicts(home))[1].practices)
        assert night.text
        assert not any(one.startswith("when:") for one in actions(night))
        assert await said(home) == answers.Answers(Answer.YES, Answer.NIGHT)


async def test_by_day_there_is_no_night(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        asked = await kept(home, REMINDER)
        (answer,) = await home.press(next(o for o in actions(asked) if o.endswith(":day")))
        assert (await verdicts(home))[-1].outcome is Outcome.LAWFUL
        assert "未发现" in answer.text


async def test_no_ends_it_and_the_original_stays(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        asked = await kept(home, UNSURE)
        (answer,) = await home.press(action(asked, "no"))
        assert "不再继续判断" in answer.text
        assert [one.split(":")[0] for one in actions(answer)] == ["withdraw"]
        assert (await verdicts(home))[-1].outcome is Outcome.NOT_COLLECTION
        assert not (await evidence(home)).erased


async def test_a_paper_is_still_to_be_checked_after_no(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await kept(home, PAPER)
        seq = (await evidence(home)).seq
        (answer,) = await home.press(f"no:{seq}")
        assert "先按真的对待" in answer.text


@pytest.mark.parametrize(("said_by_him", "named"), [("mine", False), ("others", True)])
async def test_whose_debt_it_is_decides(tmp_path: Path, said_by_him: str, *, named: bool) -> None:
    async with house(tmp_path) as home:
        await kept(home, WHOSE)
        seq = (await evidence(home)).seq
        await home.press(f"{said_by_him}:{seq}")
        assert ("wrong_person" in (await verdicts(home))[-1].practices) is named


@pytest.mark.parametrize("verb", ["yes", "no", "mine", "others", "wrong", "notdebt"])
async def test_pressed_twice_does_nothing_twice(tmp_path: Path, verb: str) -> None:
    async with house(tmp_path) as home:
        await kept(home, UNSURE)
        entry = await evidence(home)
        await home.press(f"{verb}:{entry.seq}")
        async with home.rooms.store.snapshot() as view:
            before = await view.notes(entry.ledger, entry.seq)
        (again,) = await home.press(f"{verb}:{entry.seq}")
        assert "已经记下" in again.text
        async with home.rooms.store.snapshot() as view:
            assert await view.notes(entry.ledger, entry.seq) == before


async def test_what_is_wrong_is_asked_once_and_noted(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        verdict = await kept(home, THREAT)
        (thanks,) = await home.press(action(verdict, "wrong"))
        assert [one.split(":")[2:] for one in actions(thanks)] == [
            *(["clean"], ["missed"], ["other"], [])
        ]
        (noted,) = await home.press(action(thanks, "wrong"))
        assert [one.split(":")[0] for one in actions(noted)] == ["withdraw"]
        (again,) = await home.press(action(thanks, "wrong"))
        assert "已经记下" in again.text
        entry = await evidence(home)
        (stale,) = await home.press(f"wrong:{entry.seq}:nonsense")
        assert stale.text
        async with home.rooms.store.snapshot() as view:
            notes = await subjects.noted(view, entry, dossiers.FEEDBACK)
        assert [bodies.unpack(body)["says"] for _, body in notes] == ["wrong", "wrong:clean"]


async def test_the_hour_pressed_twice_does_nothing_twice(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        asked = await kept(home, REMINDER)
        pressed = next(one for one in actions(asked) if one.endswith(":night"))
        await home.press(pressed)
        (again,) = await home.press(pressed)
        assert "已经记下" in again.text
        assert len(await verdicts(home)) == 2


async def test_he_may_change_his_mind(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await kept(home, UNSURE)
        seq = (await evidence(home)).seq
        for verb in ("yes", "no", "yes"):
            await home.press(f"{verb}:{seq}")
        outcomes = [verdict.outcome for verdict in await verdicts(home)]
        assert outcomes[1:] == [Outcome.FOUND, Outcome.NOT_COLLECTION, Outcome.FOUND]


async def test_the_question_waits_through_a_restart(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        asked = await kept(home, UNSURE)
    async with house(tmp_path) as home:
        (answer,) = await home.press(action(asked, "yes"))
        pressed = next(one for one in actions(answer) if one.endswith(":night"))
    async with house(tmp_path) as home:
        await home.press(pressed)
        assert "night_contact" in (await verdicts(home))[-1].practices
        (again,) = await home.press(action(asked, "yes"))
        assert "已经记下" in again.text


async def test_typed_words_are_kept_by_the_answer_and_asked_about_once(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (asked,) = await home.say(UNSURE)
        assert asked.text.count("？") == 1
        assert await home.originals() == ()
        (answer,) = await home.press(action(asked, "keep"))
        assert answer.number == 1
        assert "这是催收发来的吗" not in answer.text
        outcomes = [verdict.outcome for verdict in await verdicts(home)]
        assert outcomes == [Outcome.UNSURE, Outcome.FOUND]
        assert await said(home) == answers.Answers(sender=Answer.YES)
        (again,) = await home.press(action(asked, "keep"))
        assert "E-0001" in again.text
        assert len(await home.originals()) == 1


async def test_typed_words_that_no_collector_sent_are_let_go(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        (asked,) = await home.say(UNSURE)
        (answer,) = await home.press(action(asked, "letgo"))
        assert "没有存为证据" in answer.text
        assert await home.originals() == ()


async def test_erasing_the_evidence_erases_the_answer(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        asked = await kept(home, UNSURE)
        await home.press(action(asked, "yes"))
        (question,) = await home.press(action(asked, "withdraw"))
        await home.press(action(question, "erase"))
        (stale,) = await home.press(action(asked, "no"))
        assert stale.text
        assert all(UNSURE not in reply.text for _, reply in await home.replies())
        assert await verified(home) == 0
