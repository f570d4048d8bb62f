"""Reminders through the real clockwork and store."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import update

from bot.clockwork import BATCH
from handlers import keys, plans
from handlers.money.fen import Fen, yuan
from handlers.plans import KeptPlan
from handlers.ports import Chance
from handlers.wishes import Wishes
from storage import schema
from storage.ready import WIDTH
from storage.records import Draft, LedgerId, OutboxState
from storage.store import Change
from storage.verify import verify
from tests.reminders.watch import DAY, Doors, a_plan, beijing, watch

MADE = beijing(date(2026, 11, 25), time(21))
DUE = date(2026, 12, 10)


async def test_four_times_and_not_once_more(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        heard = []
        moment = MADE
        while moment < beijing(DUE + 4 * DAY):
            moment += timedelta(hours=4)
            heard += [(moment, reply) for reply in await home.at(moment, row)]
        assert [at for at, _ in heard] == [
            beijing(DUE - 3 * DAY, time(9)),
            beijing(DUE - DAY, time(9)),
            beijing(DUE, time(9)),
            beijing(DUE + DAY, time(9)),
        ]
        leads = [reply.segments[0].text for _, reply in heard]
        assert leads == [
            "还有 3 天，12月10日星期四要还某某银行第 1 期：1283.65 元。",
            "明天（12月10日星期四）要还某某银行第 1 期：1283.65 元。",
            "今天（12月10日星期四）要还某某银行第 1 期：1283.65 元。",
            "某某银行第 1 期 1283.65 元，约好12月10日星期四还，还没有记到已还。",
        ]
        actions = [button.action for button in heard[0][1].buttons]
        assert actions[0] == f"plan-paid:{made.plan}:0.0"
        assert not any("本来应在" in reply.text for _, reply in heard)


async def test_paid_in_time_nothing_more_is_said_until_the_check(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        assert len(await home.at(beijing(DUE - 3 * DAY), row)) == 1
        await home.pay(made, "0.0")
        assert await home.at(beijing(DUE + 9 * DAY), row) == []
        (check,) = await home.at(home.clock.at + 40 * DAY, row)
        assert "结清证明" in check.text
        assert "征信" in check.text
        assert check.buttons == ()


async def test_a_payment_between_the_look_and_the_tick_is_seen(tmp_path: Path) -> None:
    """Two plans are due; one was settled by word, whose reminder must not be said any more."""
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        one, two = (
            await home.plan(row, a_plan(DUE)),
            await home.plan(row, a_plan(DUE, creditor="乙")),
        )
        async with home.store.transaction() as change:
            await change.plans.append(  # as another process would, between our two looks
                one.plan,
                "elsewhere",
                b'{"event":"cancelled","v":1}',
                home.clock.at,
            )
        (reply,) = await home.at(beijing(DUE), row)
        assert "乙" in reply.segments[0].text
        assert "某某银行" not in reply.text
        assert two.number == 2


async def test_after_a_day_of_downtime_it_says_so_and_merges(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        await home.plan(row, a_plan(DUE))
        (reply,) = await home.at(beijing(DUE, time(15)), row)
        assert reply.segments[0].text.startswith("今天（12月10日")
        assert "本来应在2026年12月10日星期四 09:00（北京时间）提醒" in reply.text
        assert len(await home.said(row)) == 1


async def test_quiet_hours_end_in_one_digest(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        await home.wish(row, Wishes(at=time(7)))
        for name in ("甲", "乙", "丙"):
            await home.plan(row, a_plan(DUE, creditor=name))
        assert await home.at(beijing(DUE, time(7)), row) == []
        assert await home.at(beijing(DUE, time(7, 59)), row) == []
        (reply,) = await home.at(beijing(DUE, time(8)), row)
        assert reply.segments[0].text.splitlines()[0] == "有 3 件约好的事，按日子排好："
        assert all(name in reply.segments[0].text for name in "甲乙丙")
        assert "本来应在" not in reply.text
        assert await home.at(beijing(DUE, time(23)), row) == []


async def test_neutral_words_say_neither_who_nor_how_much(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        await home.wish(row, Wishes(neutral=True))
        await home.plan(row, a_plan(DUE))
        (reply,) = await home.at(beijing(DUE), row)
        for word in ("某某银行", "1283", "还", "债"):
            assert word not in reply.text + reply.buttons[0].label, word


async def test_a_person_who_moves_is_reminded_on_his_clock_and_once(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE, DUE + 31 * DAY))
        assert len(await home.at(beijing(DUE - 3 * DAY), row)) == 1
        await home.wish(row, Wishes(zone="America/New_York"))
        instants = await home.instants(made)
        assert instants["0.0:on_day"] == beijing(DUE, time(22))  # 09:00 there, in winter
        assert await home.at(beijing(DUE - DAY), row) == []
        assert len(await home.at(beijing(DUE - DAY, time(22)), row)) == 1
        assert len(await home.at(beijing(DUE, time(22)), row)) == 1


async def test_holidays_are_shown_and_move_nothing(tmp_path: Path) -> None:
    cases = {
        date(2026, 2, 17): "是春节假期",
        date(2026, 2, 28): "调休，要上班",
        date(2026, 3, 7): "是周末",
        date(2027, 2, 6): "2027年的放假安排还没有公布",
        date(2026, 3, 10): "",
    }
    for day, words in cases.items():
        async with watch(tmp_path / day.isoformat(), beijing(day - 2 * DAY, time(12))) as home:
            row = await home.person()
            await home.plan(row, a_plan(day))
            (reply,) = await home.at(beijing(day - DAY), row)
            assert f"{day.month}月{day.day}日" in reply.segments[0].text
            assert words in reply.text
            if not words:
                assert "假" not in reply.text


async def test_a_part_payment_and_the_balance_are_said(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE, DUE + 31 * DAY, fen=50000))
        await home.pay(made, "0.0", 20000)
        (reply,) = await home.at(beijing(DUE), row)
        assert "第 1 期：300 元" in reply.text
        assert "已还 200 元" in reply.text
        assert "还差 800 元" in reply.text


async def test_where_nobody_looks_another_door_says_it_too(tmp_path: Path) -> None:
    async with watch(
        tmp_path, MADE, local=Chance.UNSEEN, cli=Chance.NEVER, email=Chance.NOW
    ) as home:
        row = await home.person(door="local")
        async with home.store.transaction() as change:
            mail = await change.add_door(row.person, "email", "a@example.org")
        await home.plan(row, a_plan(DUE - 7 * DAY))
        assert len(await home.at(beijing(DUE - 7 * DAY), row)) == 1
        async with home.store.snapshot() as view:
            assert await view.outbox_of(mail, 9) == ()  # nobody has confirmed that it is his
        await home.wish(row, Wishes(mail=True))
        await home.plan(row, a_plan(DUE))
        assert len(await home.at(beijing(DUE), row)) == 1
        async with home.store.snapshot() as view:
            assert [one.door for one in await view.outbox_of(mail, 9)] == ["email"]
        home.reach.chances = {"local": Chance.NOW}
        assert len(await home.at(beijing(DUE + DAY), row)) == 1
        async with home.store.snapshot() as view:
            assert len(await view.outbox_of(mail, 9)) == 1


async def test_where_nothing_can_be_said_it_waits_and_is_not_lost(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE, talk=Chance.NEVER) as home:
        row = await home.person()
        await home.plan(row, a_plan(DUE))
        assert await home.at(beijing(DUE), row) == []
        home.reach.chances = {}
        assert await home.at(beijing(DUE, time(14, 59)), row) == []
        (reply,) = await home.at(beijing(DUE, time(15)), row)
        assert "本来应在" in reply.text


async def test_nothing_piles_up_where_nobody_is_reached(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        await home.plan(row, a_plan(DUE))
        assert len(await home.at(beijing(DUE - 3 * DAY), row)) == 1
        async with home.store.transaction() as change:
            (due,) = change.outbox_due("talk", home.clock.at, 9)
            taken = await change.outbox_take(due, home.clock.at)
            assert taken is not None
            await change.outbox_mark(taken, OutboxState.BLOCKED, at=home.clock.at)
        assert await home.at(beijing(DUE), row) == []


async def test_a_damaged_plan_silences_no_other(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        broken, fine = await home.plan(row, a_plan(DUE)), await home.plan(row, a_plan(DUE))
        async with home.store.transaction() as change:
            mine = schema.parts.c.item == broken.plan
            await change._session.write(update(schema.parts).where(mine).values(sealed=b"x" * 99))
        (reply,) = await home.at(beijing(DUE), row)
        assert str(fine.plan) in reply.buttons[0].action
        async with home.store.snapshot() as view:
            assert any(one.said is None for one in view.plans.reminders(broken.plan))


async def test_many_at_once_hear_each_his_own(tmp_path: Path) -> None:
    """More persons than one list and one change hold, each with something of his own about him."""
    count = BATCH + WIDTH + 3
    async with watch(tmp_path, MADE) as home:
        people = await asyncio.gather(*(home.person(f"p{number}") for number in range(count)))
        async with home.store.transaction() as change:
            for number, row in enumerate(people):
                plan, key = a_plan(DUE, fen=100 + number), f"event:p{number}"
                await plans.open_plan(change, row.ledger, plan, key=key, at=MADE, confirmed=True)
        hidden, quiet = people[BATCH - 1], people[BATCH]
        await home.wish(hidden, Wishes(neutral=True))
        missed = Wishes(at=time(8), quiet_from=time(8, 30), quiet_until=time(12))
        await home.wish(quiet, missed)
        home.clock.at = beijing(DUE - 3 * DAY)
        spoken = await home.clockwork.tick()
        assert (spoken.said, spoken.put_off) == (count - 1, 1)
        for number, row in enumerate(people):
            heard = [reply.text for _, reply in await home.said(row)]
            assert len(heard) == (0 if row == quiet else 1)
            named = [f"：{yuan(Fen(100 + number))} 元。" in text for text in heard]
            assert named == ([] if row == quiet else [row != hidden])
        assert (await home.clockwork.tick()).said == 0


async def test_erased_with_the_plan(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        assert len(await home.at(beijing(DUE), row)) == 1
        async with home.store.transaction() as change:
            await plans.erase(change, made)
        assert await home.said(row) == []
        assert await home.at(beijing(DUE + DAY), row) == []
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0


async def test_whoever_begins_again_is_reminded_again(tmp_path: Path) -> None:
    """What was said before everything was erased takes nothing from what is said afterwards."""
    async with watch(tmp_path, MADE) as home:
        for number in range(2):
            row = await home.person(f"p{number}")
            await home.plan(row, a_plan(DUE))
            assert len(await home.at(beijing(DUE - 3 * DAY), row)) == 1
            assert len(await home.at(beijing(DUE), row)) == 1
            async with home.store.transaction() as change:
                await change.erase_person(row.person, home.clock.at)
            home.clock.at = MADE


async def test_nothing_counts_as_said_that_was_not(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        async with home.store.transaction() as change:
            (first, *_) = change.plans.due_to([row.person], beijing(DUE - 3 * DAY))
            taken = Draft(keys.reminder(made.plan, first.key), b"something else")
            await change.say(row.ledger, made.plan, taken, MADE)
        home.clock.at = beijing(DUE - 3 * DAY)
        assert (await home.clockwork.tick()).said == 0
        async with home.store.snapshot() as view:
            assert all(one.said is None for one in view.plans.reminders(made.plan))


async def test_the_same_delivery_twice_changes_nothing(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        plan = a_plan(DUE, DUE + 31 * DAY)

        async def everything(change: Change) -> KeptPlan:
            made = await plans.open_plan(change, row.ledger, plan, key="event:1", at=MADE)
            await plans.confirm(change, made, key="event:1:yes", at=MADE)
            await plans.pay(change, made, "0.0", key="event:2", at=MADE, on=DUE)
            late = MADE + timedelta(hours=2)
            await plans.snooze(change, made, "0.1", late, key="event:3", at=MADE)
            return await plans.renegotiate(change, made, plan, key="event:4", at=MADE)

        once, twice = await home.store.together(everything), await home.store.together(everything)
        assert once == twice
        assert twice.state.revision == 1
        made = twice.row
        async with home.store.snapshot() as view:
            (only,) = await plans.listed(view, row.person)
            assert len(only.happened) == 5
            assert await plans.owned(view, row.person, made.plan) == made
            assert await plans.owned(view, row.person, "0" * 32) is None


async def test_renegotiated_taken_back_and_given_up(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        async with home.store.transaction() as change:
            later = a_plan(DUE + 31 * DAY)
            await plans.renegotiate(change, made, later, key="n", at=home.clock.at)
        assert {key.split(":")[0] for key in await home.instants(made)} == {"1.0"}
        await home.pay(made, "1.0")
        async with home.store.snapshot() as view:
            paid = (await plans.listed(view, row.person))[0].happened[-1].key
        async with home.store.transaction() as change:
            kept = await plans.undo(change, made, paid, key="u", at=home.clock.at)
            assert kept.state.balance == 128365
            await plans.hardship(change, made, "1.0", key="h", at=home.clock.at)
            await plans.cancel(change, made, key="c", at=home.clock.at)
        assert await home.instants(made) == {}
        async with home.store.snapshot() as view:
            assert not await plans.listed(view, row.person, only_open=True)


class Stumbles(Doors):
    """Doors of which one makes whoever asks for it fall."""

    def chance(self, door: str, ledger: LedgerId, at: datetime) -> Chance:
        if door == "broken":
            raise RuntimeError
        return Doors.chance(self, door, ledger, at)


async def test_who_stumbles_holds_up_nobody(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        fine, broken = await home.person(), await home.person(door="broken")
        for row in (broken, fine):
            await home.plan(row, a_plan(DUE))
        home.clockwork._reach = Stumbles()
        assert len(await home.at(beijing(DUE), fine)) == 1
        assert await home.said(broken) == []
        home.clockwork._reach = Doors()
        assert len(await home.at(beijing(DUE, time(9, 10)), broken)) == 1
