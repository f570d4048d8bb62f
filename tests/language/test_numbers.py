"""Chinese numerals: what is written or said comes back as the number it is."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.numbers import whole


@given(st.integers(1, 10**8 - 1), st.sampled_from(["low", "up"]))
def test_numerals_of_a_peer_are_read_back(value: int, mode: str) -> None:
    assert whole(cn2an.an2cn(value, mode)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两千五", 2500),
        ("一万二", 12000),
        ("十二万八", 128000),
        ("三百五", 350),
        ("一百零五", 105),
        ("两千零五", 2005),
        ("廿三", 23),
        ("卅", 30),
        ("二〇二七", 2027),
        ("九千九", 9900),
    ],
)
def test_spoken_numerals(text: str, value: int) -> None:
    assert whole(text) == value


@pytest.mark.parametrize(
    "text", ["", "千", "百十", "万", "五六百", "一两千", "七八万", "二三十", "一千二千"]
)
def test_what_is_no_number_or_a_vague_one_is_not_read(text: str) -> None:
    assert whole(text) is None
