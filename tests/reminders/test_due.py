"""When a plan is spoken of: 31st, 29 February, the turn of the year, zones, quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import wishes as wishing
from handlers.repayment.due import CHECK, row_of, wanted
from handlers.repayment.events import (
    Cancelled,
    Confirmed,
    Created,
    Event,
    Happened,
    Muted,
    Paid,
    Renegotiated,
    Snoozed,
    Unmuted,
)
from handlers.repayment.plan import Fen, Plan
from handlers.repayment.reminding import Moment
from handlers.repayment.schedule import months
from handlers.repayment.states import PlanState, state
from handlers.wishes import Wishes
from tests.reminders.watch import a_plan, beijing

CONFIRMED = beijing(date(2026, 1, 5), time(12))


def told(plan: Plan, *events: Event) -> PlanState:
    everything = (Created(plan), Confirmed(), *events)
    return state(Happened(f"k{n}", CONFIRMED, event) for n, event in enumerate(everything))


def days(plan: Plan, moment: Moment, wishes: Wishes | None = None) -> list[str]:
    found = wanted(told(plan), wishes or Wishes())
    return [
        at.astimezone((wishes or Wishes()).tz).strftime("%Y-%m-%d %a %H:%M")
        for key, at in found.items()
        if key.endswith(moment.value)
    ]


def test_the_thirty_first_clamps_and_comes_back() -> None:
    rows = a_plan(*islice(months(date(2027, 12, 31)), 4))
    assert days(rows, Moment.ON_DAY) == [
        "2027-12-31 Fri 09:00",
        "2028-01-31 Mon 09:00",
        "2028-02-29 Tue 09:00",
        "2028-03-31 Fri 09:00",
    ]
    assert days(rows, Moment.ONE_BEFORE) == [
        "2027-12-30 Thu 09:00",
        "2028-01-30 Sun 09:00",
        "2028-02-28 Mon 09:00",
        "2028-03-30 Thu 09:00",
    ]


def test_the_turn_of_the_year_and_a_leap_day() -> None:
    assert days(a_plan(date(2027, 1, 1)), Moment.THREE_BEFORE) == ["2026-12-29 Tue 09:00"]
    assert days(a_plan(date(2028, 3, 1)), Moment.ONE_BEFORE) == ["2028-02-29 Tue 09:00"]
    assert days(a_plan(date(2028, 2, 29)), Moment.AFTER_MISS) == ["2028-03-01 Wed 09:00"]


def test_a_holiday_moves_nothing() -> None:
    assert days(a_plan(date(2026, 2, 17)), Moment.ON_DAY) == ["2026-02-17 Tue 09:00"]


def test_each_can_be_switched_off() -> None:
    plan = a_plan(date(2026, 3, 10))
    for moment in Moment:
        left = tuple(one for one in Moment if one is not moment)
        found = wanted(told(plan), Wishes(moments=left))
        assert sorted(found) == sorted(f"0.0:{one.value}" for one in left)
    assert wanted(told(plan), Wishes(moments=())) == {}


def test_what_is_past_when_it_is_agreed_is_not_brought_up() -> None:
    found = wanted(told(a_plan(date(2026, 1, 6))), Wishes())
    assert sorted(found) == ["0.0:after_miss", "0.0:on_day"]


def test_nothing_is_said_of_what_is_paid_or_given_up() -> None:
    plan = a_plan(date(2026, 3, 10), date(2026, 4, 10))
    paid = wanted(told(plan, Paid("0.0", None, date(2026, 2, 1))), Wishes())
    assert {row_of(key) for key in paid} == {"0.1"}
    part = wanted(told(plan, Paid("0.0", Fen(1), date(2026, 2, 1))), Wishes())
    assert {row_of(key) for key in part} == {"0.0", "0.1"}
    assert wanted(told(plan, Cancelled()), Wishes()) == {}
    assert wanted(state([Happened("k", CONFIRMED, Created(plan))]), Wishes()) == {}


def test_later_means_later() -> None:
    until = beijing(date(2026, 3, 10), time(18))
    found = wanted(told(a_plan(date(2026, 3, 10)), Snoozed("0.0", until)), Wishes())
    assert found["0.0:later:0"] == until


def silent(plan: Plan, *told: tuple[date, Event]) -> dict[str, datetime]:
    """What waits of a plan to which these things happened at noon of their days."""
    begun = [Happened("a", CONFIRMED, Created(plan)), Happened("b", CONFIRMED, Confirmed())]
    more = [Happened(f"k{n}", beijing(day, time(12)), one) for n, (day, one) in enumerate(told)]
    return wanted(state([*begun, *more]), Wishes())


def test_of_a_plan_that_is_to_be_silent_nothing_is_said() -> None:
    plan = a_plan(date(2026, 3, 10), date(2026, 4, 10))
    until = beijing(date(2026, 3, 9), time(18))
    muted = (date(2026, 2, 1), Muted())
    assert silent(plan, muted) == {}
    assert silent(plan, (date(2026, 1, 31), Snoozed("0.0", until)), muted) == {}
    asked = silent(plan, muted, (date(2026, 2, 2), Snoozed("0.0", until)))
    assert asked == {"0.0:later:0": until}
    paid = [(date(2026, 2, 2), Paid(row, None, date(2026, 2, 2))) for row in ("0.0", "0.1")]
    assert silent(plan, muted, *paid) == {}


def test_what_was_silent_is_spoken_of_again_and_nothing_that_is_over() -> None:
    plan = a_plan(date(2026, 3, 10), date(2026, 4, 10))
    muted, back = (date(2026, 2, 1), Muted()), (date(2026, 4, 8), Unmuted())
    found = silent(plan, muted, back)
    assert {key for key in found if row_of(key) == "0.0"} == {"0.0:after_miss"}
    assert found["0.0:after_miss"] == beijing(date(2026, 4, 8), time(12))
    assert found["0.1:one_before"] == beijing(date(2026, 4, 9))
    assert found["0.1:on_day"] == beijing(date(2026, 4, 10))
    assert silent(plan, muted, (date(2026, 2, 2), Renegotiated(plan)))


@given(st.integers(0, 70), st.integers(0, 70))
def test_silence_that_is_over_before_the_first_reminder_changes_nothing(on: int, off: int) -> None:
    plan = a_plan(date(2026, 6, 10), date(2026, 7, 10))
    first, last = (date(2026, 1, 6) + timedelta(days=one) for one in sorted((on, on + off)))
    assert silent(plan, (first, Muted()), (last, Unmuted())) == silent(plan)


def test_thirty_days_after_the_last_payment() -> None:
    plan = a_plan(date(2026, 3, 10))
    found = wanted(told(plan, Paid("0.0", None, date(2026, 3, 9))), Wishes())
    assert found == {CHECK: beijing(date(2026, 4, 8))}
    assert row_of(CHECK) is None


def test_his_zone_and_his_hour() -> None:
    plan = a_plan(date(2026, 7, 1), date(2026, 12, 1))
    new_york = Wishes(zone="America/New_York", at=time(8, 30))
    assert days(plan, Moment.ON_DAY, new_york) == [
        "2026-07-01 Wed 08:30",
        "2026-12-01 Tue 08:30",
    ]
    found = wanted(told(plan), new_york)
    assert found["0.0:on_day"] == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)  # summer time
    assert found["0.1:on_day"] == datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
    assert wanted(told(plan), Wishes()).keys() == found.keys()


def test_no_such_zone() -> None:
    for zone in ("Asia/Nowhere", "../etc/passwd", ""):
        with pytest.raises(ValueError, match="zone"):
            Wishes(zone=zone)


@pytest.mark.parametrize(
    ("clock", "ends"),
    [
        (time(21, 59), None),
        (time(22), time(8)),
        (time(23, 59), time(8)),
        (time(0), time(8)),
        (time(7, 59), time(8)),
        (time(8), None),
        (time(12), None),
    ],
)
def test_quiet_hours_over_midnight(clock: time, ends: time | None) -> None:
    day = date(2026, 12, 31)
    end = Wishes().quiet_end(beijing(day, clock))
    if ends is None:
        assert end is None
    else:
        assert end == beijing(day + timedelta(days=clock >= time(22)), ends)


def test_quiet_hours_within_a_day_and_none() -> None:
    noon = Wishes(quiet_from=time(12), quiet_until=time(14))
    day = date(2026, 6, 1)
    assert noon.quiet_end(beijing(day, time(13))) == beijing(day, time(14))
    assert noon.quiet_end(beijing(day, time(14))) is None
    assert noon.quiet_end(beijing(day, time(3))) is None
    assert Wishes(quiet_from=time(0), quiet_until=time(0)).quiet_end(beijing(day)) is None


START = datetime(2024, 1, 1, tzinfo=UTC)
clocks = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(
    st.integers(0, 5 * 366 * 24 * 60).map(lambda n: START + timedelta(minutes=n)),
    clocks,
    clocks,
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_quiet_ends_soon_and_outside(
    moment: datetime, quiet_from: time, quiet_until: time, zone: str
) -> None:
    wishes = Wishes(zone=zone, quiet_from=quiet_from, quiet_until=quiet_until)
    end = wishes.quiet_end(moment)
    if end is not None:
        assert moment - timedelta(hours=2) < end <= moment + timedelta(hours=25)
        assert end.astimezone(wishes.tz).time() == quiet_until or "New_York" in zone


def test_wishes_come_back_as_they_were() -> None:
    wishes = Wishes(
        zone="Europe/Paris",
        moments=(Moment.ON_DAY,),
        at=time(7),
        quiet_from=time(21, 30),
        quiet_until=time(6),
        neutral=True,
        door="telegram",
        mail=True,
    )
    assert wishing.from_bytes(wishing.to_bytes(wishes)) == wishes
    assert wishing.from_bytes(wishing.to_bytes(Wishes())) == Wishes()
