"""A plan as words for others: what its payments come to, and that nothing in it is held back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.desk import build_desk
from bot.settings import Settings
from handlers.money.fen import yuan
from handlers.planning.handing import handed
from handlers.plans import KeptPlan
from handlers.repayment.events import Created, Event, Happened, Paid, Renegotiated, Undone
from handlers.repayment.paid import payments
from handlers.repayment.plan import Fen
from handlers.repayment.states import state
from handlers.texts.texts import Texts
from tests.reminders.watch import a_plan
from tests.texts.gallery import gallery
from tests.texts.reminding import ROW

DUE = date(2026, 12, 15)
TEXTS = Texts.load()
START = datetime(2026, 1, 5, 4, tzinfo=UTC)


def test_nothing_of_it_is_held_back_by_the_citation_gate() -> None:
    desk = build_desk(Settings(operator="测试的人"))
    for reply in gallery(desk.texts)["plans-handed-over"].values():
        assert desk.gate.passed(desk.texts, reply) == reply


@given(
    amounts=st.lists(st.integers(1, 500), min_size=1, max_size=4),
    pays=st.lists(
        st.tuples(st.integers(0, 4), st.none() | st.integers(1, 900), st.booleans()), max_size=6
    ),
    renewed=st.integers(0, 6),
)
def test_the_payments_come_to_what_is_said_to_be_paid(
    amounts: list[int], pays: list[tuple[int, int | None, bool]], renewed: int
) -> None:
    days = [DUE + timedelta(days=30 * number) for number in range(len(amounts))]
    plan = a_plan(*days, amounts=amounts)
    events: list[Event] = [Created(plan, confirmed=True)]
    for place, (row, fen, mistaken) in enumerate(pays):
        if place == renewed:
            events.append(Renegotiated(plan))
        revision = int(place >= renewed)
        events.append(Paid(f"{revision}.{row}", None if fen is None else Fen(fen), DUE))
        if mistaken:
            events.append(Undone(f"k{len(events) - 1}"))
    happened = tuple(Happened(f"k{n}", START, event) for n, event in enumerate(events))
    found = KeptPlan(ROW, state(happened), happened)
    assert sum(one.fen for one in payments(found.happened)) == found.state.paid
    text = handed(TEXTS, found, [], START).text
    assert f"一共 {yuan(found.state.paid)} 元，还差 {yuan(found.state.balance)} 元" in text
