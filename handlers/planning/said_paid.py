"""已还 in words: for which instalment and how much; in doubt it is asked and nothing put down.

A button that carries an amount names the delivery that said it: however often it is pressed, and
under whichever plan, it is put down once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from handlers import account
from handlers.calls import Call
from handlers.language.repayment import paying
from handlers.language.repayment.paying import Payment
from handlers.messages import Look, Reply
from handlers.planning import draft as drafts
from handlers.planning import payments
from handlers.planning.draft import Ask
from handlers.planning.which import Choice, choice, is_far, which
from handlers.plans import KeptPlan
from handlers.repayment.plan import Fen
from handlers.repayment.states import RowState
from handlers.texts.paragraphs import button, said

VERB: Final = "plan-paid"


async def note(call: Call, running: list[KeptPlan]) -> Reply:
    """Put down what he says he has paid of one of these plans, or ask."""
    text = call.incoming.text
    told = paying.paid(text) or paying.somehow(text)
    if len(running) > 1:
        return which(call, VERB, _choices(running, told))
    found = meant(running[0], told)
    if found is None or (told == Payment() and is_far(call, found[0])):
        return await _how_much(call, running[0])
    row, amount = found
    return await payments.paid_in_words(call, f"{running[0].row.number}:{row.id}", amount)


def meant(kept: KeptPlan, told: Payment) -> tuple[RowState, Fen | None] | None:
    """The instalment and how much (None: all that is open of it); None where it must be asked."""
    rows = kept.state.rows
    waiting = [row for row in rows if row.open]
    if told.unclear or not waiting:
        return None
    if told.everything:
        return waiting[0], kept.state.balance
    if told.up_to is not None:
        return _together(rows[: told.up_to]) if told.up_to <= len(rows) else None
    if told.count is not None:
        return _together(waiting[: told.count]) if told.count <= len(waiting) else None
    first = waiting[0] if told.row is None else _numbered(rows, told.row)
    return None if first is None else _unless_too_much(kept, first, told.amount)


def _numbered(rows: Sequence[RowState], number: int) -> RowState | None:
    return next((row for row in rows if row.number == number), None)


def _unless_too_much(
    kept: KeptPlan, row: RowState, amount: Fen | None
) -> tuple[RowState, Fen | None] | None:
    """More than all that is left is a slip of the pen, or another debt."""
    too_much = amount is not None and amount > kept.state.balance
    return None if too_much and row.open else (row, amount)


def _together(rows: Sequence[RowState]) -> tuple[RowState, Fen | None]:
    waiting = [row for row in rows if row.open]
    return (waiting or rows)[0], Fen(sum(row.open for row in waiting)) if waiting else None


def _choices(running: list[KeptPlan], told: Payment) -> Iterator[Choice]:
    """An instalment of each plan, with what was said of it where that is clear."""
    for one in running:
        row, amount = meant(one, told) or (one.state.next_row, None)
        if row is not None:
            yield one, row, amount


async def _how_much(call: Call, kept: KeptPlan) -> Reply:
    """Ask; a number typed next is what was paid, unless another question is open."""
    texts, row = call.desk.texts, kept.state.next_row
    if row is None:
        return account.stale_button(texts)
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if open_one is None or open_one.asks is Ask.PAID:
        await payments.ask_amount(call, kept, row, resumed=True)
    whole = f"{VERB}:{kept.row.number}:{row.id}:{kept.state.balance}:{call.row.id}"
    return Reply(
        (
            said(texts, "controls.how_much", look=Look.LEAD),
            said(texts, "agree.aside", look=Look.SMALL),
        ),
        (
            choice(call, VERB, (kept, row, row.open)),
            button(texts, "plan_settle", whole),
        ),
    )
