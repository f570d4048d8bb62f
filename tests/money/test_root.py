"""The root finder: inside its bracket, and a sign change behind every answer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.money.root import bracket, zero

TOLERANCE = Decimal("1e-8")
places = st.decimals(-50, 50, places=4)


@given(
    root=places, low=st.integers(1, 60), high=st.integers(1, 60), power=st.sampled_from([1, 3, 7])
)
def test_odd_powers_are_solved_inside_the_bracket(
    root: Decimal, low: int, high: int, power: int
) -> None:
    found = zero(lambda x: (x - root) ** power, root - low, root + high, TOLERANCE)
    assert root - low <= found <= root + high
    assert abs(found - root) <= TOLERANCE * 2


@given(step=places)
def test_a_jump_is_found_too(step: Decimal) -> None:
    found = zero(
        lambda x: Decimal(1) if x > step else Decimal(-1), Decimal(-60), Decimal(60), TOLERANCE
    )
    assert abs(found - step) <= TOLERANCE * 2


def test_the_ends_may_be_the_zero() -> None:
    assert zero(lambda x: x, Decimal(0), Decimal(1), TOLERANCE) == 0
    assert zero(lambda x: x - 1, Decimal(0), Decimal(1), TOLERANCE) == 1


def test_no_sign_change_is_refused() -> None:
    with pytest.raises(ValueError, match="sign"):
        zero(lambda x: x + 1, Decimal(0), Decimal(1), TOLERANCE)


def test_a_bracket_doubles_until_the_sign_differs() -> None:
    assert bracket(lambda x: x - 100, Decimal(0), Decimal(1), Decimal(1000)) == 128
    assert bracket(lambda x: x - 100, Decimal(0), Decimal(1), Decimal(64)) is None
