"""Hours of the clock that somebody names for himself."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.clocks import Span, span


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12点到2点", Span(time(12), time(14), guessed=True)),
        ("十二点到两点半", Span(time(12), time(14, 30), guessed=True)),
        ("中午12点到2点", Span(time(12), time(14))),
        ("中午12点到下午2点", Span(time(12), time(14))),
        ("晚上12点到早上8点", Span(time(0), time(8))),
        ("夜里12点到2点", Span(time(0), time(2))),
        ("12点到6点", Span(time(0), time(6))),
        ("12点到14点", Span(time(12), time(14))),
        ("12:00到14:00", Span(time(12), time(14))),
        ("22:30到7:30", Span(time(22, 30), time(7, 30))),
        ("0点到2点", Span(time(0), time(2))),
        ("晚上10到早上8点", Span(time(22), time(8))),
        ("十点以后", Span(time(22), None)),
        ("八点以前", Span(None, time(8))),
    ],
)
def test_the_hours_that_are_meant(text: str, found: Span) -> None:
    assert span(text) == found


@given(st.integers(13, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59))
def test_hours_of_twenty_four_are_never_guessed(one: int, first: int, two: int, last: int) -> None:
    told = span(f"{one}:{first:02}到{two:02}:{last:02}")
    assert told is not None
    assert told.first == time(one, first)
    assert not told.guessed


@given(st.integers(1, 4), st.sampled_from(("", "半")))
def test_a_nap_is_said_back_and_the_night_is_twelve_hours_away(hour: int, half: str) -> None:
    told = span(f"12点到{hour}点{half}")
    assert told is not None
    assert told.guessed
    night = span(f"夜里12点到{hour}点{half}")
    assert night is not None
    assert (told.otherwise.first, told.otherwise.last) == (night.first, night.last)
