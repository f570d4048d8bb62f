"""What the person's own words tell beside the plan: income, age of the debt, cost and its limit."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.language.amounts import amounts
from handlers.language.numbers import whole
from handlers.law.rates import RateBook
from handlers.money.cost import Payment, by_days, simple
from handlers.money.errors import NoSolution
from handlers.money.fen import Fen as MoneyFen
from handlers.planning.lender import limit
from handlers.repayment.plan import Fen, Plan
from handlers.repayment.sanity import Background

LIMITATION: Final = 3
"""CC-188, years."""
_INCOME: Final = re.compile(
    r"(?:工资|收入|月薪|月入|到手|每个?月(?:挣|赚|拿|发)"
    r"|(?:每个?|一个?)月(?:也|就|才|只|能|大概|顶多|最多|差不多|不过|总共)*(?:挣|赚|发)"
    r"|(?:每个?|一个?)月(?:才|只|就)(?:能)?拿)"
    r"[^，,。；;还付0-9一二三四五六七八九两]{0,6}(?P<n>[^，,。；;\s]{1,10})"
)
_YEARS: Final = re.compile(
    r"(?P<n>[0-9一二三四五六七八九十两]{1,2})(?:多)?年(?:多)?(?:没|未|前|以前|之前)"
)
_SINCE: Final = re.compile(r"(?P<y>20[0-9]{2})年.{0,8}(?:借|欠|逾期|贷|的债|开始没|就没)")


def background(plan: Plan, told: str, today: date, rates: RateBook) -> Background:
    """What is known beside the plan.

    Args:
        told: all the person's sentences of the conversation, as typed.
        today: the Beijing day.
    """
    return Background(
        text=told,
        income=stated_income(told),
        cost=yearly(plan, today),
        cap=limit(plan.creditor, told, today, rates),
        limitation_over=years_old(told, today) >= LIMITATION,
    )


def yearly(plan: Plan, today: date) -> Decimal | None:
    """What a plan costs beyond the named total, as simple interest from today, per cent a year.

    None where it cannot be told: no total, nothing beyond it, or days that lie behind.
    """
    if plan.total is None or plan.rows[0].due < today:
        return None
    paid = [Payment(row.due, MoneyFen(row.amount)) for row in plan.rows]
    try:
        return simple(by_days([Payment(today, MoneyFen(plan.total))], paid))
    except NoSolution:
        return None


def stated_income(told: str) -> Fen | None:
    """A monthly income named in the words."""
    match = _INCOME.search(told)
    found = amounts(match["n"]) if match else ()
    fen = found[0].fen if found else None
    return None if fen is None else Fen(fen)


def years_old(told: str, today: date) -> int:
    """How many years ago the debt went bad, as far as the words say it; 0 when they do not."""
    since = [today.year - int(match["y"]) for match in _SINCE.finditer(told)]
    said = [_number(match["n"]) for match in _YEARS.finditer(told)]
    return max([*since, *said], default=0)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else whole(words) or 0
