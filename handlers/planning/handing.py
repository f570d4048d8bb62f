"""A plan as words that a stranger can read: what was agreed, paid, changed, and what proves it.

It is handed over by the borrower himself, to a lender's staff, a mediator, a lawyer. So it says
nothing that he has told the bot alone (that he cannot pay, when he wants to be reminded), and it
says what it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from handlers import account, plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning import listing
from handlers.planning.proofs import Proof, proofs
from handlers.plans import KeptPlan
from handlers.repayment.events import (
    Cancelled,
    Confirmed,
    Created,
    Event,
    Renegotiated,
    Settled,
    Undone,
)
from handlers.repayment.paid import Payment, payments
from handlers.repayment.plan import Plan
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import RowState, RowStatus
from handlers.texts.dates import evidence, moment
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts
from storage.planned import PlanRow

YES: Final = "yes"
_CHANGES: Final[Mapping[type[Event], str]] = {
    Confirmed: "plan_hand_change.confirmed",
    Undone: "plan_hand_change.undone",
    Settled: "plan_hand_change.settled",
    Cancelled: "plan_hand_change.cancelled",
}
"""What changes the agreement; all else was told to the bot alone."""
_NUMBER: Final = re.compile(r"\d(?:[\s-]?\d){6,}")
"""Seven digits and more belong to somebody."""


async def press(call: Call, argument: str) -> Reply:
    """给别人看 under a plan: first what to think of, then the words to be passed on."""
    name, _, sure = argument.partition(":")
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return account.stale_button(call.desk.texts)
    if sure != YES:
        return thought(call.desk.texts, row)
    kept = await plans.read(call.change, row)
    found = await proofs(call.change, kept)
    return handed(call.desk.texts, kept, found, call.row.received_at)


def thought(texts: Texts, row: PlanRow) -> Reply:
    """What handing it over may mean; apart from the words, which are passed on as they stand."""
    return Reply(
        (
            said(texts, "plan_hand.ask", look=Look.LEAD, number=str(row.number)),
            said(texts, "plan_hand.think", "plan_hand.old"),
        ),
        (
            button(texts, "plan_hand_yes", f"plan-hand:{plans.handle(row)}:{YES}"),
            button(texts, "details", f"plan-show:{plans.handle(row)}"),
        ),
    )


async def asked(call: Call) -> Reply:
    """The same in words: the only plan, or all of them to choose from."""
    found = await plans.listed(call.change, call.row.person)
    if len(found) == 1:
        return await press(call, plans.handle(found[0].row))
    return listing.overview(call.desk.texts, found, beijing_day(call.row.received_at))


def handed(texts: Texts, kept: KeptPlan, found: Sequence[Proof], at: datetime) -> Reply:
    """The whole of it, to be passed on as it stands."""
    segments = [
        Segment("\n".join(_head(texts, kept, at)), look=Look.LEAD),
        Segment("\n".join(_agreed(texts, kept, beijing_day(at)))),
        _payments(texts, kept, found),
        _section(texts, "plan_hand.changes", list(_changes(texts, kept))),
        *_kept(texts, found),
        said(texts, "plan_hand.not_contract", "plan_hand.not_proof", look=Look.SMALL),
    ]
    segments += (
        [said(texts, "plan_hand.check", look=Look.SMALL)]
        if any(one.digests for one in found)
        else []
    )
    return Reply(
        tuple(segments), (button(texts, "details", f"plan-show:{plans.handle(kept.row)}"),)
    )


def _head(texts: Texts, kept: KeptPlan, at: datetime) -> Iterator[str]:
    yield texts.say("plan_hand.lead", creditor=_creditor(texts, kept.state.plan))
    yield texts.say("plan_hand.made", moment=moment(texts, at))
    words = listing.status_words(texts, kept.state, beijing_day(at))
    paid_so_far, balance = yuan(kept.state.paid), yuan(kept.state.balance)
    yield texts.say("plan_hand.standing", words=words, paid=paid_so_far, money=balance)
    if kept.state.over:
        yield texts.say("plan_hand.over", money=yuan(kept.state.over))


def _creditor(texts: Texts, plan: Plan) -> str:
    """Whom it was agreed with; a telephone or account number in it is nobody else's business."""
    if plan.creditor is None:
        return texts.say("plan_hand.someone")
    return _NUMBER.sub(texts.say("plan_hand.number"), plan.creditor)


