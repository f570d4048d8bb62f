"""How far plans are, as a picture: the same that the list says in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.money.fen import yuan
from handlers.picture import Mark, Panel, Picture, Square
from handlers.plans import KeptPlan
from handlers.repayment import showing
from handlers.repayment.states import PlanState, PlanStatus, RowState, RowStatus
from handlers.texts.texts import Texts

MOST: Final = 4
"""Plans in one picture; more would be too small on a phone."""
_SHOWN: Final = (PlanStatus.RUNNING, PlanStatus.SETTLED)
_MARKS: Final = {
    RowStatus.PAID: Mark.PAID,
    RowStatus.PART_PAID: Mark.PART,
    RowStatus.LATE: Mark.LATE,
    RowStatus.DUE: Mark.COMING,
}


def progress(texts: Texts, ordered: Sequence[KeptPlan], today: date) -> Picture | None:
    """The plans under way and the settled ones, in the order given; None where there are none."""
    shown = [one for one in ordered if one.state.status in _SHOWN]
    if not shown:
        return None
    panels = tuple(_panel(texts, one, today) for one in shown[:MOST])
    occurring = {square.mark for panel in panels for square in panel.squares}
    more = len(shown) - len(panels)
    return Picture(
        panels=panels,
        legend=tuple(
            (mark, texts.word("progress_mark", mark)) for mark in Mark if mark in occurring
        ),
        rest=texts.say("progress.rest", count=str(more)) if more else "",
        words="\n".join([texts.say("progress.head"), *(_words(texts, panel) for panel in panels)]),
    )


def _panel(texts: Texts, one: KeptPlan, today: date) -> Panel:
    state, number = one.state, str(one.row.number)
    creditor = state.plan.creditor or texts.say("plan.someone")
    late = any(_is_late(state, row, today) for row in state.rows)
    return Panel(
        heading=texts.say("plans.name", number=number, creditor=creditor),
        spare=texts.say("progress.nameless", number=number),
        state=texts.word("progress_state", "late" if late else state.status.value),
        late=late,
        left=(texts.say("progress.left"), texts.say("progress.money", money=yuan(state.balance))),
        paid=(texts.say("progress.paid"), texts.say("progress.money", money=yuan(state.paid))),
        filled=_part(state.paid, state.paid + state.balance),
        squares=tuple(_square(state, row, today) for row in state.rows),
        tally=_tally(texts, state),
        next=_next(texts, state, late=late),
    )


def _is_late(state: PlanState, row: RowState, today: date) -> bool:
    return state.status is PlanStatus.RUNNING and row.status(today) is RowStatus.LATE


def _square(state: PlanState, row: RowState, today: date) -> Square:
    """A settled plan has nothing open, whatever was waived of its rows."""
    if state.status is PlanStatus.SETTLED:
        return Square(Mark.PAID, 100)
    mark, coming = _MARKS[row.status(today)], state.next_row
    if mark is Mark.COMING and coming is not None and row.id == coming.id:
        mark = Mark.NEXT
    return Square(mark, _part(row.paid, row.instalment.amount))


def _tally(texts: Texts, state: PlanState) -> str:
    count = str(len(state.rows))
    if state.status is PlanStatus.SETTLED:
        return texts.say("progress.all", count=count)
    paid = sum(row.open == 0 for row in state.rows)
    return texts.say("progress.tally", count=count, number=str(paid))


def _part(paid: int, whole: int) -> int:
    return 100 if whole <= 0 else min(100 * paid // whole, 100)


def _next(texts: Texts, state: PlanState, *, late: bool) -> str:
    if state.settled_on is not None:
        return texts.say("progress.settled", date=showing.day(texts, state.settled_on))
    row = state.next_row
    if row is None:
        return ""
    when = showing.day(texts, row.instalment.due)
    key = "progress.overdue" if late else "progress.next"
    return texts.say(key, date=when, money=yuan(row.open))


def _words(texts: Texts, panel: Panel) -> str:
    return texts.say(
        "progress.words",
        name=panel.heading,
        words=panel.state,
        paid=panel.paid[1],
        money=panel.left[1],
        line=panel.tally,
    )
