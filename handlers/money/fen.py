"""Money in fen (1/100 yuan), whole numbers; yuan only where people read."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

from handlers.money.errors import Unusable

Fen = NewType("Fen", int)
"""An amount in fen."""
Percent = Decimal
"""Per cent a year: Decimal("13.4") is 13.4 %."""

FEN_PER_YUAN = 100
HUNDRED = Decimal(100)
_TENTH_PERCENT = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


def to_fen(yuan: Decimal | int | str) -> Fen:
    """Yuan as fen, rounded half up.

    Raises:
        Unusable: not a finite number.
    """
    value = Decimal(yuan)
    if not value.is_finite():
        raise Unusable("yuan")
    return rounded(value * FEN_PER_YUAN)


def rounded(fen: Decimal) -> Fen:
    """A computed amount as whole fen, half up, once, at the end of a computation."""
    return Fen(int(fen.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def yuan(fen: int) -> str:
    """An amount as people write it: 8500 元 without decimals, 8500.50 with both."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole}.{cents:02d}" if cents else f"{sign}{whole}"


def percent_words(percent: Decimal) -> str:
    """A percentage with at most one decimal, or two where it is exact with two (15.25)."""
    exact = percent.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
    shown = exact if exact == percent else percent.quantize(_TENTH_PERCENT, rounding=ROUND_HALF_UP)
    return f"{shown.normalize():f}"


def check_amounts(**amounts: int) -> None:
    """Refuse negative amounts.

    Raises:
        Unusable: names the argument, never its value.
    """
    for name, amount in amounts.items():
        if amount < 0:
            raise Unusable(name)
