"""What overdue interest, penalty and fees may come to together, and interest on interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.money.caps import interest_at
from handlers.money.errors import Unusable
from handlers.money.fen import Fen, check_amounts
from handlers.verdicts import ProvisionId

RULES = (ProvisionId("JI-MJ-28"), ProvisionId("CC-676"))
COMPOUNDING_RULES = (ProvisionId("JI-MJ-27"),)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is asked for being late, each by the name it goes by."""

    interest: Fen
    penalty: Fen
    fees: Fen

    @property
    def total(self) -> Fen:
        """All of it."""
        return Fen(self.interest + self.penalty + self.fees)


@dataclass(frozen=True, slots=True)
class Capped:
    """What of a claim stays below the ceiling."""

    claimed: Fen
    ceiling: Fen
    allowed: Fen

    @property
    def above(self) -> Fen:
        """What goes beyond the ceiling."""
        return Fen(self.claimed - self.allowed)


def overdue(principal: Fen, percent: Decimal, due: date, until: date, claim: Claim) -> Capped:
    """Overdue interest, penalty and other fees, counted together against one ceiling.

    Rule: JI-MJ-28 (four times LPR of the contract's day) for private lenders; with 24 % it gives
    what a borrower may ask a court to cut a licensed lender's charges to (JO-24).

    Args:
        principal: what of the principal is overdue.
        percent: the ceiling, per cent a year.
        due: the day it was to be paid; the next one is the first day late.

    Raises:
        Unusable: a negative amount or rate, or a day before it was due.
    """
    check_amounts(interest=claim.interest, penalty=claim.penalty, fees=claim.fees)
    if percent < 0:
        raise Unusable("percent")
    ceiling = interest_at(principal, percent, due, until)
    return Capped(claim.total, ceiling, Fen(min(claim.total, ceiling)))


def compounding(principal: Fen, percent: Decimal, first: date, last: date, claimed: Fen) -> Capped:
    """Principal and interest after notes were rewritten with interest as new principal.

    Rule: JI-MJ-27: together no more than the first principal and interest on it at four times LPR
    over the whole time.

    Args:
        principal: the first principal, as received.
        percent: four times LPR of the contract's day.
        claimed: principal and interest that the last note asks for.

    Raises:
        Unusable: a negative amount or rate, or the last day before the first.
    """
    check_amounts(claimed=claimed)
    if percent < 0:
        raise Unusable("percent")
    ceiling = Fen(principal + interest_at(principal, percent, first, last))
    return Capped(claimed, ceiling, Fen(min(claimed, ceiling)))
