"""How long a loan lasts, as it was said: so many periods, or a term after which all is repaid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from handlers.language.numbers import whole
from handlers.money.loan import Term, Unit
from handlers.money.placed import EACH

_N = r"(?:\d{1,4}|[一二两三四五六七八九十百半]{1,4})"
_COUNT = re.compile(rf"(?P<n>{_N})(?P<u>个月|个星期|周|期|月期|年期|年|天|日)")
_NOT_BEFORE = re.compile(r"每$|第$|20\d\d$|前$|[天周月]$")
_NOT_AFTER = re.compile(r"前|月\d|\d{1,2}月|[签借]|初|底")
_IN_PARTS = re.compile(r"分期|分\d{1,2}|分[一二两三四五六七八九十]")
_PAID = re.compile(
    rf"(?:已经?|都)?(?:还|付|交|供)(?:了|过|满|到第?)+(?P<n>{_N})(?:个)?(?:期|月)(?!后)"
)
_LEFT = re.compile(rf"(?:还?剩下?|剩余|还有|还差|没还)(?:了|的|下)*(?P<n>{_N})(?:个)?(?:期|月)")
_ODD_PERIOD = re.compile(
    rf"(?:一期|每期)(?P<n>{_N})(?P<u>天|周)|(?P<n2>{_N})(?P<u2>天|周)(?:一|为一|1)期"
)
_UNITS = {
    "期": Unit.MONTH,
    "月": Unit.MONTH,
    "个月": Unit.MONTH,
    "月期": Unit.MONTH,
    "周": Unit.WEEK,
    "星期": Unit.WEEK,
    "礼拜": Unit.WEEK,
    "个星期": Unit.WEEK,
    "天": Unit.DAY,
    "日": Unit.DAY,
    "年": Unit.YEAR,
    "年期": Unit.YEAR,
}
MOST_PERIODS = 480
"""Forty years of months; more is a slip of the pen, or a year."""
_MONTH = Term(Decimal(1), Unit.MONTH)
_NEARLY = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a loan lasts.

    Attributes:
        every: one period.
        periods: how many, for a loan in instalments.
        term: how long, for a loan repaid at once.
        paid: periods already paid.
        left: periods still to pay.
    """

    every: Term
    periods: int | None
    term: Term | None
    paid: int | None
    left: int | None


def lasting(words: str, *, parts: bool) -> Lasting:
    """The periods or the term that a text names.

    Args:
        parts: it is repaid in instalments, whether or not the text says so with its numbers.
    """
    every = _every(words)
    paid, left = _counted(_PAID.search(words)), _counted(_LEFT.search(words))
    found = _length(_PAID.sub("", _LEFT.sub("", words)))
    periods = paid + left if paid is not None and left is not None else None
    if found is None:
        return Lasting(every, periods, None, paid, left)
    length, by_periods = found
    if not (parts or by_periods or _IN_PARTS.search(words)):
        return Lasting(every, periods, length, paid, left)
    return Lasting(every, _periods(length, every, counted=by_periods), None, paid, left)


def _length(words: str) -> tuple[Term, bool] | None:
    """The first length, 期 before others, and whether it counts periods."""
    each = [match.span() for match in EACH.finditer(words)]
    found = [
        match
        for match in _COUNT.finditer(words)
        if match.span() not in each
        and not _NOT_BEFORE.search(words[: match.start()])
        and not _NOT_AFTER.match(words, match.end())
        and 0 < _number(match["n"]) <= MOST_PERIODS
    ]
    if not found:
        return None
    match = next((one for one in found if one["u"] in {"期", "月期"}), found[0])
    return Term(_number(match["n"]), _UNITS[match["u"]]), match["u"] == "期"


def _every(words: str) -> Term:
    """How long one period is: a month unless weeks or days are named."""
    for match in EACH.finditer(words):
        said = match["u"] or match["u1"]
        if said and said not in {"期", "月"}:
            return Term(_number(match["n"] or "一") or Decimal(1), _UNITS[said])
    odd = _ODD_PERIOD.search(words)
    if odd is None:
        return _MONTH
    return Term(_number(odd["n"] or odd["n2"]) or Decimal(1), _UNITS[odd["u"] or odd["u2"]])


def _periods(length: Term, unit: Term, *, counted: bool) -> int | None:
    """How many periods a length has: 12 期  are twelve, 一年 is twelve months."""
    if counted:
        return int(length.count)
    exact = length.years / unit.years
    near = round(exact)
    return near if near and abs(exact - near) < _NEARLY else None


def _counted(match: re.Match[str] | None) -> int | None:
    return None if match is None else int(_number(match["n"])) or None


def _number(words: str) -> Decimal:
    """A small number in either script; 半 is one half, what is none is 0."""
    if words.isdecimal():
        return Decimal(words)
    return Decimal("0.5") if words == "半" else Decimal(whole(words) or 0)
