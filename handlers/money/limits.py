"""What the cap means for a loan, in words, by kind of lender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from handlers.law.rates import RateBook
from handlers.messages import Segment
from handlers.money.caps import CRIME, NEW_RULE, ON_REQUEST, Cap, Regime, cap
from handlers.money.fen import percent_words
from handlers.money.figures import Figures, Kind
from handlers.money.loan import Loan, Span, Topic
from handlers.texts.dates import calendar_day
from handlers.texts.paragraphs import filled, said
from handlers.texts.texts import Texts

_BOUND = frozenset({Regime.PRIVATE, Regime.UNLICENSED, Regime.UNKNOWN})
_KNOWN_PRIVATE = frozenset({Regime.PRIVATE, Regime.UNLICENSED})
_INSTITUTIONS = {
    Regime.LICENSED: ("loan.licensed.below", "loan.licensed.above"),
    Regime.LOCAL: ("loan.local.below", "loan.local.above"),
    Regime.UNKNOWN: ("loan.both.below", "loan.both.above"),
}
"""What is said of institutions below 24 % and above it."""


class _Side(Enum):
    """Where a rate lies when the cap may be one of several."""

    WITHIN = 0
    BELOW = 1
    ABOVE = 2


_RANGE = {
    _Side.WITHIN: "loan.private.range",
    _Side.BELOW: "loan.private.range_below",
    _Side.ABOVE: "loan.private.range_above",
}
_NO_DAY = {
    _Side.WITHIN: "loan.private.no_day",
    _Side.BELOW: "loan.private.no_day_below",
    _Side.ABOVE: "loan.private.no_day_above",
}
_TIMES = 4
_SHOWN = Decimal("0.01")


def limits(
    texts: Texts, loan: Loan, found: Figures, rates: RateBook, asked: date
) -> Iterator[Segment]:
    """One paragraph for each kind of lender it may be, and what 36 % is where it is named."""
    if found.kind is Kind.FACTS:
        return
    if found.regime in _BOUND and (found.kind is not Kind.CAP or found.cap.old):
        yield _private(texts, loan, found, rates, asked)
    if found.regime in _KNOWN_PRIVATE and loan.signed is not None and not found.cap.old:
        yield said(texts, "loan.private.compound")
    if found.regime is Regime.UNLICENSED:
        yield said(texts, "loan.private.void")
    if found.regime in _INSTITUTIONS:
        yield _institution(texts, found)
    percent = found.percent
    crime = found.regime is Regime.UNLICENSED and percent is not None and percent > CRIME
    if crime or Topic.THIRTY_SIX in loan.topics:
        yield said(texts, "loan.crime")


def bound(found: Figures) -> bool:
    """Whether the lender may be under the rules for private lending."""
    return found.regime in _BOUND


def span_words(texts: Texts, span: Span) -> str:
    """When a contract came about, as exactly as it was said."""
    first, last = span.first, span.last
    year, month = str(first.year), str(first.month)
    if first == last:
        return texts.say("span.day", year=year, month=month, day=str(first.day))
    if (first.year, first.month) == (last.year, last.month) and first.day == 1:
        return texts.say("span.month", year=year, month=month)
    if first.year == last.year and (first.month, first.day) == (1, 1):
        return texts.say("span.year", year=year)
    ends = (calendar_day(texts, first), calendar_day(texts, last))
    return texts.say("span.between", first=ends[0], last=ends[1])


def ends_of(limit: Cap) -> dict[str, str]:
    """The two ends of a cap as blanks."""
    pairs = (("lowest", limit.lowest), ("highest", limit.highest))
    return {name: percent_words(value) for name, value in pairs if value is not None}


def _private(texts: Texts, loan: Loan, found: Figures, rates: RateBook, asked: date) -> Segment:
    """What four times the LPR means for this loan."""
    limit = found.cap
    if asked < NEW_RULE:
        return said(texts, "loan.private.too_early")
    if loan.signed is None:
        any_day = cap(rates, Regime.PRIVATE, NEW_RULE, asked, asked)
        return filled(texts, _NO_DAY[_side(found.percent, any_day)], ends_of(any_day))
    if limit.old and limit.highest is not None:
        today = cap(rates, Regime.PRIVATE, asked, asked, asked)
        return said(texts, "loan.private.old", cap=percent_words(today.highest or limit.highest))
    when = span_words(texts, loan.signed)
    if limit.lowest != limit.highest:
        key = _RANGE[_side(found.percent, limit)]
        return filled(texts, key, {"when": when, **ends_of(limit)})
    return _one_cap(texts, found.percent, limit, when)


def _one_cap(texts: Texts, percent: Decimal | None, limit: Cap, when: str) -> Segment:
    highest = limit.highest or Decimal(0)
    shown = percent_words(highest)
    over = (percent or Decimal(0)).quantize(_SHOWN, rounding=ROUND_HALF_UP) - highest
    if over <= 0:
        return said(texts, "loan.private.below", when=when, cap=shown, lpr=lpr_of(highest))
    points = over if over < 1 else over.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    words = {"when": when, "cap": shown, "lpr": lpr_of(highest), "over": percent_words(points)}
    return filled(texts, "loan.private.above", words)


def lpr_of(highest: Decimal) -> str:
    """The LPR that a cap is four times of."""
    return percent_words(highest / _TIMES)


def _side(percent: Decimal | None, limit: Cap) -> _Side:
    """Whether a rate lies above every possible cap, below all of them, or neither."""
    if percent is None or limit.lowest is None or limit.highest is None:
        return _Side.WITHIN
    if percent > limit.highest:
        return _Side.ABOVE
    return _Side.BELOW if percent <= limit.lowest else _Side.WITHIN


def _institution(texts: Texts, found: Figures) -> Segment:
    if found.percent is None:
        return said(texts, "loan.both.only")
    return said(texts, _INSTITUTIONS[found.regime][found.percent > ON_REQUEST])
