"""Days and amounts: clamping that goes back, sums that are the total, reminders in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.beijing import beijing_day
from handlers.repayment import schedule
from handlers.repayment.plan import Fen, Frequency, Instalment, Plan
from handlers.repayment.reminding import Moment, reminders

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


def test_the_31st_clamps_and_comes_back() -> None:
    days = list(islice(schedule.months(date(2027, 12, 31)), 5))
    assert [day.isoformat() for day in days] == [
        "2027-12-31",
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
        "2028-04-30",
    ]


def test_a_clamped_first_day_goes_back_to_the_stated_one() -> None:
    days = list(islice(schedule.months(date(2027, 2, 28), 30), 3))
    assert days == [date(2027, 2, 28), date(2027, 3, 30), date(2027, 4, 30)]


def test_the_months_end_is_the_last_day_of_each() -> None:
    days = list(islice(schedule.months(schedule.next_on("last", date(2027, 1, 31)), "last"), 3))
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


@given(DAYS, st.integers(1, 31), st.integers(1, 12))
def test_months_step_evenly_and_never_leave_the_stated_day(
    start: date, day: int, step: int
) -> None:
    first = schedule.next_on(day, start)
    assert start <= first <= start + timedelta(days=31)
    for before, after in pairwise(islice(schedule.months(first, day, step=step), 30)):
        gap = (after.year - before.year) * 12 + after.month - before.month
        assert gap == step
        assert after.day == day or (after + timedelta(days=1)).day == 1


@given(DAYS, st.sets(st.integers(1, 7), min_size=1), st.integers(1, 4))
def test_weekdays_are_the_stated_ones(start: date, days: set[int], weeks: int) -> None:
    found = list(islice(schedule.weekdays(tuple(days), start, weeks=weeks), 20))
    assert found[0] >= start
    assert all(day.isoweekday() in days for day in found)
    assert all(before < after for before, after in pairwise(found))
    assert {
        (day - timedelta(days=day.weekday()) - start + timedelta(days=start.weekday())).days
        % (7 * weeks)
        for day in found
    } == {0}


@given(DAYS, st.sets(st.integers(1, 31), min_size=1, max_size=4))
def test_several_days_a_month_come_in_order(start: date, days: set[int]) -> None:
    found = list(islice(schedule.month_days(tuple(days), start), 24))
    assert all(before < after for before, after in pairwise(found))
    assert found[0] >= start


@given(st.integers(1, 10**9), st.integers(1, 600))
def test_equal_parts_add_up(total: int, parts: int) -> None:
    if parts > total:
        with pytest.raises(ValueError, match="splits"):
            schedule.split(Fen(total), parts)
        return
    amounts = schedule.split(Fen(total), parts)
    assert sum(amounts) == total
    assert len(amounts) == parts
    assert set(amounts[:-1]) <= {total // parts}
    assert 0 <= amounts[-1] - total // parts < parts


@given(st.integers(1, 10**7), st.integers(10**4, 10**6))
def test_paying_until_it_is_paid_adds_up(total: int, each: int) -> None:
    amounts = schedule.until_paid(Fen(total), Fen(each))
    assert sum(amounts) == total
    assert set(amounts[:-1]) <= {each}
    assert 0 < amounts[-1] <= each


def plan(*amounts: int) -> Plan:
    days = schedule.months(date(2026, 12, 8))
    rows = schedule.rows(days, [Fen(amount) for amount in amounts])
    return Plan("某平台", None, rows, Frequency.MONTHLY, due_day=8)


def test_the_regular_amount_stays_when_only_the_last_differs() -> None:
    assert plan(100, 100, 90).amount_each == 100
    assert plan(100, 90, 100).amount_each is None
    assert plan(90).amount_each == 90
    assert plan(100, 100, 90).sum == 290


def test_a_plan_without_rows_or_with_rows_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        plan()
    late = Instalment(date(2027, 6, 1), Fen(5))
    with pytest.raises(ValueError, match="order"):
        Plan(None, None, plan(1).instalments, Frequency.MONTHLY, down_payment=late)
    with pytest.raises(ValueError, match="more than nothing"):
        Instalment(date(2027, 6, 1), Fen(0))


def test_reminders_speak_at_nine_three_days_one_day_and_on_the_day() -> None:
    now = datetime(2026, 12, 6, 0, 0, tzinfo=UTC)
    first, second, *rest = reminders(plan(100, 100).rows, after=now)
    assert first.at == datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
    assert (first.moment, first.row) == (Moment.ONE_BEFORE, 0)
    assert (second.moment, second.at) == (Moment.ON_DAY, datetime(2026, 12, 8, 1, tzinfo=UTC))
    assert [one.row for one in rest] == [1, 1, 1]


@given(DAYS, st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Urumqi"]))
def test_reminders_keep_to_the_clock_of_the_person(due: date, zone: str) -> None:
    row = Instalment(due, Fen(1))
    past = datetime(2020, 1, 1, tzinfo=UTC)
    found = reminders([row], after=past, moments=Moment, zone=ZoneInfo(zone))
    assert [one.moment for one in found] == list(Moment)
    local = [one.at.astimezone(ZoneInfo(zone)) for one in found]
    assert {(one.hour, one.minute) for one in local} == {(9, 0)}
    assert [(due - beijing_day(one.at)).days for one in found] == [3, 1, 0, -1]
