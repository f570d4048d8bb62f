"""The zero of a continuous falling or rising function: bracketed always, Newton-quick mostly.

False position in its Illinois form, with a halving step whenever that stalls: it cannot leave the
bracket, so it ends wherever a sign change is; the answer is certified by that sign change.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

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
    at_low, at_high = function(low), function(high)
    if at_low == 0:
        return low
    if at_high == 0:
        return high
    if (at_low > 0) == (at_high > 0):
        raise ValueError("no sign change in the bracket")
    width = high - low
    for _ in range(_LOOKS):
        if high - low <= tolerance:
            break
        place = high - at_high * (high - low) / (at_high - at_low)
        if not low < place < high or high - low > width * _HALF:
            place = (low + high) * _HALF
        width = high - low
        value = function(place)
        if value == 0:
            return place
        if (value > 0) == (at_high > 0):
            high, at_high = place, value
            at_low *= _HALF
        else:
            low, at_low = place, value
            at_high *= _HALF
    return (low + high) * _HALF
