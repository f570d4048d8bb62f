"""How much interest is protected: by the kind of lender and the day of the contract.

Private lenders (and those who lend without a licence) are bound by four times the one-year LPR of
the day the contract came about. Licensed institutions and the seven local financial organisations
are not; there a court may cut what exceeds 24 % in all when the borrower asks. 36 % is no cap of
anything: it only decides when unlicensed lending may become a crime.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from handlers.law.rates import RateBook
from handlers.law.route import LenderId
from handlers.money.cost import YEAR_DAYS
from handlers.money.errors import Unusable
from handlers.money.fen import HUNDRED, Fen, check_amounts, rounded
from handlers.verdicts import ProvisionId

NEW_RULE = date(2020, 8, 20)
"""First day of four times the LPR; contracts made before it are counted in two parts (JI-MJ-31)."""
ON_REQUEST = Decimal(24)
"""JO-24: what a court may cut licensed lenders to, if the borrower asks. No automatic cap."""
CRIME = Decimal(36)
"""JO-FD: the figure above which unlicensed lending may be a crime. Never a protected rate."""


class Regime(StrEnum):
    """Which rule a lender is under; the values name families in the texts."""

    PRIVATE = "private"
    UNLICENSED = "unlicensed"
    LICENSED = "licensed"
    LOCAL = "local"
    UNKNOWN = "unknown"


_REGIMES: Mapping[str, Regime] = {
    "private_person": Regime.PRIVATE,
    "unlicensed": Regime.UNLICENSED,
    "bank": Regime.LICENSED,
    "consumer_finance": Regime.LICENSED,
    "microloan": Regime.LOCAL,
    "guarantee_company": Regime.LOCAL,
}
"""Others (a platform, a transferee, a collector) lend nothing: who lent decides."""

_RULES: Mapping[Regime, tuple[str, ...]] = {
    Regime.PRIVATE: ("JI-MJ-25", "CC-680"),
    Regime.UNLICENSED: ("JI-MJ-25", "JI-MJ-13", "CC-680"),
    Regime.LICENSED: ("JI-MJ-1", "JO-24"),
    Regime.LOCAL: ("JR-PF", "JO-24"),
    Regime.UNKNOWN: ("JI-MJ-25", "JR-PF", "JO-24"),
}


@dataclass(frozen=True, slots=True)
class Cap:
    """What holds for interest and all other charges together, per cent a year.

    Attributes:
        lowest, highest: four times LPR over the days the contract may be of; equal when the day,
            or at least its rate, is known. None where it does not bind the lender or is not known.
        on_request: what a court may cut to when asked; None where four times LPR binds.
        old: the contract came about before the new rule, at least on some of its possible days:
            up to 2020-08-19 interest follows the rule of that time, which is not in the data.
        unsure: the LPR of that day is not confirmed, and should have been by now.
    """

    regime: Regime
    lowest: Decimal | None
    highest: Decimal | None
    on_request: Decimal | None
    old: bool
    unsure: bool
    rules: tuple[ProvisionId, ...]


def regime(lender: LenderId | str | None) -> Regime:
    """The rule a kind of lender is under; UNKNOWN where another one lent the money."""
    return _REGIMES.get(lender or "", Regime.UNKNOWN)


def cap(rates: RateBook, under: Regime, first: date | None, last: date | None, asked: date) -> Cap:
    """The cap for a contract that came about between two days (the same when it is known).

    Rule: JI-MJ-25 and JI-MJ-31 for private lenders, JI-MJ-1, JR-PF and JO-24 for the others.

    Args:
        first: first possible day of the contract, None when nobody knows.
        asked: the day of the question, before the new rule there is nothing to tell. For older
            contracts the rate since 2020-08-20 is that of the day of the suit; it stands in for it.

    Raises:
        Unusable: the last day before the first, or a day without the other.
    """
    if (first is None) != (last is None) or (first and last and last < first):
        raise Unusable("last")
    bound = under in {Regime.PRIVATE, Regime.UNLICENSED, Regime.UNKNOWN}
    on_request = None if under in {Regime.PRIVATE, Regime.UNLICENSED} else ON_REQUEST
    old = bool(bound and first and first < NEW_RULE)
    rules = tuple(map(ProvisionId, _RULES[under]))
    if old:
        rules = (ProvisionId("JI-MJ-31"), *rules)
    lowest = highest = None
    unsure = False
    if bound and first and last and asked >= NEW_RULE:
        days = (max(first, NEW_RULE), max(last, NEW_RULE)) if last >= NEW_RULE else (asked, asked)
        found = rates.between(*days)
        lowest = min(rate.four_times for rate in found)
        highest = max(rate.four_times for rate in found)
        unsure = rates.unsure(days[1], asked)
    return Cap(under, lowest, highest, on_request, old, unsure, rules)


def interest_at(principal: Fen, percent: Decimal, first: date, last: date) -> Fen:
    """Simple interest from one day to another, the first not counted, 365 to a year.

    Raises:
        Unusable: a negative amount or the last day before the first.
    """
    check_amounts(principal=principal)
    if last < first:
        raise Unusable("last")
    return rounded(Decimal(principal) * percent / HUNDRED * (last - first).days / YEAR_DAYS)
