"""Caps, overdue charges, compounding, the order of payment, limitation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.money import caps, limitation, overdue, received, setoff
from handlers.money.caps import NEW_RULE, Cap, Regime, cap, interest_at, regime
from handlers.money.cost import by_periods, cost
from handlers.money.errors import Unusable
from handlers.money.fen import Fen, to_fen
from handlers.money.limitation import Event, Happened, years_later
from handlers.money.limitation import limitation as limited
from handlers.money.overdue import Claim, compounding
from handlers.money.protected import protected
from handlers.money.setoff import Debt, Owed, among, within

RATES = RateBook.load()
TODAY = date(2026, 11, 25)
fens = st.integers(0, 10**9).map(Fen)
rates = st.decimals(0, 60, places=2)
moments = st.dates(date(2020, 1, 1), date(2027, 1, 1))


def on(day: str, under: Regime = Regime.PRIVATE, last: str = "", asked: date = TODAY) -> Cap:
    first = date.fromisoformat(day)
    return cap(RATES, under, first, date.fromisoformat(last) if last else first, asked)


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2020-08-20", "15.4"),
        ("2021-12-19", "15.4"),
        ("2021-12-20", "15.2"),
        ("2022-03-01", "14.8"),
        ("2023-08-20", "14.2"),
        ("2023-08-21", "13.8"),
        ("2024-09-15", "13.4"),
        ("2024-10-20", "13.4"),
        ("2024-10-21", "12.4"),
        ("2025-05-20", "12"),
    ],
)
def test_private_lenders_are_capped_by_the_day_of_the_contract(day: str, percent: str) -> None:
    found = on(day)
    assert found.lowest == found.highest == Decimal(percent)
    assert found.on_request is None
    assert not found.old
    assert found.rules[0] == "JI-MJ-25"


def test_a_month_in_which_the_rate_changed_has_two_caps() -> None:
    found = on("2024-10-01", last="2024-10-31")
    assert (found.lowest, found.highest) == (Decimal("12.4"), Decimal("13.4"))


@pytest.mark.parametrize("under", [Regime.LICENSED, Regime.LOCAL])
def test_licensed_and_local_lenders_are_not_under_four_times(under: Regime) -> None:
    found = on("2024-09-01", under)
    assert found.lowest is found.highest is None
    assert found.on_request == 24
    assert "JI-MJ-25" not in found.rules
    assert "JO-24" in found.rules


def test_nobody_is_ever_capped_at_36() -> None:
    for under in Regime:
        for day in ("2019-09-01", "2020-08-19", "2021-01-01", "2026-11-01"):
            found = on(day, under)
            assert caps.CRIME not in {found.lowest, found.highest, found.on_request}
            assert "JO-FD" not in found.rules


def test_older_contracts_are_counted_in_two_parts() -> None:
    found = on("2020-08-19")
    assert found.old
    assert found.rules[0] == "JI-MJ-31"
    assert found.highest == 12, "since 2020-08-20 the rate of the day of the suit"
    assert found.unsure
    assert not on("2020-08-20").old
    straddling = on("2020-01-01", last="2020-12-31")
    assert straddling.old
    assert straddling.highest == Decimal("15.4")


def test_before_the_new_rule_nobody_could_be_told_of_it() -> None:
    found = on("2020-03-01", asked=date(2020, 8, 19))
    assert found.lowest is None
    assert found.old


def test_an_unknown_day_gives_no_figure_and_half_a_day_is_refused() -> None:
    assert cap(RATES, Regime.PRIVATE, None, None, TODAY).highest is None
    with pytest.raises(Unusable):
        cap(RATES, Regime.PRIVATE, TODAY, None, TODAY)
    with pytest.raises(Unusable):
        cap(RATES, Regime.PRIVATE, TODAY, NEW_RULE, TODAY)


def test_every_kind_of_lender_has_a_regime_and_every_rule_exists() -> None:
    book = LawBook.load()
    lenders = {lender.id for lender in RouteBook.load(book).lenders}
    assert set(caps._REGIMES) <= lenders
    assert {regime(name) for name in lenders} == set(Regime)
    assert regime(None) is Regime.UNKNOWN
    cited: set[str] = {rule for under in Regime for rule in on("2020-01-01", under).rules}
    cited |= {*received.RULES, *overdue.RULES, *overdue.COMPOUNDING_RULES}
    cited |= {*setoff.WITHIN_RULES, *setoff.AMONG_RULES}
    cited |= {rule for rules in limitation._RULES.values() for rule in rules}
    cited |= {"CC-188", "CC-189", "CC-192", "JI-SS-19"}
    assert cited <= book.ids


@given(stated=fens, kept=fens)
def test_what_was_kept_back_is_no_principal(stated: Fen, kept: Fen) -> None:
    found = received.principal(Fen(stated + kept), stated)
    assert (found.counted, found.kept_back) == (stated, kept)


def test_nobody_receives_more_than_the_loan() -> None:
    with pytest.raises(Unusable):
        received.principal(Fen(1), Fen(2))


@given(principal=fens, percent=rates, late=st.integers(0, 4000), parts=st.tuples(fens, fens, fens))
def test_overdue_charges_together_never_exceed_the_ceiling(
    principal: Fen, percent: Decimal, late: int, parts: tuple[Fen, Fen, Fen]
) -> None:
    due = date(2024, 2, 29)
    found = overdue.overdue(principal, percent, due, due + timedelta(days=late), Claim(*parts))
    assert found.allowed <= found.ceiling
    assert found.allowed + found.above == found.claimed == sum(parts)
    assert found.above >= 0
    longer = overdue.overdue(principal, percent, due, due + timedelta(days=late + 1), Claim(*parts))
    assert longer.allowed >= found.allowed


@given(principal=fens, percent=rates, days=st.integers(0, 4000), claimed=fens)
def test_interest_on_interest_ends_at_the_ceiling(
    principal: Fen, percent: Decimal, days: int, claimed: Fen
) -> None:
    first = date(2021, 1, 1)
    found = compounding(principal, percent, first, first + timedelta(days=days), claimed)
    assert found.allowed == min(claimed, found.ceiling)
    assert found.ceiling >= principal


def test_ceilings_refuse_impossible_arguments() -> None:
    with pytest.raises(Unusable):
        interest_at(Fen(1), Decimal(1), TODAY, NEW_RULE)
    with pytest.raises(Unusable):
        overdue.overdue(Fen(1), Decimal(-1), NEW_RULE, TODAY, Claim(Fen(0), Fen(0), Fen(0)))
    with pytest.raises(Unusable):
        compounding(Fen(1), Decimal(-1), NEW_RULE, TODAY, Fen(0))
    with pytest.raises(Unusable):
        compounding(Fen(1), Decimal(1), NEW_RULE, TODAY, Fen(-1))


@given(payment=fens, costs=fens, interest=fens, principal=fens)
def test_a_payment_goes_to_costs_then_interest_then_principal(
    payment: Fen, costs: Fen, interest: Fen, principal: Fen
) -> None:
    owed = Owed(costs, interest, principal)
    split = within(payment, owed)
    assert split.paid.total + split.left_over == payment
    assert split.paid.interest == 0 or split.paid.costs == costs
    assert split.paid.principal == 0 or split.paid.interest == interest
    assert split.left_over == 0 or split.paid == owed


debts = st.lists(
    st.builds(
        Debt,
        name=st.text("甲乙丙丁", min_size=1, max_size=3),
        due=moments,
        secured=st.integers(0, 3).map(Fen),
        burden=st.integers(0, 3).map(Decimal),
        owed=st.integers(0, 1000).map(Fen),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda debt: debt.name,
)


@given(payment=st.integers(0, 4000).map(Fen), owing=debts, chosen=st.integers(0, 5))
def test_among_debts_the_designated_comes_first_and_nothing_is_lost(
    payment: Fen, owing: list[Debt], chosen: int
) -> None:
    named = owing[chosen].name if chosen < len(owing) else None
    got = among(payment, owing, TODAY, named)
    assert sum(got.values()) == min(payment, sum(debt.owed for debt in owing))
    assert all(0 <= got[debt.name] <= debt.owed for debt in owing)
    if named is not None:
        assert got[named] == min(payment, owing[chosen].owed)
    elif any(got[d.name] for d in owing if d.due > TODAY):
        assert all(got[d.name] == d.owed for d in owing if d.due <= TODAY)


def debt(name: str, due: str, secured: int = 0, burden: int = 0, owed: int = 1000) -> Debt:
    return Debt(name, date.fromisoformat(due), to_fen(secured), Decimal(burden), to_fen(owed))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (debt("到期的", "2026-01-01", secured=9), debt("没到期的", "2027-01-01")),
        (debt("没担保的", "2026-02-01"), debt("有担保的", "2026-01-01", secured=1000)),
        (debt("负担重的", "2026-02-01", burden=24), debt("负担轻的", "2026-01-01", burden=12)),
        (debt("先到期的", "2026-01-01"), debt("后到期的", "2026-02-01")),
    ],
)
def test_the_order_of_the_code_when_nothing_was_said(first: Debt, second: Debt) -> None:
    got = among(to_fen(1000), [second, first], TODAY)
    assert got == {first.name: to_fen(1000), second.name: 0}


def test_equal_debts_share_in_proportion() -> None:
    got = among(
        Fen(100), [debt("甲", "2026-01-01", owed=1), debt("乙", "2026-01-01", owed=2)], TODAY
    )
    assert got == {"甲": 34, "乙": 66}


def test_designating_no_debt_of_ours_is_refused() -> None:
    with pytest.raises(Unusable):
        among(Fen(1), [debt("甲", "2026-01-01")], TODAY, "丁")


def happened(day: str, event: Event = Event.DEMAND) -> Happened:
    return Happened(date.fromisoformat(day), event)


def test_three_years_from_the_day_it_was_due() -> None:
    found = limited([date(2023, 3, 1)], [], TODAY)
    assert found.last == date(2026, 3, 1)
    assert found.over
    assert found.rules == ("CC-188",)
    assert not limited([date(2023, 3, 1)], [], date(2026, 3, 1)).over


def test_instalments_count_from_the_last_one() -> None:
    found = limited([date(2023, 3, 1), date(2024, 3, 1)], [], TODAY)
    assert found.last == date(2027, 3, 1)
    assert "CC-189" in found.rules


def test_a_leap_day_ends_on_the_last_of_february() -> None:
    assert limited([date(2024, 2, 29)], [], TODAY).last == date(2027, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(days=st.lists(st.dates(date(2023, 3, 1), date(2026, 2, 28)), min_size=1, max_size=8))
def test_the_last_interruption_wins(days: list[date]) -> None:
    found = limited([date(2023, 3, 1)], [Happened(day, Event.DEMAND) for day in days], TODAY)
    assert found.since == max(days)
    assert found.last == years_later(max(days), 3)
    assert found.interrupted == Happened(max(days), Event.DEMAND)


@given(
    due=st.dates(date(2018, 1, 1), date(2024, 1, 1)),
    days=st.lists(st.dates(date(2018, 1, 1), date(2030, 1, 1)), max_size=8),
    one=st.dates(date(2018, 1, 1), date(2030, 1, 1)),
)
def test_a_demand_more_never_ends_the_period_earlier(
    due: date, days: list[date], one: date
) -> None:
    events = [Happened(day, Event.DEMAND) for day in days]
    with_one = [*events, Happened(one, Event.DEMAND)]
    assert limited([due], with_one, TODAY).last >= limited([due], events, TODAY).last


def test_a_demand_after_the_end_interrupts_nothing() -> None:
    found = limited([date(2020, 1, 1)], [happened("2024-01-01")], TODAY)
    assert found.last == date(2023, 1, 1)
    assert found.over
    assert not found.waived


@pytest.mark.parametrize("event", [Event.PROMISE, Event.PAYMENT])
def test_a_promise_after_the_end_may_give_the_defence_away(event: Event) -> None:
    found = limited([date(2020, 1, 1)], [happened("2024-01-01", event)], TODAY)
    assert found.waived
    assert {"CC-192", "JI-SS-19"} <= set(found.rules)


def test_what_comes_after_the_day_asked_or_before_it_was_due_is_left_out() -> None:
    events = [happened("2022-12-31"), happened("2026-02-01")]
    assert limited([date(2023, 3, 1)], events, date(2026, 1, 1)).interrupted is None


def test_twenty_years_are_the_end() -> None:
    events = [Happened(date(year, 1, 1), Event.DEMAND) for year in range(2020, 2042, 2)]
    assert limited([date(2018, 1, 1)], events, date(2041, 1, 1)).last == date(2038, 1, 1)


def test_older_debts_and_no_debts_are_refused() -> None:
    with pytest.raises(Unusable):
        limited([date(2017, 9, 30)], [], TODAY)
    with pytest.raises(Unusable):
        limited([], [], TODAY)


@settings(max_examples=60)
@given(
    got=st.integers(100_00, 10_000_000).map(Fen),
    paid=st.lists(st.integers(0, 1_000_000).map(Fen), min_size=1, max_size=12),
    percent=rates,
)
def test_at_the_cap_nobody_pays_more_than_the_cap(
    got: Fen, paid: list[Fen], percent: Decimal
) -> None:
    assume(sum(paid) >= got)
    flows = by_periods(got, paid, Decimal(12))
    found = protected(flows, percent)
    assert found.total == got + found.interest
    assert found.above == max(0, sum(paid) - found.total)
    assert (found.cleared is None) or found.above >= 0
    if found.above > 1:
        assert cost(flows).simple > percent - Decimal("0.0001")
