"""Legal deadlines: counted as the court counts, kept, spoken of loudly."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import deadlines, wishes
from handlers.calendar.holidays import Holidays
from handlers.deadlines import Served, Step
from handlers.ports import Chance
from handlers.wishes import Wishes
from tests.reminders.watch import DAY, beijing, watch

HOLIDAYS = Holidays.load()


@pytest.mark.parametrize(
    ("served", "last"),
    [
        (date(2026, 11, 24), date(2026, 12, 9)),  # day one is the 25th
        (date(2026, 11, 27), date(2026, 12, 14)),  # the fifteenth day is a Saturday
        (date(2026, 2, 2), date(2026, 2, 24)),  # in the spring holidays
        (date(2026, 1, 30), date(2026, 2, 14)),  # a Saturday that is worked
        (date(2026, 9, 16), date(2026, 10, 8)),  # 1 October
        (date(2026, 4, 20), date(2026, 5, 6)),
        (date(2024, 2, 14), date(2024, 2, 29)),
        (date(2025, 12, 17), date(2026, 1, 4)),  # over the year's end; that Sunday is worked
    ],
)
def test_the_fifteen_days(served: date, last: date) -> None:
    (found,) = deadlines.deadlines(Served(Step.ANSWER, served), HOLIDAYS)
    assert (found.last, found.published) == (last, True)
    assert found.moved == (last != served + timedelta(days=15))


def test_where_holidays_are_unknown_nothing_is_moved() -> None:
    for served in (date(2027, 1, 22), date(2026, 12, 18)):
        (found,) = deadlines.deadlines(Served(Step.OBJECTION, served), HOLIDAYS)
        assert found.last == served + timedelta(days=15)
        assert (found.moved, found.published) == (False, False)


def test_a_summons_with_a_hearing_is_two_deadlines() -> None:
    served = Served(Step.ANSWER, date(2026, 11, 24), hearing=date(2026, 12, 20))
    answer, hearing = deadlines.deadlines(served, HOLIDAYS)
    assert (answer.step, hearing.step) == (Step.ANSWER, Step.HEARING)
    assert hearing.last == date(2026, 12, 20)
    with pytest.raises(ValueError, match="without a day"):
        deadlines.deadlines(Served(Step.HEARING), HOLIDAYS)


@given(st.dates(date(2024, 1, 1), date(2026, 11, 30)))
def test_never_too_late_and_never_on_a_day_off(served: date) -> None:
    (found,) = deadlines.deadlines(Served(Step.ANSWER, served), HOLIDAYS)
    fifteenth = served + timedelta(days=15)
    assert found.last >= fifteenth
    if found.published:
        assert HOLIDAYS.is_working_day(found.last)
        between = (found.last - fifteenth).days
        assert not any(HOLIDAYS.is_working_day(fifteenth + n * DAY) for n in range(between))


@given(
    st.sampled_from(Step),
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.none() | st.text(max_size=9),
)
def test_a_deadline_comes_back_as_it_was(step: Step, day: date, court: str | None) -> None:
    served = Served(step, day, day, court, "（2026）某民初1号", 7)
    for one in deadlines.deadlines(served, HOLIDAYS):
        assert deadlines.from_bytes(deadlines.to_bytes(one)) == one


async def test_it_is_said_five_times_on_every_door_until_it_is_done(tmp_path: Path) -> None:
    served = Served(Step.ANSWER, date(2026, 11, 24))
    (deadline,) = deadlines.deadlines(served, HOLIDAYS)
    made = beijing(date(2026, 11, 25), time(12))
    async with watch(tmp_path, made, local=Chance.UNSEEN) as home:
        row = await home.person(door="local")
        async with home.store.transaction() as change:
            mail = await change.add_door(row.person, "email", "a@example.org")
            await wishes.write(change, row.ledger, Wishes(mail=True))
            keep = partial(deadlines.keep, change, row.ledger, deadline, Wishes())
            kept = await keep(key="event:1", at=made)
            assert await keep(key="event:1", at=made) == kept
        heard = []
        for ahead in range(13, 0, -1):
            day = deadline.last - ahead * DAY
            heard += [(ahead, reply) for reply in await home.at(beijing(day), row)]
        assert [ahead for ahead, _ in heard] == [7, 3, 2, 1]
        assert all(reply.grave for _, reply in heard)
        async with home.store.snapshot() as view:
            copies = await view.outbox_of(mail, 99)
            assert len(copies) == 4
            assert all(one.urgent for one in copies)
        async with home.store.transaction() as change:
            await deadlines.done(change, kept, key="event:2", at=home.clock.at)
        assert await home.at(beijing(deadline.last), row) == []


async def test_known_on_the_last_day_it_is_said_at_once(tmp_path: Path) -> None:
    served = Served(Step.ANSWER, date(2026, 11, 24))
    (deadline,) = deadlines.deadlines(served, HOLIDAYS)
    made = beijing(deadline.last, time(15))
    async with watch(tmp_path, made) as home:
        row = await home.person()
        async with home.store.transaction() as change:
            await deadlines.keep(change, row.ledger, deadline, Wishes(), key="k", at=made)
        (reply,) = await home.at(made, row)
        assert reply.segments[0].text.startswith("今天（12月9日星期三）是最后一天")
