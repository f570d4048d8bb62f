"""The zero of a continuous function: always between two places of different sign.

Chandrupatla's method (1997): inverse quadratic interpolation where it is safe, else halving. It
cannot leave the bracket, and the answer is certified by the sign change that is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class _Point:
    """A place and the function's value there."""

    place: Decimal
    value: Decimal


Function = Callable[[Decimal], Decimal]

_HALF = Decimal("0.5")
_LOOKS = 200
"""Far more than are ever needed: halving alone ends within 130."""


def bracket(function: Function, low: Decimal, first: Decimal, highest: Decimal) -> Decimal | None:
    """A place above `low`, found by doubling, where the sign differs.

    None if there is none up to `highest`.
    """
    sign = function(low) > 0
    high = first
    while high <= highest:
        if (function(high) > 0) != sign:
            return high
        high *= 2
    return None


def zero(function: Function, low: Decimal, high: Decimal, tolerance: Decimal) -> Decimal:
    """Where the function changes its sign between two places, to within the tolerance.

    Raises:
        ValueError: the signs at both ends are the same.
    """
    here, there = _Point(high, function(high)), _Point(low, function(low))
    for end in (here, there):
        if end.value == 0:
            return end.place
    if (here.value > 0) == (there.value > 0):
        raise ValueError("no sign change in the bracket")
    part = _HALF
    for _ in range(_LOOKS):
        place = here.place + part * (there.place - here.place)
        new = _Point(place, function(place))
        if (new.value > 0) == (here.value > 0):
            last, here = here, new
        else:
            last, there, here = there, here, new
        best = min(here, there, key=lambda point: abs(point.value))
        width = abs(there.place - here.place)
        if best.value == 0 or width <= tolerance:
            return best.place
        least = tolerance * _HALF / width
        part = min(max(_next_part(here, there, last), least), 1 - least)
    raise AssertionError("halving alone ends before this")


def _next_part(here: _Point, there: _Point, last: _Point) -> Decimal:
    """How far into the bracket to look: through three points where that is safe, else half."""
    if last.value in {here.value, there.value} or last.place == there.place:
        return _HALF
    places = (here.place - there.place) / (last.place - there.place)
    values = (here.value - there.value) / (last.value - there.value)
    if not (values * values < places and (1 - values) ** 2 < 1 - places):
        return _HALF
    one = here.value / (there.value - here.value) * (last.value / (there.value - last.value))
    other = (last.place - here.place) / (there.place - here.place)
    two = here.value / (last.value - here.value) * (there.value / (last.value - there.value))
    return one + other * two
