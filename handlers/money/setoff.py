"""抵充: what a payment goes to when it does not pay everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from handlers.money.errors import Unusable
from handlers.money.fen import Fen, check_amounts
from handlers.verdicts import ProvisionId

WITHIN_RULES = (ProvisionId("CC-561"),)
AMONG_RULES = (ProvisionId("CC-560"),)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on one debt, or what a payment did for it."""

    costs: Fen
    interest: Fen
    principal: Fen

    @property
    def total(self) -> Fen:
        """All three."""
        return Fen(self.costs + self.interest + self.principal)


@dataclass(frozen=True, slots=True)
class Split:
    """Where a payment went, and what was more than everything owed."""

    paid: Owed
    left_over: Fen


@dataclass(frozen=True, slots=True)
class Debt:
    """One of several debts to the same creditor, as CC-560 looks at them.

    Attributes:
        due: the day it is or was to be paid.
        secured: how much of it is secured.
        burden: what it costs, per cent a year.
        owed: what is to be paid of it now.
    """

    name: str
    due: date
    secured: Fen
    burden: Decimal
    owed: Fen


def within(payment: Fen, owed: Owed) -> Split:
    """One payment on one debt: costs of enforcing first, then interest, then principal.

    Rule: CC-561, unless something else was agreed.

    Raises:
        Unusable: a negative amount.
    """
    check_amounts(
        payment=payment, costs=owed.costs, interest=owed.interest, principal=owed.principal
    )
    left = payment
    parts = []
    for part in (owed.costs, owed.interest, owed.principal):
        taken = min(left, part)
        parts.append(Fen(taken))
        left = Fen(left - taken)
    return Split(Owed(*parts), left)


def among(
    payment: Fen, debts: Sequence[Debt], today: date, designated: str | None = None
) -> dict[str, Fen]:
    """One payment on several debts of the same kind to one creditor.

    Rule: CC-560: first the one the payer named when paying; otherwise debts that are due, among
    these the least secured, among these the more burdensome, then the earlier due, and debts
    equal in all of that in proportion.

    Returns:
        What each debt got, by name; together the payment, or all that is owed if that is less.

    Raises:
        Unusable: a negative amount, a name twice, or a designated debt that is none of them.
    """
    check_amounts(payment=payment)
    names = [debt.name for debt in debts]
    if len(set(names)) != len(names) or (designated is not None and designated not in names):
        raise Unusable("designated")
    for debt in debts:
        check_amounts(owed=debt.owed, secured=debt.secured)
    got = dict.fromkeys(names, Fen(0))
    left = int(payment)

    def rank(debt: Debt) -> tuple[bool, bool, int, Decimal, date]:
        late = debt.due <= today
        return (debt.name != designated, not late, debt.secured, -debt.burden, debt.due)

    for _, group in groupby(sorted(debts, key=rank), key=rank):
        equal = list(group)
        shares = _in_proportion(min(left, sum(d.owed for d in equal)), [d.owed for d in equal])
        for debt, share in zip(equal, shares, strict=True):
            got[debt.name] = Fen(share)
            left -= share
    return got


def _in_proportion(amount: int, weights: Sequence[int]) -> list[int]:
    """Whole fen in proportion; the rest of the division goes to the first, fen by fen."""
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    shares = [amount * weight // total for weight in weights]
    short = amount - sum(shares)
    for index, weight in enumerate(weights):
        if short and shares[index] < weight:
            shares[index] += 1
            short -= 1
    return shares
