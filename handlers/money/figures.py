"""What can be computed of a described loan: its cost, its cap, and the account at the cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from handlers.law.rates import RateBook
from handlers.money.caps import Cap, Regime, cap, regime
from handlers.money.cost import Cost, Flow, balance, by_periods, cost
from handlers.money.errors import NoSolution, Why
from handlers.money.fen import HUNDRED, Fen, rounded
from handlers.money.lasting import MOST_PERIODS
from handlers.money.loan import Loan, Term, Topic
from handlers.money.protected import Protected, protected


class Kind(StrEnum):
    """What a question about a loan can be answered with."""

    COST = "cost"
    RATE = "rate"
    CAP = "cap"
    FACTS = "facts"
    LIMITATION = "limitation"


@dataclass(frozen=True, slots=True)
class SoFar:
    """Where an account at the cap stands after the periods already paid."""

    paid: Fen
    left: Fen


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything computed of a loan.

    Attributes:
        percent: yearly rate compared with caps, None when there is none.
        cost: from actual payments, None when only a rate was said.
        why: why there is no cost although payments were said.
        at_cap: the account at the cap, where one cap is known and passed.
        so_far: where it stands after what was paid already.
        interest: what a stated rate comes to over the term that was said.
    """

    kind: Kind
    regime: Regime
    cap: Cap
    percent: Decimal | None = None
    cost: Cost | None = None
    why: Why | None = None
    at_cap: Protected | None = None
    so_far: SoFar | None = None
    interest: Fen | None = None


def figures(loan: Loan, rates: RateBook, asked: date) -> Figures:
    """Everything that can be computed of a loan on the day of the question.

    Rules: CC-670, JI-MJ-26 (principal), JI-MJ-25, JI-MJ-31, JI-MJ-1, JR-PF, JO-24 (caps), CC-561.
    """
    under = regime(loan.lender)
    signed = loan.signed
    first, last = (signed.first, signed.last) if signed else (None, None)
    limit = cap(rates, under, first, last, asked)
    flows = _flows(loan)
    found: Cost | None = None
    why = Why.UNEVEN if loan.uneven else None
    if flows and why is None:
        try:
            found = cost(flows)
        except NoSolution as error:
            why = error.why
    if found is not None and not found.interest and loan.received is None:
        found = None  # as much back as the paper says: what was kept back is not known yet
    if found is None:
        percent = None if loan.rate is None else loan.rate.yearly
        kind = Kind.RATE if percent is not None else Kind.CAP if _only_cap(loan) else Kind.FACTS
        return Figures(kind, under, limit, percent, why=why, interest=_interest(loan))
    percent = found.simple
    at_cap = so_far = None
    most = limit.highest if limit.lowest == limit.highest and not limit.old else None
    if most is not None:
        at_cap = protected(flows, most) if percent > most else None
        so_far = _so_far(loan, flows, most)
    return Figures(Kind.COST, under, limit, percent, found, None, at_cap, so_far)


def _interest(loan: Loan) -> Fen | None:
    """What a stated rate comes to, without compounding, over the term that was said."""
    if loan.rate is None or loan.principal is None or loan.term is None:
        return None
    if loan.term == Term(Decimal(1), loan.rate.unit):
        return None  # it is what was said
    return rounded(loan.principal * loan.rate.yearly / HUNDRED * loan.term.years)


def _only_cap(loan: Loan) -> bool:
    """Only a day is known of the loan: its cap can be told, nothing else."""
    amounts = (loan.received, loan.stated, loan.instalment, loan.total)
    return loan.signed is not None and not any(amounts) and loan.paid is None


def _flows(loan: Loan) -> tuple[Flow, ...]:
    """The payments of a loan; none when they are not known well enough."""
    principal = loan.principal
    unknown = loan.received is None and Topic.DEDUCTED in loan.topics
    if principal is None or loan.several or unknown:
        return ()
    if loan.instalment is not None:
        if loan.periods is None or not 0 < loan.periods <= MOST_PERIODS:
            return ()
        instalments = _shared(loan.instalment, loan.periods, loan.total)
        return by_periods(principal, instalments, 1 / loan.every.years)
    if loan.total is None or loan.term is None or loan.term.count <= 0:
        return ()
    return by_periods(principal, [loan.total], 1 / loan.term.years)


def _shared(instalment: Fen, periods: int, total: Fen | None) -> list[Fen]:
    """The instalments; a total that was shared out keeps its last fen in the last one."""
    parts = [instalment] * periods
    rest = (total or 0) - sum(parts)
    if 0 < rest < periods:
        parts[-1] = Fen(parts[-1] + rest)
    return parts


def _so_far(loan: Loan, flows: Sequence[Flow], percent: Decimal) -> SoFar | None:
    if loan.paid is None or loan.instalment is None or not 0 < loan.paid < len(flows):
        return None
    done = flows[: loan.paid + 1]
    left = balance(done, percent / HUNDRED).left
    return SoFar(Fen(-sum(flow.fen for flow in done[1:])), rounded(max(left, Decimal(0))))
