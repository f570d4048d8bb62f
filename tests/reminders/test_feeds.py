"""The calendar: neutral, stable, revocable, and read by programs of others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import ics
import vobject

from handlers import deadlines, feeds
from handlers.calendar.holidays import Holidays
from handlers.deadlines import Served, Step
from handlers.wishes import Wishes
from storage.records import InboxRow
from tests.reminders.watch import DAY, Watch, a_plan, beijing, desk, watch

MADE = beijing(date(2026, 11, 25))
DUE = date(2026, 12, 31)


async def calendar(home: Watch, row: InboxRow) -> bytes:
    async with home.store.snapshot() as view:
        return feeds.calendar(desk().texts, await feeds.items(view, row.person))


async def test_others_read_it_and_learn_only_days(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE, date(2027, 1, 31), date(2028, 2, 29)))
        (deadline,) = deadlines.deadlines(
            Served(Step.ANSWER, date(2026, 11, 24), court="某某法院"), Holidays.load()
        )
        async with home.store.transaction() as change:
            await deadlines.keep(change, row.ledger, deadline, Wishes(), key="k", at=MADE)
        body = await calendar(home, row)
        days = [date(2026, 12, 9), DUE, date(2027, 1, 31), date(2028, 2, 29)]
        events = sorted(ics.Calendar(body.decode()).events, key=lambda one: one.begin)
        assert [one.begin.date() for one in events] == days
        assert all(one.all_day for one in events)
        assert {one.name for one in events} == {"记得办一件事", "重要：今天要办好一件事"}
        read = vobject.readOne(body.decode())
        assert [one.dtstart.value for one in read.vevent_list] == days
        triggers = [alarm.trigger.value for alarm in read.vevent_list[1].valarm_list]
        assert triggers == [timedelta(hours=-15), timedelta(hours=9)]
        rings = {
            (alarm.trigger.value.days, alarm.description.value)
            for alarm in read.vevent_list[0].valarm_list
        }
        assert rings == {
            (-7, "重要：7 天后要办好一件事"),
            (-3, "重要：3 天后要办好一件事"),
            (-2, "重要：2 天后要办好一件事"),
            (-1, "重要：明天要办好一件事"),
            (0, "重要：今天要办好一件事"),
        }
        for word in ("某某银行", "1283", "法院", "还"):
            assert word.encode() not in body, word
        assert body == await calendar(home, row)
        before = {one.uid for one in events}
        await home.pay(made, "0.0")
        left = {one.uid for one in ics.Calendar((await calendar(home, row)).decode()).events}
        assert left < before
        assert len(left) == 3


async def test_an_empty_calendar_is_one_too(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        body = await calendar(home, await home.person())
        assert list(ics.Calendar(body.decode()).events) == []


async def test_a_feed_is_opened_replaced_and_closed(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        async with home.store.transaction() as change:
            old = await feeds.open_feed(change, row.person)
            new = await feeds.open_feed(change, row.person)
            assert await feeds.holder(change, old, MADE) is None
            assert await feeds.holder(change, new, MADE + 999 * DAY) == row.person
            assert await feeds.close_feed(change, row.person)
            assert await feeds.holder(change, new, MADE) is None
