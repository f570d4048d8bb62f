"""A plan of which something is damaged: it is named, and stands in the way of nothing else."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from sqlalchemy import update

from handlers import feeds, plans
from handlers.repayment.reminding import Moment
from handlers.wishes import Wishes
from storage import schema
from storage.planned import PlanRow
from tests.reminders.watch import DAY, Watch, a_plan, beijing, watch
from tests.whole.house import house

MADE = beijing(date(2026, 11, 25), time(21))
DUE = date(2026, 12, 10)


async def damage(home: Watch, plan: PlanRow) -> None:
    """Its events, while the summary beside them can still be read."""
    async with home.store.transaction() as change:
        mine = (schema.parts.c.item == plan.plan) & schema.parts.c.slot.like("event:%")
        await change._session.write(update(schema.parts).where(mine).values(sealed=b"x" * 99))


async def test_the_others_are_listed_and_it_is_named(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        broken, fine = await home.plan(row, a_plan(DUE)), await home.plan(row, a_plan(DUE))
        await damage(home, broken)
        async with home.store.snapshot() as view:
            found = await plans.shelf(view, row.person)
            assert [one.row.plan for one in found.kept] == [fine.plan]
            assert [one.plan for one in found.damaged] == [broken.plan]
            assert [one.day for one in await feeds.items(view, row.person)] == [DUE]


async def test_other_hours_hold_for_the_others(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        broken, fine = await home.plan(row, a_plan(DUE)), await home.plan(row, a_plan(DUE))
        await damage(home, broken)
        before = await home.instants(broken)
        await home.wish(row, Wishes(at=time(20)))
        assert set((await home.instants(fine)).values()) == {
            beijing(DUE + days * DAY, time(20)) for days in (-3, -1, 0, 1)
        }
        assert await home.instants(broken) == before


async def test_who_wants_none_has_none(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        broken = await home.plan(row, a_plan(DUE))
        await damage(home, broken)
        await home.wish(row, Wishes(moments=()))
        assert await home.instants(broken) == {}
        assert await home.at(beijing(DUE), row) == []
        await home.wish(row, Wishes(moments=tuple(Moment)))  # its days cannot be known any more
        assert await home.instants(broken) == {}


async def test_in_words_he_is_told_which_cannot_be_read(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        table = (await home.say("欠某某银行2000，分2期，每月10号还1000"))[-1]
        await home.press(next(one.action for one in table.buttons if one.label == "保存"))
        async with home.rooms.store.transaction() as change:
            mine = schema.parts.c.slot.like("event:%")
            await change._session.write(update(schema.parts).where(mine).values(sealed=b"x" * 99))
        (reply,) = await home.say("/计划")
        assert any("计划 1 存下的内容有损坏" in segment.text for segment in reply.segments)
