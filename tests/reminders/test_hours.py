"""At which hour something is said: within the Beijing day it belongs to, and awake."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import deadlines, plans
from handlers.beijing import beijing_day
from handlers.calendar.holidays import Holidays
from handlers.deadlines import Served, Step
from handlers.planning.reminding import ZONES
from handlers.repayment.due import later_today
from handlers.repayment.reminding import Moment, bounds
from handlers.wishes import Wishes
from storage.records import InboxRow
from tests.reminders.watch import DAY, Watch, a_plan, beijing, watch

MADE = beijing(date(2026, 11, 26), time(10))
DUE = date(2026, 12, 15)
HALF = timedelta(minutes=30)

minutes = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))
some_days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(some_days, minutes, minutes, minutes, st.sampled_from([*ZONES, "Australia/Lord_Howe"]))
def test_within_the_beijing_day_and_awake(
    day: date, at: time, quiet_from: time, quiet_until: time, zone: str
) -> None:
    wishes = Wishes(zone=zone, at=at, quiet_from=quiet_from, quiet_until=quiet_until)
    moment = wishes.speaks(day)
    assert beijing_day(moment) == day
    quiet = wishes.quiet_end(moment)
    if quiet is not None:  # nearly the whole day is quiet: its end is still that day's
        first, _ = bounds(day)
        awake = [first + n * HALF for n in range(48)]
        assert sum(wishes.quiet_end(one) is None for one in awake) <= 4
    elif wishes.quiet_end(moment - timedelta(hours=1)) is None and not wishes.quiet_at(at):
        assert abs(moment.astimezone(wishes.tz).hour - at.hour) in {0, 1, 23}


@pytest.mark.parametrize(
    ("wishes", "said_at"),
    [
        (Wishes(), time(9)),
        (Wishes(zone="America/Los_Angeles"), time(1)),
        (Wishes(zone="America/New_York", at=time(12)), time(1)),
        (Wishes(zone="America/New_York"), time(22)),
        (Wishes(zone="Europe/London", at=time(20)), time(4)),
        (Wishes(zone="Asia/Tokyo"), time(8)),
        (Wishes(at=time(20), quiet_from=time(20)), time(19)),
        (Wishes(at=time(7)), time(8)),
        (Wishes(at=time(12), quiet_from=time(9), quiet_until=time(18)), time(18)),
        (Wishes(at=time(23, 30)), time(21)),
    ],
)
def test_where_his_hour_falls(wishes: Wishes, said_at: time) -> None:
    assert wishes.speaks(DUE) == beijing(DUE, said_at)


async def heard(home: Watch, row: InboxRow, until: datetime) -> list[tuple[datetime, str]]:
    """What is said before then, and when; the clock stands there afterwards."""
    told: list[tuple[datetime, str]] = []
    while True:
        async with home.store.snapshot() as view:
            at = view.plans.next_at()
        if at is None or at >= until:
            home.clock.at = until
            return told
        moment = max(at, home.clock.at)
        told += [(moment, reply.text) for reply in await home.at(moment, row)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(8), time(9), time(12), time(20)])
async def test_today_is_said_while_it_is_today_in_china(
    tmp_path: Path, zone: str, at: time
) -> None:
    async with watch(tmp_path, beijing(DUE - DAY, time(0, 30))) as home:
        row = await home.person()
        await home.wish(row, Wishes(zone=zone, at=at))
        await home.plan(row, a_plan(DUE))
        told = await heard(home, row, beijing(DUE + DAY, time(0)))
        moment, text = told[-1]
        assert beijing_day(moment) == DUE
        assert text.startswith("今天（12月15日")
        assert "晚到了" not in text
        abroad = moment.astimezone(Wishes(zone=zone).tz).utcoffset() != timedelta(hours=8)
        assert ("日子按北京时间算，现在是2026年12月15日" in text) == abroad


async def test_a_court_day_is_said_while_it_is_that_day_in_china(tmp_path: Path) -> None:
    async with watch(tmp_path, beijing(date(2026, 12, 8), time(0))) as home:
        row = await home.person()
        wishes = Wishes(zone="America/Los_Angeles")
        await home.wish(row, wishes)
        served = Served(Step.ANSWER, on=date(2026, 11, 25))
        (last,) = deadlines.deadlines(served, Holidays.load())
        async with home.store.transaction() as change:
            await deadlines.keep(change, row.ledger, last, wishes, key="d", at=home.clock.at)
        told = await heard(home, row, beijing(last.last + DAY))
        assert [(beijing_day(at), text[:2]) for at, text in told if "今天（" in text] == [
            (last.last, "今天")
        ]


async def test_quiet_hours_over_his_hour_delay_nothing_into_the_next_day(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        await home.wish(row, Wishes(at=time(20), quiet_from=time(20)))
        await home.plan(row, a_plan(DUE))
        told = await heard(home, row, beijing(DUE + 3 * DAY))
        assert [at for at, _ in told] == [beijing(DUE + n * DAY, time(19)) for n in (-3, -1, 0, 1)]
        assert not any("晚到了" in text for _, text in told)


async def test_an_hour_he_named_is_kept_in_quiet_hours(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        await heard(home, row, beijing(DUE, time(21, 30)))
        until = beijing(DUE, time(22, 30))
        async with home.store.transaction() as change:
            await plans.snooze(change, made, "0.0", until, key="s", at=home.clock.at)
        assert await home.at(until - HALF, row) == []
        (reply,) = await home.at(until, row)
        assert reply.text.startswith("今天（12月15日")
        async with home.store.transaction() as change:
            late = beijing(DUE + DAY, time(1))
            await plans.snooze(change, made, "0.0", late, key="t", at=home.clock.at)
        assert await home.at(late + 3 * HALF, row) == []  # a long outage wakes nobody
        (reply,) = await home.at(beijing(DUE + DAY, time(8)), row)
        assert "本来应在2026年12月16日星期三 01:00" in reply.text


@pytest.mark.parametrize(
    ("now", "again"),
    [
        (time(10), time(20)),
        (time(19, 30), time(20, 30)),
        (time(20, 59), time(21, 59)),
        (time(21, 30), None),
        (time(23, 40), None),
    ],
)
async def test_what_is_due_today_is_heard_of_once_more(
    tmp_path: Path, now: time, again: time | None
) -> None:
    async with watch(tmp_path, beijing(DUE, now)) as home:
        row = await home.person()
        await home.plan(row, a_plan(DUE))
        found = later_today(home.clock.at, Wishes())
        assert found == (None if again is None else beijing(DUE, again))
        told = await heard(home, row, beijing(DUE + DAY, time(12)))
        today = [] if found is None else [found]
        assert [at for at, _ in told] == [*today, beijing(DUE + DAY)]
        assert not any("晚到了" in text for _, text in told)


async def test_what_he_switches_on_late_is_not_late(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        some = tuple(one for one in Moment if one is not Moment.THREE_BEFORE)
        await home.wish(row, Wishes(moments=some))
        await home.plan(row, a_plan(DUE, DUE + 31 * DAY))
        home.clock.at = beijing(DUE - 2 * DAY, time(15))
        await home.wish(row, Wishes())
        (reply,) = await home.at(home.clock.at, row)
        assert reply.text.startswith("还有 2 天")
        assert "晚到了" not in reply.text


async def test_stopped_and_begun_again(tmp_path: Path) -> None:
    """While all are off nothing is said; then what is over is said once, and not as late."""
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE, DUE + 31 * DAY))
        await heard(home, row, beijing(DUE - DAY, time(10)))
        async with home.store.transaction() as change:
            for number, hour in enumerate((20, 20 * 24)):
                until = home.clock.at + timedelta(hours=hour)
                await plans.snooze(change, made, "0.0", until, key=f"s{number}", at=home.clock.at)
        await home.wish(row, Wishes(moments=()))
        assert await heard(home, row, beijing(DUE + 5 * DAY, time(15))) == []
        await home.wish(row, Wishes())
        (reply,) = await home.at(home.clock.at, row)
        assert "约好12月15日" in reply.text
        assert "晚到了" not in reply.text
        assert await heard(home, row, beijing(DUE + 9 * DAY)) == []
        rest = await heard(home, row, beijing(DUE + 33 * DAY))
        assert len(rest) == 5  # what he asked for beyond the stop, and four of the next instalment


async def test_what_he_asks_for_while_all_are_off_is_said(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        await home.wish(row, Wishes(moments=()))
        async with home.store.transaction() as change:
            until = home.clock.at + timedelta(hours=2)
            await plans.snooze(
                change, made, "0.0", until, key="s", at=home.clock.at + timedelta(minutes=1)
            )
        assert len(await home.at(until, row)) == 1


async def test_another_hour_makes_nothing_late(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        await home.wish(row, Wishes(at=time(20)))
        await home.plan(row, a_plan(DUE))
        await heard(home, row, beijing(DUE, time(15)))
        await home.wish(row, Wishes(at=time(8)))
        (reply,) = await home.at(home.clock.at, row)
        assert reply.text.startswith("今天（12月15日")
        assert "晚到了" not in reply.text
        assert await heard(home, row, beijing(DUE, time(23))) == []


async def test_a_payment_taken_back_makes_nothing_late(tmp_path: Path) -> None:
    async with watch(tmp_path, MADE) as home:
        row = await home.person()
        made = await home.plan(row, a_plan(DUE))
        kept = await home.pay(made, "0.0")
        assert await heard(home, row, beijing(DUE + 2 * DAY)) == []
        async with home.store.transaction() as change:
            await plans.undo(change, made, kept.happened[-1].key, key="u", at=home.clock.at)
        (reply,) = await home.at(home.clock.at, row)
        assert "约好12月15日" in reply.text
        assert "晚到了" not in reply.text


def test_noted_when_it_was_changed() -> None:
    at, then = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
    off = Wishes(moments=()).altered(Wishes(), at)
    assert (off.stopped, off.resumed, off.changed) == (at, None, None)
    on = Wishes(moments=(Moment.ON_DAY,)).altered(off, then)
    assert (on.stopped, on.resumed, on.since) == (at, then, {Moment.ON_DAY: then})
    assert on.altered(on, then + DAY) == on
    moved = Wishes(moments=(Moment.ON_DAY,), at=time(8)).altered(on, then + DAY)
    assert moved.changed == then + DAY
    assert moved.since == on.since
