"""The annual cost of a loan from what was really received and really paid.

Two figures, because two are in use and they differ:

* ``compound``: the internal rate of return, a year of 365 days, as XIRR has it: the rate at which
  the payments, discounted by days, are worth what was received. It compounds.
* ``simple``: the rate at which simple interest on the principal still outstanding, counted by
  days, with each payment going to interest first and then to principal (CC-561), ends at nothing
  with the last payment. It does not compound, so it is what a cap on interest is compared with.

Principal is what was received (CC-670, JI-MJ-26). For a loan repaid at once both come from
interest ÷ received; for equal instalments the simple rate is the rate per period times the periods
of a year.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext

from handlers.money.errors import NoSolution, Unusable, Why
from handlers.money.fen import HUNDRED, Fen
from handlers.money.root import bracket, zero

YEAR_DAYS = 365
_PRECISION = Context(prec=22)
_TOLERANCE = Decimal("1e-8")
"""Of the yearly rate as a fraction: figures are shown to a tenth of a per cent."""
_GAP = Decimal("1e-12")
_HIGHEST = Decimal(2) ** 60
"""A yearly factor beyond which a figure says nothing any more."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that moved on a day; positive whichever way it went."""

    day: date
    fen: Fen


@dataclass(frozen=True, slots=True)
class Flow:
    """Money that moved some years after the first.

    Attributes:
        years: days ÷ 365, or periods ÷ periods of a year, from the first receipt.
        fen: positive when the borrower received it, negative when he paid it.
    """

    years: Decimal
    fen: Fen


@dataclass(frozen=True, slots=True)
class Cost:
    """The annual cost, both ways, in per cent; and the sums behind it."""

    simple: Decimal
    compound: Decimal | None
    received: Fen
    repaid: Fen

    @property
    def interest(self) -> Fen:
        """Everything paid beyond what was received, whatever it was called."""
        return Fen(self.repaid - self.received)


def by_days(received: Sequence[Payment], repaid: Sequence[Payment]) -> tuple[Flow, ...]:
    """Dated payments as flows, counted in days from the first receipt, 365 to a year.

    Raises:
        Unusable: a negative amount.
        NoSolution: nothing was received.
    """
    if any(one.fen < 0 for one in (*received, *repaid)):
        raise Unusable("fen")
    if not received:
        raise NoSolution(Why.NOTHING_RECEIVED)
    first = min(one.day for one in received)
    signed = [(one.day, one.fen) for one in received]
    signed += [(one.day, Fen(-one.fen)) for one in repaid]
    flows = [Flow(Decimal((day - first).days) / YEAR_DAYS, fen) for day, fen in signed]
    return tuple(sorted(flows, key=lambda flow: (flow.years, -flow.fen)))


def by_periods(received: Fen, instalments: Sequence[Fen], per_year: Decimal) -> tuple[Flow, ...]:
    """One receipt and a payment at the end of every period, whatever its date.

    Args:
        per_year: periods of a year: 12 for months, 365 ÷ n for n days.

    Raises:
        Unusable: a negative amount, or no period.
    """
    if received < 0 or any(fen < 0 for fen in instalments):
        raise Unusable("fen")
    if per_year <= 0:
        raise Unusable("per_year")
    paid = [Flow(Decimal(k) / per_year, Fen(-fen)) for k, fen in enumerate(instalments, start=1)]
    return (Flow(Decimal(0), received), *paid)


def cost(flows: Sequence[Flow]) -> Cost:
    """The annual cost of what came in and went out.

    Rule: CC-670 and JI-MJ-26 (interest on what was received), CC-561 (interest first).

    Raises:
        NoSolution: there is none, or more than one; it says why.
    """
    received = Fen(sum(flow.fen for flow in flows if flow.fen > 0))
    repaid = Fen(-sum(flow.fen for flow in flows if flow.fen < 0))
    _check(flows, received, repaid)
    return Cost(simple(flows), compound(flows), received, repaid)


