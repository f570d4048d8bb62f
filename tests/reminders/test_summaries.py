"""What a reminder reads instead of a plan's events: the same, never stale, never needed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from handlers import plans
from handlers.repayment import events as happenings
from handlers.repayment import summary
from handlers.repayment.events import Cancelled, Created, Event, Happened, Paid, Renegotiated
from handlers.repayment.plan import Fen
from handlers.repayment.states import PlanStatus, state
from storage import schema
from storage.planned import PlanRow
from storage.records import Slot
from storage.verify import verify
from tests.reminders.watch import DAY, Watch, a_plan, beijing, watch

MADE = beijing(date(2026, 11, 25), time(21))
DUE = date(2026, 12, 10)
NEXT = date(2027, 1, 10)
START = datetime(2026, 1, 5, 4, tzinfo=UTC)
PARTS = schema.parts.c

payments = st.builds(
    Paid,
    st.integers(0, 4).map(lambda number: f"0.{number}"),
    st.none() | st.integers(1, 700).map(Fen),
    st.just(DUE),
)
changes = st.just(Renegotiated(a_plan(DUE, NEXT, creditor=None, fen=123))) | st.just(Cancelled())


@given(
    amounts=st.lists(st.integers(1, 500), min_size=1, max_size=5),
    events=st.lists(payments),
    end=st.none() | changes,
)
def test_it_says_what_the_events_come_to(
    amounts: list[int], events: list[Event], end: Event | None
) -> None:
    days = [DUE + timedelta(days=30 * number) for number in range(len(amounts))]
    happened = [Created(a_plan(*days, amounts=amounts), confirmed=True), *events]
    happened += [] if end is None else [end, *events]
    told = state(Happened(f"k{n}", START, event) for n, event in enumerate(happened))
    found = summary.from_bytes(summary.to_bytes(summary.summary(told)))
    assert found is not None
    assert (found.status, found.balance) == (told.status, told.balance)
    assert (found.creditor, found.settled_on) == (told.plan.creditor, told.settled_on)
    for row in told.rows:
        known = found.row(row.id)
        if row.open:
            assert known is not None
            assert (known.number, known.due) == (row.number, row.instalment.due)
            assert (known.open, known.paid) == (row.open, row.paid)
        else:
            assert known is None
    assert found.row("9.9") is None


async def slots(home: Watch, made: PlanRow) -> list[str]:
    """The parts of a plan, replies left out."""
    async with home.store.snapshot() as view:
        rows = await view._session.rows(select(PARTS.slot).where(PARTS.item == made.plan))
    return sorted(row.slot for row in rows if not row.slot.startswith("out:"))


async def test_events_are_not_opened_for_a_reminder(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE, NEXT))
        kept = await home.pay(made, "0.0", 28365)
        assert await slots(home, made) == ["event:0", "event:1", "summary:1"]
        events = (PARTS.item == made.plan) & PARTS.slot.startswith("event:")
        async with home.store.transaction() as change:
            await change._session.write(update(schema.parts).where(events).values(sealed=b"x" * 99))
        (reply,) = await home.at(beijing(DUE), row)
        assert "已还 283.65 元" in reply.text
        assert kept.state.balance == 2 * 128365 - 28365


async def test_one_that_is_not_there_is_made_again(tmp_path: Path) -> None:
    """As in a data folder that an earlier version has made."""
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        mine = (PARTS.item == made.plan) & (PARTS.slot == "summary:0")
        async with home.store.transaction() as change:
            assert await change._session.write(delete(schema.parts).where(mine)) == 1
        (reply,) = await home.at(beijing(DUE - 3 * DAY), row)
        assert "1283.65" in reply.text
        assert await slots(home, made) == ["event:0", "summary:0"]
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0


async def test_one_of_another_form_or_damaged_is_not_used(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        for body in (b'{"form":0,"v":1}', b'{"v":0}'):
            assert summary.from_bytes(body) is None
        async with home.store.transaction() as change:
            await change.plans.summarise(made.plan, b'{"form":0,"v":1}')
        assert len(await home.at(beijing(DUE - 3 * DAY), row)) == 1
        mine = (PARTS.item == made.plan) & (PARTS.slot == "summary:0")
        async with home.store.transaction() as change:
            await change._session.write(update(schema.parts).where(mine).values(sealed=b"x" * 99))
        assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 1
        (reply,) = await home.at(beijing(DUE - DAY), row)
        assert "1283.65" in reply.text
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0  # it was written anew


async def test_one_that_was_left_behind_is_not_used(tmp_path: Path) -> None:
    """As by a program that knows of no summaries, or by a row put back from an old copy."""
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        paid = happenings.to_bytes(Paid("0.0", None, DUE))
        async with home.store.transaction() as change:
            assert await change.plans.append(made.plan, "event:elsewhere", paid, MADE)
        assert await home.at(beijing(DUE - 3 * DAY), row) == []
        assert await slots(home, made) == ["event:0", "event:1", "summary:1"]


async def test_one_larger_than_the_table_holds_is_not_kept(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        made = await home.plan(await home.person(), a_plan(DUE))
        async with home.store.transaction() as change:
            await change.plans.summarise(made.plan, bytes(70_000))
            assert await change.plans.summaries([made.plan]).of(made.plan) is None
        assert await slots(home, made) == ["event:0"]


async def test_it_is_sealed_and_goes_with_the_plan(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE, creditor="独一无二银行"))
        async with home.store.transaction() as change:
            body = await change.part(made.plan, Slot("summary:0"))
            assert "独一无二银行".encode() in body
        async with home.store.transaction() as change:
            await plans.erase(change, made)
            assert change.plans.summaries([made.plan]).plan(made.plan) is None
        assert await slots(home, made) == []
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0


async def test_a_plan_given_up_says_nothing(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        made = await home.plan(await home.person(), a_plan(DUE))
        async with home.store.transaction() as change:
            await plans.cancel(change, made, key="event:stop", at=MADE)
            known = summary.from_bytes(await change.plans.summaries([made.plan]).of(made.plan))
        assert known is not None
        assert known.status is PlanStatus.CANCELLED
