"""What limits the cost of a plan: who lent, and when, as far as the person's words say it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers.language.normal import fold, identity
from handlers.language.repayment.creditor import personal
from handlers.law.rates import RateBook
from handlers.money.asked import lender_in
from handlers.money.caps import NEW_RULE, ON_REQUEST, Regime, cap, regime
from handlers.money.signed import signed
from handlers.repayment.sanity import Limit

_CLAUSE: Final = re.compile(r"[，,。；;！!？?\n]+")
_LENT: Final = re.compile("[欠借贷]")
_PAYEE: Final = re.compile(r"(?:个人|私人)(?:的)?(?:账户|帐户|账号|银行卡|卡|微信|支付宝|收款码)")
"""Whose account is paid to says nothing of who lent."""


def limit(creditor: str | None, told: str, today: date, rates: RateBook) -> Limit:
    """The annual cost that is protected for whoever lent.

    Private persons and those without a licence: four times the LPR of the day of the contract,
    the highest there was where the words name no day, so that nobody is warned for nothing
    (JI-MJ-25). Everybody else, and whoever is not known: what a court may be asked to cut to.

    Args:
        creditor: as named in the plan.
        told: all the person's sentences, as typed.
        today: the Beijing day.
    """
    plain = fold(identity(told)).text
    under = _regime(creditor or "", plain)
    if under not in {Regime.PRIVATE, Regime.UNLICENSED}:
        return Limit(ON_REQUEST)
    span = signed(plain, today)
    first, last = (span.first, span.last) if span is not None else (NEW_RULE, today)
    highest = cap(rates, under, first, last, today).highest
    return Limit(ON_REQUEST) if highest is None else Limit(highest, binding=True)


def _lent_by(creditor: str, plain: str) -> bool:
    """跟张三借的: what is borrowed from somebody with a surname is lent by a person."""
    named = re.escape(fold(identity(creditor)).text)
    lends = rf"(?:跟|向|找|问|和|与|同){named}[^，,。；;]{{0,3}}借(?![呗条])"
    return personal(creditor) and re.search(lends, plain) is not None


def _regime(creditor: str, plain: str) -> Regime:
    """The rule of the lender that is named as creditor, else where something was borrowed."""
    found = regime(lender_in(creditor))
    if found is not Regime.UNKNOWN:
        return found
    if _lent_by(creditor, plain):
        return Regime.PRIVATE
    clauses = [one for one in _CLAUSE.split(_PAYEE.sub("", plain)) if _LENT.search(one)]
    return regime(lender_in("，".join(clauses)))
