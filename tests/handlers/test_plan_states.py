"""What a plan looks like after its events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.repayment import events as happenings
from handlers.repayment.events import (
    Cancelled,
    Confirmed,
    Created,
    Event,
    Happened,
    Hardship,
    Paid,
    Renegotiated,
    Settled,
    Snoozed,
    Undone,
)
from handlers.repayment.plan import Fen, Frequency, Instalment, Plan
from handlers.repayment.states import Later, PlanState, PlanStatus, RowStatus, state

START = datetime(2026, 1, 5, 4, tzinfo=UTC)
DAY = date(2026, 2, 1)


def a_plan(*amounts: int, first: date = date(2026, 1, 31), down: int = 0) -> Plan:
    rows = tuple(
        Instalment(first + timedelta(days=30 * number), Fen(amount))
        for number, amount in enumerate(amounts)
    )
    down_payment = Instalment(first - timedelta(days=10), Fen(down)) if down else None
    return Plan("某某银行", Fen(sum(amounts) + down), rows, Frequency.CUSTOM, down_payment)


def told(*events: Event) -> PlanState:
    return state(
        Happened(f"k{number}", START + timedelta(hours=number), event)
        for number, event in enumerate(events)
    )


def test_a_draft_is_nothing_yet() -> None:
    assert told(Created(a_plan(100))).status is PlanStatus.DRAFT


def test_paid_part_paid_late_and_settled() -> None:
    events: list[Event] = [Created(a_plan(100, 200, 300)), Confirmed(), Paid("0.0", None, DAY)]
    events.append(Paid("0.1", Fen(150), DAY))
    now = told(*events)
    today = date(2026, 2, 1)
    assert [row.status(today) for row in now.rows] == [
        RowStatus.PAID,
        RowStatus.PART_PAID,
        RowStatus.DUE,
    ]
    assert now.rows[1].status(date(2026, 3, 3)) is RowStatus.LATE
    assert now.rows[1].status(now.rows[1].instalment.due) is RowStatus.PART_PAID
    assert (now.balance, now.paid, now.next_row) == (350, 250, now.rows[1])
    done = told(*events, Paid("0.2", Fen(400), DAY))
    assert (done.status, done.settled_on, done.balance) == (PlanStatus.SETTLED, DAY, 0)
    assert (done.over, done.paid) == (50, 650)


def test_a_payment_beyond_its_row_goes_on_to_the_next() -> None:
    now = told(Created(a_plan(100, 200, 300)), Confirmed(), Paid("0.1", Fen(450), DAY))
    assert [row.paid for row in now.rows] == [0, 200, 250]


def test_a_mistake_is_taken_back_even_if_it_settled_everything() -> None:
    now = told(Created(a_plan(100)), Confirmed(), Paid("0.0", None, DAY), Undone("k2"))
    assert (now.status, now.paid, now.balance) == (PlanStatus.RUNNING, 0, 100)


def test_other_rows_are_agreed() -> None:
    other = a_plan(70, 80, first=date(2026, 6, 30))
    now = told(
        Created(a_plan(100, 200)),
        Confirmed(),
        Paid("0.0", Fen(50), DAY),
        Renegotiated(other),
        Paid("0.1", None, DAY),
        Paid("1.0", None, DAY),
    )
    assert now.renegotiated
    assert [row.id for row in now.rows] == ["1.0", "1.1"]
    assert (now.paid, now.balance, now.since) == (120, 80, START + timedelta(hours=3))
    assert now.row("0.0") is None


def test_what_was_said_about_a_row_stays_with_it() -> None:
    later = START + timedelta(days=3)
    now = told(
        Created(a_plan(100, 50, down=10)), Confirmed(), Snoozed("0.1", later), Hardship("0.2")
    )
    assert [(row.later, row.hard) for row in now.rows] == [
        ((), False),
        ((Later(later, START + timedelta(hours=2)),), False),
        ((), True),
    ]
    assert [row.number for row in now.rows] == [1, 2, 3]


def test_given_up_and_settled_by_word() -> None:
    base: tuple[Event, ...] = (Created(a_plan(100, 100)), Confirmed())
    assert told(*base, Cancelled()).status is PlanStatus.CANCELLED
    settled = told(*base, Settled(DAY))
    assert (settled.status, settled.balance) == (PlanStatus.SETTLED, 0)


def test_a_plan_begins_by_being_created() -> None:
    with pytest.raises(ValueError, match="created"):
        told(Confirmed())


amounts = st.lists(st.integers(1, 10**9), min_size=1, max_size=12)
payments = st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(1, 10**9)), max_size=20)


@given(amounts, payments)
def test_no_fen_is_lost(rows: list[int], paid: list[tuple[int, int | None]]) -> None:
    events: list[Event] = [Created(a_plan(*rows)), Confirmed()]
    events += [Paid(f"0.{row}", None if fen is None else Fen(fen), DAY) for row, fen in paid]
    now = told(*events)
    assert sum(row.paid for row in now.rows) + now.over == now.paid
    assert now.balance == sum(rows) - sum(row.paid for row in now.rows)
    assert all(0 <= row.paid <= row.instalment.amount for row in now.rows)
    assert (now.status is PlanStatus.SETTLED) == (now.balance == 0)
    assert now.over == 0 or now.balance == 0


@pytest.mark.parametrize(
    "event",
    [
        Created(a_plan(100, 250, down=7)),
        Confirmed(),
        Paid("0.3", Fen(12345), DAY, evidence=7),
        Paid("0.3", None, DAY),
        Undone("inbox:3"),
        Renegotiated(a_plan(5)),
        Snoozed("0.1", START),
        Hardship("0.1"),
        Settled(DAY),
        Cancelled(),
    ],
)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert happenings.from_bytes(happenings.to_bytes(event)) == event


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(ValueError, match="not known"):
        happenings.from_bytes(b'{"v":1,"event":"forgiven"}')