def _agreed(texts: Texts, kept: KeptPlan, today: date) -> Iterator[str]:
    plan = kept.state.plan
    count, money = str(len(plan.rows)), yuan(plan.sum)
    if plan.total is not None and plan.total != plan.sum:
        yield texts.say("plan_hand.total", money=yuan(plan.total))
    yield texts.say("plan_hand.agreed", count=count, money=money)
    for row in kept.state.rows:
        date_words, amount = day_words(texts, row.instalment.due), yuan(row.instalment.amount)
        yield texts.say(
            "plan_hand.row",
            number=str(row.number),
            date=date_words,
            money=amount,
            words=_row_words(texts, kept, row, today),
        )


def _row_words(texts: Texts, kept: KeptPlan, row: RowState, today: date) -> str:
    if row.open and kept.state.settled_on is not None:
        return texts.say("plan_hand_row.settled")
    status = row.status(today)
    if status is RowStatus.PAID:
        return texts.say("plan_hand_row.paid")
    if row.paid:
        return texts.say("plan_hand_row.part", paid=yuan(row.paid), money=yuan(row.open))
    if status is RowStatus.LATE:
        return texts.say("plan_hand_row.late")
    return texts.say("plan_hand_row.due")


def _payments(texts: Texts, kept: KeptPlan, found: Sequence[Proof]) -> Segment:
    shown = {one.key: one for one in found if one.key}
    revision = kept.state.revision
    lines = [_payment(texts, one, shown, revision) for one in payments(kept.happened)]
    return _section(texts, "plan_hand.payments", lines or [texts.say("plan_hand.nothing_paid")])


def _payment(texts: Texts, one: Payment, shown: Mapping[str, Proof], revision: int) -> str:
    key = "plan_hand.payment_before" if one.before(revision) else "plan_hand.payment"
    words = texts.say(
        key, date=day_words(texts, one.on), number=str(one.number), money=yuan(one.fen)
    )
    proof = shown.get(one.key)
    if proof is None:
        return words
    return words + texts.say("plan_hand.receipt", name=evidence(proof.number))


def _changes(texts: Texts, kept: KeptPlan) -> Iterator[str]:
    """What happened to the agreement itself, by its Beijing day."""
    for one in kept.happened:
        words = _change(texts, one.event)
        if words is not None:
            yield texts.say(
                "plan_hand.change", date=day_words(texts, beijing_day(one.at)), words=words
            )


def _change(texts: Texts, event: Event) -> str | None:
    if isinstance(event, Created):
        return _terms(texts, "plan_hand_change.noted", event.plan)
    if isinstance(event, Renegotiated):
        return _terms(texts, "plan_hand_change.renegotiated", event.plan)
    key = _CHANGES.get(type(event))
    return None if key is None else texts.say(key)


def _terms(texts: Texts, key: str, plan: Plan) -> str:
    return texts.say(key, count=str(len(plan.rows)), money=yuan(plan.sum))


def _kept(texts: Texts, found: Sequence[Proof]) -> tuple[Segment, ...]:
    """The evidence: what, when, and by what it is recognised."""
    if not found:
        return ()
    lines = [line for one in found for line in _proof_lines(texts, one)]
    return (_section(texts, "plan_hand.proofs", lines),)


def _proof_lines(texts: Texts, one: Proof) -> Iterator[str]:
    yield texts.say(
        "plan_hand.proof_gone" if one.gone else "plan_hand.proof",
        name=evidence(one.number),
        words=texts.word("media", one.kind.value),
        moment=moment(texts, one.kept_at),
    )
    for digest in one.digests:
        yield texts.say("plan_hand.digest", sha256=digest)


def _section(texts: Texts, head: str, lines: Sequence[str]) -> Segment:
    return Segment("\n".join([texts.say(head), *lines]))
