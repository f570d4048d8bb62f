"""What is asked of running plans: how much is left, what is due when, how much was paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from handlers import plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.repayment.asking import Asked, Question
from handlers.messages import Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning import controls, listing, whose
from handlers.planning.which import named, which_plan
from handlers.plans import KeptPlan
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import RowState
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

MOST: Final = 12
"""Lines; the sum counts all of them."""


async def answer(call: Call, asked: Question | None) -> Reply | None:
    """What the plans say; None where there is none at all."""
    if asked is None:
        return None
    running = await controls.running_plans(call.change, call)
    if not running:
        every = await plans.listed(call.change, call.row.person)
        return await listing.shown(call) if every else None
    owed = await whose.whose(call, running, call.incoming.text)
    if owed.stranger is not None:
        shown = which_plan(call.desk.texts, running, "plan-show")
        return await whose.unknown(call, owed.stranger, shown)
    return told(call.desk.texts, owed.plans, asked, beijing_day(call.row.received_at))


def told(texts: Texts, running: Sequence[KeptPlan], asked: Question, today: date) -> Reply:
    """The answer of some running plans. Pure."""
    lead, *lines = list(_ANSWERS[asked.what](texts, running, asked, today))
    segments = [Segment(lead, look=Look.LEAD)]
    if lines:
        segments.append(Segment("\n".join(lines[:MOST])))
    segments.append(said(texts, "owing.basis", look=Look.SMALL))
    return Reply(tuple(segments), (button(texts, "plan_list", "plans"),))


_Rows = list[tuple[KeptPlan, RowState]]


def _open(running: Sequence[KeptPlan]) -> _Rows:
    """Every row of which something is open, by its day."""
    rows = [(one, row) for one in running for row in one.state.rows if row.open]
    return sorted(rows, key=lambda pair: (pair[1].instalment.due, pair[0].row.number))


def _sum(rows: _Rows) -> str:
    return yuan(sum(row.open for _, row in rows))


def _line(texts: Texts, key: str, kept: KeptPlan, row: RowState) -> str:
    creditor = kept.state.plan.creditor or texts.say("plan.someone")
    when = day_words(texts, row.instalment.due)
    return texts.say(key, date=when, creditor=creditor, money=yuan(row.open))


def _left(texts: Texts, running: Sequence[KeptPlan], _: Question, __: date) -> Iterator[str]:
    yield texts.say("owing.left", money=yuan(sum(one.state.balance for one in running)))
    yield from (_rest(texts, one) for one in running)


def _count(texts: Texts, running: Sequence[KeptPlan], _: Question, __: date) -> Iterator[str]:
    yield from (_rest(texts, one) for one in running)


def _rest(texts: Texts, one: KeptPlan) -> str:
    """How many instalments a plan has left, and how much that is."""
    rows = [row for row in one.state.rows if row.open]
    return texts.say(
        "owing.rest",
        name=named(texts, one),
        count=str(len(rows)),
        date=day_words(texts, max(row.instalment.due for row in rows)),
        money=yuan(one.state.balance),
    )


def _next(texts: Texts, running: Sequence[KeptPlan], _: Question, today: date) -> Iterator[str]:
    rows = _open(running)
    coming = [pair for pair in rows if pair[1].instalment.due >= today]
    if coming:
        yield _line(texts, "owing.next", *coming[0])
    others = {pair[0].row.plan: pair for pair in reversed(coming[1:])}
    first = coming[0][0].row.plan if coming else None
    yield from _late(texts, [pair for pair in rows if pair not in coming])
    rest = sorted(others.values(), key=lambda pair: pair[1].instalment.due)
    yield from (_line(texts, "owing.row", *pair) for pair in rest if pair[0].row.plan != first)


def _late(texts: Texts, rows: _Rows) -> Iterator[str]:
    if rows:
        yield texts.say("owing.late", money=_sum(rows))


def _period(
    texts: Texts, running: Sequence[KeptPlan], asked: Question, today: date
) -> Iterator[str]:
    first, last = asked.first or today, asked.last or today
    rows = _open(running)
    here = [pair for pair in rows if first <= pair[1].instalment.due <= last]
    key = "owing.period" if here else "owing.period_none"
    yield texts.say(key, words=asked.words, **({"money": _sum(here)} if here else {}))
    yield from (_line(texts, "owing.row", *pair) for pair in here)
    before = [pair for pair in rows if pair not in here and pair[1].instalment.due < today]
    yield from _late(texts, before)
    if not here:
        coming = [pair for pair in rows if pair[1].instalment.due >= today]
        yield from (_line(texts, "owing.next", *pair) for pair in coming[:1])


def _paid(texts: Texts, running: Sequence[KeptPlan], _: Question, __: date) -> Iterator[str]:
    yield texts.say("owing.paid", paid=yuan(sum(one.state.paid for one in running)))
    for one in running:
        settled = sum(not row.open for row in one.state.rows)
        yield texts.say(
            "owing.paid_of",
            name=named(texts, one),
            count=str(settled),
            paid=yuan(one.state.paid),
            money=yuan(one.state.balance),
        )


_ANSWERS: Final[
    Mapping[Asked, Callable[[Texts, Sequence[KeptPlan], Question, date], Iterator[str]]]
] = {
    Asked.LEFT: _left,
    Asked.COUNT: _count,
    Asked.NEXT: _next,
    Asked.PERIOD: _period,
    Asked.PAID: _paid,
}
