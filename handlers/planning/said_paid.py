"""已还 in words: for which instalment and how much; in doubt it is asked and nothing put down.

A button that carries an amount names the delivery that said it: however often it is pressed, and
under whichever plan, it is put down once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from handlers import account, plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.amounts import amounts
from handlers.language.repayment import paying
from handlers.language.repayment.past import Past
from handlers.language.repayment.paying import UNCLEAR, Payment
from handlers.messages import Look, Reply
from handlers.planning import draft as drafts
from handlers.planning import payments
from handlers.planning.draft import Ask
from handlers.planning.which import Choice, choice, is_far, which
from handlers.planning.whose import unknown, whose
from handlers.plans import KeptPlan
from handlers.repayment.plan import Fen
from handlers.repayment.states import RowState
from handlers.texts.paragraphs import button, said

VERB: Final = "plan-paid"
_OF_THE_SUM: Final = re.compile(
    r"(?P<sum>[0-9][0-9.,]*[万千百]?|[一二两三四五六七八九十百千万]{2,})(?:元|块钱?)?的?[那这]一?[笔个]"
)
_OF_THE_DAY: Final = re.compile(r"(?P<day>[0-9]{1,2})[号日]的?[那这]一?[笔个期]")
_LINK: Final = re.compile(r"^[的，,、：:\s]+|^[那这]边的?")


async def note(call: Call, running: list[KeptPlan], words: str | None = None) -> Reply:
    """Put down what he says he has paid of one of these plans, or ask.

    Args:
        words: his, without the plan they name; None for all of them.
    """
    found = await whose(call, running, call.incoming.text if words is None else words)
    running, text = _by_sum(found.plans, found.words)
    told = paying.paid(text)
    if told is None or found.several:
        told = replace(told or paying.somehow(text), unclear=True)
    today = beijing_day(call.row.received_at)
    on = None if told.made is None else told.made.on(today)
    if told.made is not None and on is None:
        told = UNCLEAR  # a day that is not lately, or none at all
    if found.stranger is not None:
        asked = which(call, VERB, _choices(running, told, today), on=on)
        return await unknown(call, found.stranger, asked)
    return await _of_these(call, running, told, on)


async def _of_these(call: Call, running: list[KeptPlan], told: Payment, on: date | None) -> Reply:
    """Put it down for the only instalment it can be, or ask."""
    due, today = told.due, beijing_day(call.row.received_at)
    if due is not None:  # 12月20号的: of those plans that have such an instalment
        running = [one for one in running if _due(one.state.rows, due, today)] or running
    if len(running) > 1:
        return which(call, VERB, _choices(running, told, today), on=on)
    found = meant(running[0], told, today)
    bare = replace(told, made=None) == Payment()
    if found is None or (bare and is_far(call, found[0])):
        return await _how_much(call, running[0], told.amount, on)
    row, amount = found
    if amount is not None and told.is_an_amount:  # said while it is asked how much it was
        row, on = await _asked(call, running[0], row, on)
    return await payments.paid_in_words(
        call,
        f"{plans.handle(running[0].row)}:{row.id}",
        amount,
        on,
        further=told.further or told.counts,
        row_named=told.row is not None or due is not None,
    )


async def _asked(
    call: Call, kept: KeptPlan, row: RowState, on: date | None
) -> tuple[RowState, date | None]:
    """The instalment that is asked about, and the day said before, if it is of this plan."""
    question = await payments.asked_how_much(call)
    if question is None or question.renews != plans.handle(kept.row) or not question.row:
        return row, on
    return kept.state.row(question.row) or row, on or question.on


def _by_sum(running: list[KeptPlan], text: str) -> tuple[list[KeptPlan], str]:
    """The plans that are named by their sum or their day (3000那笔, 20号那期), and the rest."""
    match = _OF_THE_SUM.search(text) or _OF_THE_DAY.search(text)
    fits = [] if match is None else [one for one in running if _is_named(one, match)]
    if match is None or not fits:
        return running, _LINK.sub("", text)
    return fits, _LINK.sub("", text[: match.start()] + text[match.end() :])


def _is_named(kept: KeptPlan, match: re.Match[str]) -> bool:
    state, words = kept.state, match.groupdict()
    if words.get("day"):
        row = state.next_row
        return row is not None and row.instalment.due.day == int(words["day"])
    found = amounts(words["sum"])
    return bool(found) and found[0].fen in {state.plan.total, state.plan.sum, state.balance}


def meant(kept: KeptPlan, told: Payment, today: date) -> tuple[RowState, Fen | None] | None:
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
    if told.due is not None:
        first = _due(rows, told.due, today)
    return None if first is None else _unless_too_much(kept, first, told.amount)


def _numbered(rows: Sequence[RowState], number: int) -> RowState | None:
    return next((row for row in rows if row.number == number), None)


def _due(rows: Sequence[RowState], due: Past, today: date) -> RowState | None:
    """The instalment of that month or day: one that waits before one that is paid, the nearest."""
    fits = [row for row in rows if due.names(row.instalment.due, today)]
    return min(
        fits,
        key=lambda row: (not row.open, abs((row.instalment.due - today).days)),
        default=None,
    )


def _unless_too_much(
    kept: KeptPlan, row: RowState, amount: Fen | None
) -> tuple[RowState, Fen | None] | None:
    """More than all that is left is a slip of the pen, or another debt."""
    too_much = amount is not None and amount > kept.state.balance
    return None if too_much and row.open else (row, amount)


def _together(rows: Sequence[RowState]) -> tuple[RowState, Fen | None]:
    waiting = [row for row in rows if row.open]
    return (waiting or rows)[0], Fen(sum(row.open for row in waiting)) if waiting else None


def _choices(running: list[KeptPlan], told: Payment, today: date) -> Iterator[Choice]:
    """An instalment of each plan, with what was said of it where that is clear."""
    for one in running:
        row, amount = meant(one, told, today) or (one.state.next_row, None)
        if row is not None and told.unclear:
            amount = told.amount or row.open  # said on the button: it may not be what he meant
        if row is not None:
            yield one, row, amount


async def _how_much(call: Call, kept: KeptPlan, amount: Fen | None, on: date | None) -> Reply:
    """Ask; a number typed next is what was paid, unless another question is open.

    Args:
        amount: what his words seem to say.
    """
    texts, row = call.desk.texts, kept.state.next_row
    if row is None:
        return account.stale_button(texts)
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if open_one is None or open_one.asks is Ask.PAID:
        await payments.ask_amount(call, kept, row, on=on, resumed=True)
    everything = choice(call, VERB, (kept, row, kept.state.balance), on=on)
    return Reply(
        (
            said(texts, "controls.how_much", look=Look.LEAD),
            said(texts, "agree.aside", look=Look.SMALL),
        ),
        (
            *(choice(call, VERB, (kept, row, fen), on=on) for fen in _amounts(kept, row, amount)),
            button(texts, "plan_settle", everything.action),
        ),
    )


def _amounts(kept: KeptPlan, row: RowState, amount: Fen | None) -> tuple[Fen, ...]:
    """What is offered: what was said, if it can be, and what is open of the instalment."""
    said_so = amount is not None and row.open != amount <= kept.state.balance
    return (amount, row.open) if said_so and amount is not None else (row.open,)
