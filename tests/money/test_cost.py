"""The annual cost: known formulas, a peer, monotony, and refusals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.money.cost import (
    Flow,
    Payment,
    balance,
    by_days,
    by_periods,
    compound,
    cost,
    simple,
)
from handlers.money.errors import NoSolution, Unusable, Why
from handlers.money.fen import Fen, percent_words, to_fen, yuan

DAY = date(2024, 9, 1)
MONTHS = Decimal(12)
amounts = st.integers(100_00, 200_000_00)
days = st.integers(1, 2000)


def near(one: Decimal | None, other: float | Decimal, within: float = 1e-4) -> bool:
    """Equal to a relative ten-thousandth of a per cent, or as told."""
    assert one is not None
    return abs(float(one) - float(other)) <= within * max(1.0, abs(float(other)))


@given(received=amounts, interest=st.integers(1, 100_000_00), term=days)
def test_a_loan_repaid_at_once_costs_interest_over_principal(
    received: int, interest: int, term: int
) -> None:
    flows = by_days(
        [Payment(DAY, Fen(received))],
        [Payment(DAY + timedelta(days=term), Fen(received + interest))],
    )
    assert near(simple(flows), 100 * interest / received * 365 / term)


@given(
    principal=st.integers(1000_00, 500_000_00), monthly=st.integers(1, 600), n=st.integers(1, 36)
)
def test_level_instalments_cost_twelve_times_the_monthly_rate(
    principal: int, monthly: int, n: int
) -> None:
    rate = monthly / 10_000
    instalment = round(principal * rate / (1 - (1 + rate) ** -n))
    assume(instalment * n > principal)
    flows = by_periods(Fen(principal), [Fen(instalment)] * n, MONTHS)
    # whole fen move the rate a little: by at most half a fen of every instalment
    assert near(simple(flows), 1200 * rate, 1e-3 + 3000 / principal)
    assert near(compound(flows), 100 * ((1 + rate) ** 12 - 1), 1e-3 + 3000 / principal)


@settings(max_examples=60)
@given(
    received=amounts,
    paid=st.lists(
        st.tuples(st.integers(1, 900), st.integers(1, 50_000_00)), min_size=1, max_size=15
    ),
)
def test_the_compound_figure_is_that_of_a_peer(received: int, paid: list[tuple[int, int]]) -> None:
    assume(sum(fen for _, fen in paid) > received)
    payments = [Payment(DAY + timedelta(days=n), Fen(fen)) for n, fen in paid]
    ours = compound(by_days([Payment(DAY, Fen(received))], payments))
    peers = pyxirr.xirr(
        [DAY, *(one.day for one in payments)], [received, *(-one.fen for one in payments)]
    )
    assume(peers is not None and peers < 1e6)
    assert peers is not None
    assert near(ours, peers * 100)


@settings(max_examples=60)
@given(
    received=amounts,
    paid=st.lists(st.integers(1, 50_000_00), min_size=2, max_size=12),
    more=st.integers(1, 10_000_00),
    which=st.integers(0, 11),
)
def test_paying_more_costs_more(received: int, paid: list[int], more: int, which: int) -> None:
    assume(sum(paid) >= received)
    dearer = list(paid)
    dearer[which % len(paid)] += more
    flows = by_periods(Fen(received), [Fen(fen) for fen in paid], MONTHS)
    costlier = by_periods(Fen(received), [Fen(fen) for fen in dearer], MONTHS)
    slack = Decimal("0.00001")
    assert simple(costlier) > simple(flows) - slack * (1 + simple(flows))
    before, after = compound(flows), compound(costlier)
    if before is not None and after is not None:
        assert after > before - slack * (1 + before)


@settings(max_examples=60)
@given(received=amounts, less=st.integers(1, 5_000_00), n=st.integers(1, 24))
def test_receiving_less_costs_more(received: int, less: int, n: int) -> None:
    assume(less < received)
    paid = [Fen(received // n + 1)] * n
    whole = simple(by_periods(Fen(received), paid, MONTHS))
    assert simple(by_periods(Fen(received - less), paid, MONTHS)) > whole


@settings(max_examples=60)
@given(
    received=amounts,
    paid=st.lists(st.integers(1, 50_000_00), min_size=1, max_size=12),
)
def test_at_its_own_rate_an_account_ends_at_nothing(received: int, paid: list[int]) -> None:
    assume(sum(paid) > received)
    flows = by_periods(Fen(received), [Fen(fen) for fen in paid], MONTHS)
    rate = simple(flows) / 100
    around = Decimal("1e-7") * (1 + rate)
    assert balance(flows, rate - around).left <= 0 <= balance(flows, rate + around).left


def test_a_leap_day_counts_as_a_day() -> None:
    year = by_days(
        [Payment(date(2024, 2, 28), to_fen(1000))], [Payment(date(2025, 2, 28), to_fen(1100))]
    )
    assert near(simple(year), 10 * 365 / 366)
    plain = by_days(
        [Payment(date(2025, 2, 28), to_fen(1000))], [Payment(date(2026, 2, 28), to_fen(1100))]
    )
    assert near(simple(plain), 10)
    assert near(compound(plain), 10)


def test_several_receipts_before_the_payments_are_fine() -> None:
    flows = by_days(
        [Payment(DAY, to_fen(1000)), Payment(DAY + timedelta(days=365), to_fen(1000))],
        [Payment(DAY + timedelta(days=730), to_fen(2300))],
    )
    assert near(simple(flows), 10)


REFUSED = [
    (Why.NOTHING_RECEIVED, [], [(30, 100)]),
    (Why.NOTHING_RECEIVED, [(0, 0)], [(30, 100)]),
    (Why.NOTHING_REPAID, [(0, 100)], []),
    (Why.NOTHING_REPAID, [(0, 100)], [(30, 0)]),
    (Why.LESS_THAN_RECEIVED, [(0, 100)], [(30, 99)]),
    (Why.MIXED, [(0, 100), (60, 100)], [(30, 150), (90, 150)]),
    (Why.MIXED, [(10, 100)], [(0, 150)]),
    (Why.SAME_DAY, [(0, 100)], [(0, 150)]),
    (Why.TOO_HIGH, [(0, 100)], [(0, 150), (30, 10)]),
]


@pytest.mark.parametrize(("why", "received", "repaid"), REFUSED)
def test_what_has_no_solution_is_refused_and_says_why(
    why: Why, received: list[tuple[int, int]], repaid: list[tuple[int, int]]
) -> None:
    def payments(pairs: list[tuple[int, int]]) -> list[Payment]:
        return [Payment(DAY + timedelta(days=n), to_fen(amount)) for n, amount in pairs]

    def cost_of() -> None:
        first = min((n for n, _ in (*received, *repaid)), default=0)
        flows = by_days(payments(received), payments(repaid))
        assert flows[0].years <= 0 or first == 0
        cost(flows)

    with pytest.raises(NoSolution) as caught:
        cost_of()
    assert caught.value.why is why


def test_a_figure_beyond_all_sense_is_not_told_as_one() -> None:
    week = by_periods(to_fen(100), [to_fen(10_000)], Decimal(365) / 7)
    assert compound(week) is None
    assert near(simple(week), 9900 * 365 / 7)


def test_amounts_below_nothing_are_refused() -> None:
    with pytest.raises(Unusable):
        by_days([Payment(DAY, Fen(-1))], [])
    with pytest.raises(Unusable):
        by_periods(Fen(100), [Fen(-1)], MONTHS)
    with pytest.raises(Unusable):
        by_periods(Fen(100), [Fen(1)], Decimal(0))
    with pytest.raises(Unusable):
        to_fen("NaN")


def test_flows_are_in_order_and_receipts_first_on_a_day() -> None:
    flows = by_days([Payment(DAY, Fen(5))], [Payment(DAY, Fen(3)), Payment(DAY, Fen(4))])
    assert [flow.fen for flow in flows] == [5, -3, -4]
    assert flows[0] == Flow(Decimal(0), Fen(5))


@pytest.mark.parametrize(
    ("fen", "words"), [(850_000, "8500"), (850_050, "8500.50"), (5, "0.05"), (-150, "-1.50")]
)
def test_yuan_as_people_write_it(fen: int, words: str) -> None:
    assert yuan(fen) == words


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        ("13.40", "13.4"),
        ("12.00", "12"),
        ("68.99886", "69"),
        ("15.25", "15.25"),
        ("0.04", "0.04"),
        ("2607.1428", "2607.1"),
    ],
)
def test_per_cent_as_people_read_it(percent: str, words: str) -> None:
    assert percent_words(Decimal(percent)) == words


@given(yuan_amount=st.decimals(0, 10**9, places=2))
def test_yuan_and_fen_go_both_ways(yuan_amount: Decimal) -> None:
    assert Decimal(yuan(to_fen(yuan_amount))) == yuan_amount