def compound(flows: Sequence[Flow]) -> Decimal | None:
    """Internal rate of return in per cent a year; None where it exceeds any sensible figure.

    Raises:
        NoSolution: as `cost`.
    """
    _check_all(flows)
    with localcontext(_PRECISION):
        steps = tuple(zip(_gaps(flows), (Decimal(flow.fen) for flow in flows), strict=True))

        def value(rate: Decimal) -> Decimal:
            """What everything is worth on the first day; equal gaps share one discount."""
            log = (1 + rate).ln()
            discounts: dict[Decimal, Decimal] = {}
            factor, total = Decimal(1), Decimal(0)
            for gap, fen in steps:
                if gap not in discounts:
                    discounts[gap] = (-gap * log).exp()
                factor *= discounts[gap]
                total += factor * fen
            return total

        high = bracket(value, Decimal(0), Decimal(1), _HIGHEST)
        if high is None:
            return None
        return zero(value, Decimal(0), high, _TOLERANCE * max(Decimal(1), high)) * HUNDRED


def simple(flows: Sequence[Flow]) -> Decimal:
    """Simple rate on outstanding principal, interest first, in per cent a year.

    Raises:
        NoSolution: as `cost`.
    """
    _check_all(flows)
    with localcontext(_PRECISION):

        def left(rate: Decimal) -> Decimal:
            return balance(flows, rate).left

        high = bracket(left, Decimal(0), Decimal(1), _HIGHEST)
        if high is None:
            raise NoSolution(Why.TOO_HIGH)
        return zero(left, Decimal(0), high, _TOLERANCE * max(Decimal(1), high)) * HUNDRED


@dataclass(frozen=True, slots=True)
class Balance:
    """How an account stands after its last payment, in unrounded fen.

    Attributes:
        interest: interest that ran up in all.
        left: principal and unpaid interest; negative when more was paid than was due.
        cleared: index of the flow with which everything was paid, None while something is left.
    """

    interest: Decimal
    left: Decimal
    cleared: int | None


def balance(flows: Sequence[Flow], rate: Decimal) -> Balance:
    """The account at a simple yearly rate (a fraction), interest first, no interest on interest.

    Rule: CC-561.
    """
    principal = unpaid = total = Decimal(0)
    years = Decimal(0)
    cleared: int | None = None
    for index, flow in enumerate(flows):
        if principal > 0:
            grown = principal * rate * (flow.years - years)
            unpaid += grown
            total += grown
        years = flow.years
        if flow.fen >= 0:
            principal += flow.fen
        else:
            paid = Decimal(-flow.fen)
            to_interest = min(paid, unpaid)
            unpaid -= to_interest
            principal -= paid - to_interest
        if cleared is None and index and principal + unpaid <= 0:
            cleared = index
    return Balance(total, principal + unpaid, cleared)


def _gaps(flows: Sequence[Flow]) -> tuple[Decimal, ...]:
    """Years from each flow to the next, the first 0, rounded so that equal ones are equal."""
    years = [Decimal(0), *(flow.years for flow in flows)]
    return tuple((late - early).quantize(_GAP) for early, late in itertools.pairwise(years))


def _check_all(flows: Sequence[Flow]) -> None:
    received = Fen(sum(flow.fen for flow in flows if flow.fen > 0))
    repaid = Fen(-sum(flow.fen for flow in flows if flow.fen < 0))
    _check(flows, received, repaid)


def _check(flows: Sequence[Flow], received: Fen, repaid: Fen) -> None:
    """One solution and only one: money first comes in, then goes out, and more of it."""
    if received <= 0:
        raise NoSolution(Why.NOTHING_RECEIVED)
    if repaid <= 0:
        raise NoSolution(Why.NOTHING_REPAID)
    signs = [flow.fen > 0 for flow in sorted(flows, key=lambda f: f.years) if flow.fen]
    if not signs[0] or sum(a != b for a, b in itertools.pairwise(signs)) > 1:
        raise NoSolution(Why.MIXED)
    if repaid < received:
        raise NoSolution(Why.LESS_THAN_RECEIVED)
    out = [flow.years for flow in flows if flow.fen < 0]
    if max(out) <= min(flow.years for flow in flows if flow.fen > 0):
        raise NoSolution(Why.SAME_DAY)
