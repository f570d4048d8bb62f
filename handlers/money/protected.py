"""What the same payments would have come to at a cap: interest protected, and what lies above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.money.cost import Flow, balance, cost
from handlers.money.errors import Unusable
from handlers.money.fen import HUNDRED, Fen, rounded


@dataclass(frozen=True, slots=True)
class Protected:
    """An account at the cap.

    Attributes:
        interest: interest at the cap until everything is paid.
        total: received and that interest.
        above: what the payments come to beyond that.
        cleared: the payment, counted from 1, with which everything is paid; None if none is.
    """

    interest: Fen
    total: Fen
    above: Fen
    cleared: int | None


def protected(flows: Sequence[Flow], percent: Decimal) -> Protected:
    """The account of these payments at a simple yearly rate on what was received.

    Each payment pays interest first (CC-561); once everything is paid, no interest runs any more.

    Args:
        percent: the cap, per cent a year.

    Raises:
        NoSolution: the payments have no cost at all, so nothing can be compared.
        Unusable: a negative cap.
    """
    if percent < 0:
        raise Unusable("percent")
    sums = cost(flows)
    end = balance(flows, percent / HUNDRED)
    interest = rounded(end.interest)
    total = Fen(sums.received + interest)
    paid = [index for index, flow in enumerate(flows) if flow.fen < 0]
    cleared = None if end.cleared is None else paid.index(end.cleared) + 1
    return Protected(interest, total, Fen(max(0, sums.repaid - total)), cleared)
