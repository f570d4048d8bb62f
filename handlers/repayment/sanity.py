"""What to look at before a plan is saved. Each check is kind: it warns, it never refuses."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from handlers.repayment.plan import Fen, Plan


class Concern(StrEnum):
    """What may be wrong with a plan; each has its sentence in `plan_warning`."""

    SUM_ABOVE = "sum_above"
    SUM_BELOW = "sum_below"
    PAST_DAY = "past_day"
    ABOVE_INCOME = "above_income"
    PRIVATE_PAYEE = "private_payee"
    DEPOSIT_FIRST = "deposit_first"
    ABOVE_CAP = "above_cap"
    CUT_ON_REQUEST = "cut_on_request"
    TIME_BARRED = "time_barred"


@dataclass(frozen=True, slots=True)
class Warned:
    """A concern with what its sentence needs.

    Attributes:
        money: what the plan comes to (the sum, or what one month takes).
        limit: what it is measured by (the stated total, the income).
        day: the day meant.
        cost, cap: per cent a year.
    """

    concern: Concern
    money: Fen | None = None
    limit: Fen | None = None
    day: date | None = None
    cost: Decimal | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """The highest annual cost that is protected for a lender (`handlers.money.caps`).

    Attributes:
        percent: a year.
        binding: what is above it is not protected at all; else a court may be asked to cut it.
    """

    percent: Decimal
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Background:
    """What is known beside the plan; whatever is None is not checked.

    Attributes:
        text: the sentence as typed, for the signs of a private payee and of a deposit.
        income: a month's income.
        cost: the annual cost of the plan, per cent (`handlers.money.cost`).
        cap: what limits that cost.
        limitation_over: whether the three years seem to be over (`handlers.money.limitation`).
    """

    text: str = ""
    income: Fen | None = None
    cost: Decimal | None = None
    cap: Limit | None = None
    limitation_over: bool = False


_PRIVATE = re.compile(
    r"(?:个人|私人|私户|业务员|催收员?|客户经理|专员|经理|老师|法务)(?:的)?(?:账户|帐户|账号|银行卡|卡|微信|支付宝|收款码|二维码)"
    r"|(?:打|转|还|付)(?:到|给|进)(?:他|她|业务员|催收员?|专员|客户经理|法务|个人)(?:的)?(?:个人)?(?:微信|支付宝|卡|账户|账号|收款码)?"
    r"|(?:加|扫)(?:他|她)?(?:的)?(?:微信|收款码|二维码)(?:转|付|还|给)?|收款码|对私"
)
_DEPOSIT = re.compile(
    r"(?:先|要|得|需要?|必须|让我?)[^，,。；]{0,6}(?:付|交|打|转|缴)[^，,。；]{0,8}"
    r"(?:保证金|押金|手续费|服务费|解冻费|认证金|验证金|工本费|会员费|诚意金|激活费|刷流水|担保费|律师费)"
    r"|(?:手续费|服务费|工本费|会员费|担保费|律师费|公证费|材料费)[^，,。；]{0,6}先[^，,。；]{0,3}(?:付|交|打|转|缴)"
    r"|(?:保证金|解冻[费金]|认证[费金]|验证[费金]|激活费|流水费|验资[费款])"
)
_DOOR = re.compile(r"对公|官方(?:app|账户|渠道)|app里还")


def concerns(plan: Plan, today: date, background: Background | None = None) -> tuple[Warned, ...]:
    """Everything to look at, the gravest for a borrower first."""
    known = background or Background()
    costly = _cost(plan, known)
    found = [
        *spoken(known),
        *costly,  # says already how much more than the total it is
        *_past(plan, today),
        *([] if costly else _total(plan)),
        *_income(plan, known.income),
    ]
    return tuple(found)


def spoken(known: Background) -> tuple[Warned, ...]:
    """What the words alone show, before there is a plan: to be said with the first question."""
    return (*_payee(known.text), *_limitation(known))


def _payee(text: str) -> list[Warned]:
    found = []
    if _DEPOSIT.search(text):
        found.append(Warned(Concern.DEPOSIT_FIRST))
    if _PRIVATE.search(text) and not _DOOR.search(text.lower()):
        found.append(Warned(Concern.PRIVATE_PAYEE))
    return found


def _limitation(known: Background) -> list[Warned]:
    return [Warned(Concern.TIME_BARRED)] if known.limitation_over else []


def _cost(plan: Plan, known: Background) -> list[Warned]:
    if known.cost is None or known.cap is None or known.cost <= known.cap.percent:
        return []
    concern = Concern.ABOVE_CAP if known.cap.binding else Concern.CUT_ON_REQUEST
    return [Warned(concern, plan.sum, plan.total, cost=known.cost, cap=known.cap.percent)]


def _past(plan: Plan, today: date) -> list[Warned]:
    first = plan.rows[0].due
    return [Warned(Concern.PAST_DAY, day=first)] if first < today else []


def _total(plan: Plan) -> list[Warned]:
    if plan.total is None or plan.sum == plan.total:
        return []
    concern = Concern.SUM_ABOVE if plan.sum > plan.total else Concern.SUM_BELOW
    return [Warned(concern, money=plan.sum, limit=plan.total)]


def _income(plan: Plan, income: Fen | None) -> list[Warned]:
    """The first month that takes more than comes in."""
    if income is None:
        return []
    months: defaultdict[tuple[int, int], int] = defaultdict(int)
    days: dict[tuple[int, int], date] = {}
    for row in plan.rows:
        month = row.due.year, row.due.month
        months[month] += row.amount
        days.setdefault(month, row.due)
    for month, amount in months.items():
        if amount > income:
            return [Warned(Concern.ABOVE_INCOME, Fen(amount), income, day=days[month])]
    return []
