"""Two places become one person, by a code that is shown in one and sent from the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.mail import EmailDoor
from handlers import plans, wishes
from handlers.replies import from_bytes
from storage.verify import verify
from tests.doors.httpdoor import NAME
from tests.reminders.watch import Hands, a_plan, beijing
from tests.whole.house import House, house

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)


async def code_of(home: House, person: str) -> str:
    (reply,) = (await home.say("连接", person=person))[-1:]
    return reply.segments[1].text


async def test_a_code_joins_two_places_and_only_once(tmp_path: Path) -> None:
    clock = Hands(NOW)
    async with house(tmp_path, clock) as home:
        await home.say("帮助", person="elsewhere")
        line = await code_of(home, "here")
        async with home.rooms.store.transaction() as change:
            first, second = [await change.identity(NAME, who) for who in ("here", "elsewhere")]
            assert first is not None
            assert second is not None
            (here, ledger), (gone, other) = first, second
            agreed = a_plan(beijing(NOW.date()).date())
            await plans.open_plan(change, other, agreed, key="k", at=NOW, confirmed=True)
        (asked,) = await home.say(line, person="elsewhere")
        confirm = asked.buttons[0].action
        assert asked.buttons[0].label == "确认连接"
        (joined,) = await home.press(confirm, person="elsewhere")
        assert "连好了" in joined.text
        async with home.rooms.store.snapshot() as view:
            assert await view.identity(NAME, "elsewhere") == (here, other)
            assert {one for one, _ in view.doors(here)} == {ledger, other}
            assert len(await plans.listed(view, here)) == 1
        (again,) = await home.press(confirm, person="elsewhere")
        assert "没有这个码" in again.text
        assert gone != here
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0


async def test_a_code_ends_and_strange_ones_do_nothing(tmp_path: Path) -> None:
    clock = Hands(NOW)
    async with house(tmp_path, clock) as home:
        line = await code_of(home, "here")
        (same,) = await home.say(line, person="here")
        assert "本来就连着" in same.text
        clock.at = NOW + timedelta(minutes=11)
        (late,) = (await home.say(line, person="elsewhere"))[-1:]
        assert "没有这个码" in late.text
        (strange,) = await home.say("连接 BCDFGHJK", person="elsewhere")
        assert "没有这个码" in strange.text


async def test_an_address_is_joined_by_the_code_that_was_sent_to_it(tmp_path: Path) -> None:
    async with house(tmp_path, Hands(NOW), smtp_host="localhost", smtp_from="a@b.org") as home:
        (told,) = (await home.say("邮箱 me@example.org"))[-1:]
        assert "发了一个码" in told.text
        async with home.rooms.store.snapshot() as view:
            known = await view.identity(NAME, "somebody")
            assert known is not None
            (mail,) = [one for one, door in view.doors(known[0]) if door == "email"]
            (letter,) = await view.outbox_of(mail, 9)
        text = from_bytes(letter.body).text
        (done,) = await home.say(text[text.index("连接") :].rstrip("。")[:11].partition("。")[0])
        assert "邮箱连好了" in done.text
        async with home.rooms.store.snapshot() as view:
            assert (await wishes.of(view, known[0])).mail
        assert isinstance(EmailDoor(home.rooms.settings, home.rooms.desk.texts).name, str)
        (other,) = (await home.say("邮箱 me@example.org", person="thief"))[-1:]
        assert other.text == told.text
        async with home.rooms.store.snapshot() as view:
            assert len(await view.outbox_of(mail, 9)) == 1


async def test_without_a_mail_server_it_is_said(tmp_path: Path) -> None:
    async with house(tmp_path, Hands(NOW)) as home:
        (told,) = (await home.say("邮箱 me@example.org"))[-1:]
        assert "还不能发邮件" in told.text


async def test_a_calendar_is_only_given_on_the_machine_itself(tmp_path: Path) -> None:
    async with house(tmp_path, Hands(NOW)) as home:
        (told,) = (await home.say("日历"))[-1:]
        assert "那台电脑的页面" in told.text
        (none,) = await home.say("停用日历")
        assert "没有正在用的" in none.text


async def test_deleting_everything_is_said_on_every_door(tmp_path: Path) -> None:
    async with house(tmp_path, Hands(NOW)) as home:
        await home.say("帮助", person="elsewhere")
        (asked,) = await home.say(await code_of(home, "here"), person="elsewhere")
        await home.press(asked.buttons[0].action, person="elsewhere")
        (question,) = await home.say("删除全部", person="elsewhere")
        assert "两边会一起删掉" in question.text
        await home.press("erase-all", person="elsewhere")
        ((_, here),) = await home.replies("here")
        ((_, there),) = await home.replies("elsewhere")
        assert "在另一处" in here.text
        assert "在另一处" not in there.text
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0


async def test_whoever_has_one_door_is_told_of_no_other(tmp_path: Path) -> None:
    async with house(tmp_path, Hands(NOW)) as home:
        await home.say("帮助")
        (question,) = await home.say("删除全部")
        assert "一起删掉" not in question.text
