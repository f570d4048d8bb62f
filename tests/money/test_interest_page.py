"""Every worked table of docs/interest.md, executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.law.rates import RateBook
from handlers.money import caps, overdue, received, setoff
from handlers.money.cost import Flow, Payment, by_days, by_periods, cost
from handlers.money.fen import Fen, to_fen, yuan
from handlers.money.limitation import Event, Happened, limitation
from handlers.money.protected import protected
from handlers.money.setoff import Debt, Owed
from handlers.money.stated import stated_rate

PAGE = Path(__file__).parents[2] / "docs" / "interest.md"
TODAY = date(2026, 11, 25)
RATES = RateBook.load()
NONE = "—"
Row = tuple[str, ...]
_TABLE = re.compile(r"<!-- (\w+) -->\n\|.*\|\n\|[-|]+\|\n((?:\|.*\|\n?)+)")
_INSTALMENTS = re.compile(r"每月 ([\d.]+) × (\d+)(?:，再 ([\d.]+))?")
_LATER = re.compile(r"(\d+) 天后 ([\d.]+)")


def tables() -> dict[str, list[Row]]:
    found = _TABLE.findall(PAGE.read_text(encoding="utf-8"))
    return {
        name: [
            tuple(cell.strip() for cell in line.strip("|").split("|"))
            for line in body.split("\n")
            if line
        ]
        for name, body in found
    }


TABLES = tables()


ROWS = [(name, row) for name, body in TABLES.items() for row in body]


def flows(got: str, paid: str) -> tuple[Flow, ...]:
    if later := _LATER.fullmatch(paid):
        return by_periods(to_fen(got), [to_fen(later[2])], Decimal(365) / int(later[1]))
    if level := _INSTALMENTS.fullmatch(paid):
        parts = [to_fen(level[1])] * int(level[2]) + ([to_fen(level[3])] if level[3] else [])
        return by_periods(to_fen(got), parts, Decimal(12))
    return by_days([payment(got)], [payment(one) for one in paid.split("，")])


def payment(words: str) -> Payment:
    day, amount = words.split(" ")
    return Payment(date.fromisoformat(day), to_fen(amount))


def two(value: Decimal) -> str:
    return f"{value:.2f}"


def of_cost(got: str, paid: str, simple: str, compound: str) -> None:
    found = cost(flows(got, paid))
    assert two(found.simple) == simple
    assert found.compound is not None
    shown, told = float(found.compound), float(compound)
    assert abs(shown - told) < max(0.006, told * 1e-6)


def of_principal(stated: str, got: str, counted: str, kept: str) -> None:
    found = received.principal(to_fen(stated), to_fen(got))
    assert (yuan(found.counted), yuan(found.kept_back)) == (counted, kept)


def of_cap(day: str, lender: str, four: str, asked: str, old: str) -> None:
    on = date.fromisoformat(day)
    found = caps.cap(RATES, caps.regime(lender), on, on, TODAY)
    assert found.lowest == found.highest == (None if four == NONE else Decimal(four))
    assert found.on_request == (None if asked == NONE else Decimal(asked))
    assert found.old == (old == "是")


def of_protected(*row: str) -> None:
    got, paid, percent, interest, total, cleared, above = row
    found = protected(flows(got, paid), Decimal(percent))
    assert (found.interest, found.total) == (to_fen(interest), to_fen(total))
    assert found.above == to_fen(above)
    assert found.cleared == (None if cleared == NONE else int(cleared))


def of_overdue(*row: str) -> None:
    principal, percent, due, until, interest, penalty, fees, most, above = row
    claim = overdue.Claim(to_fen(interest), to_fen(penalty), to_fen(fees))
    days = date.fromisoformat(due), date.fromisoformat(until)
    found = overdue.overdue(to_fen(principal), Decimal(percent), *days, claim)
    assert (found.ceiling, found.above) == (to_fen(most), to_fen(above))


def of_compounding(*row: str) -> None:
    principal, percent, first, last, claimed, most, above = row
    days = date.fromisoformat(first), date.fromisoformat(last)
    found = overdue.compounding(to_fen(principal), Decimal(percent), *days, to_fen(claimed))
    assert (found.ceiling, found.above) == (to_fen(most), to_fen(above))


def of_within(paid: str, *amounts: str) -> None:
    costs, interest, principal, *rest = map(to_fen, amounts)
    split = setoff.within(to_fen(paid), Owed(costs, interest, principal))
    assert [split.paid.costs, split.paid.interest, split.paid.principal, split.left_over] == rest


def of_among(paid: str, debts: str, named: str, expected: str) -> None:
    owing = []
    for words in debts.split("；"):
        name, due, secured, burden, owed = words.split(" ")
        days = date.fromisoformat(due)
        owing.append(Debt(name, days, to_fen(secured), Decimal(burden), to_fen(owed)))
    got = setoff.among(to_fen(paid), owing, TODAY, None if named == NONE else named)
    assert "；".join(f"{name} {yuan(fen)}" for name, fen in got.items()) == expected


def of_limitation(due: str, events: str, last: str, over: str, waived: str) -> None:
    happened = [] if events == NONE else [one.split(" ") for one in events.split("，")]
    found = limitation(
        [date.fromisoformat(day) for day in due.split("，")],
        [Happened(date.fromisoformat(day), Event(kind)) for day, kind in happened],
        TODAY,
    )
    assert found.last == date.fromisoformat(last)
    assert (found.over, found.waived) == (over == "是", waived == "是")


def of_spoken(words: str, yearly: str) -> None:
    rate = stated_rate(words)
    assert rate is not None
    assert rate.yearly == Decimal(yearly)


CHECKS: Mapping[str, Callable[..., None]] = {
    "cost": of_cost,
    "principal": of_principal,
    "cap": of_cap,
    "protected": of_protected,
    "overdue": of_overdue,
    "compounding": of_compounding,
    "within": of_within,
    "among": of_among,
    "limitation": of_limitation,
    "spoken": of_spoken,
}


@pytest.mark.parametrize(("name", "row"), ROWS, ids=lambda value: str(value)[:40])
def test_a_worked_row_is_what_is_computed(name: str, row: Row) -> None:
    CHECKS[name](*row)


def test_every_table_of_the_page_is_executed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert list(TABLES) == re.findall(r"<!-- (\w+) -->", page) == list(CHECKS)
    assert page.count("\n|---") == len(TABLES), "a table without a name is not executed"
    assert Fen(0) == to_fen("0")
