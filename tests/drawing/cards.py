"""Plans in every state, and their pictures."""

from __future__ import annotations

import dataclasses
from datetime import date

from handlers.picture import Picture
from handlers.planning.progress import progress
from handlers.plans import KeptPlan
from handlers.repayment.events import Cancelled, Confirmed, Created, Event, Happened, Paid, Settled
from handlers.repayment.plan import Fen, Frequency, Instalment, Plan
from handlers.repayment.states import state
from handlers.texts.texts import Texts
from tests.texts.reminding import MADE, ROW

TODAY = date(2026, 11, 25)
FIRST = date(2026, 7, 15)
CANCELLED, WAIVED = Cancelled(), Settled(TODAY)


def whole(row: int) -> Paid:
    return Paid(f"0.{row}", None, FIRST)


def part(row: int, amount: int) -> Paid:
    return Paid(f"0.{row}", Fen(amount), FIRST)


def plan(
    *events: Event,
    rows: int = 12,
    amount: int = 100_000,
    number: int = 1,
    creditor: str | None = "某某银行",
) -> KeptPlan:
    """Monthly from July 2026 on."""
    agreed = tuple(
        Instalment(FIRST.replace(year=2026 + (6 + n) // 12, month=(6 + n) % 12 + 1), Fen(amount))
        for n in range(rows)
    )
    told = (Created(Plan(creditor, None, agreed, Frequency.MONTHLY)), Confirmed(), *events)
    happened = tuple(Happened(f"k{n}", MADE, event) for n, event in enumerate(told))
    return KeptPlan(dataclasses.replace(ROW, number=number), state(happened), happened)


def card(texts: Texts, *kept: KeptPlan, today: date = TODAY) -> Picture:
    made = progress(texts, kept, today)
    assert made is not None
    return made
