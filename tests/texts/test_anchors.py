"""What a pattern needs is read off the pattern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.anchors import Anchors, needed
from handlers.texts.pattern import Pattern


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        ("不想活", [{"不想活"}]),
        ("不想(?:再)?活", [{"不想"}, {"活"}]),
        ("(?:我(?!们)|自己).{0,4}死", [{"我", "自己"}, {"死"}]),
        ("(?:|药)吃", [{"吃"}]),
        ("[一二]瓶", [{"一", "二"}, {"瓶"}]),
        ("[^一]+瓶", [{"瓶"}]),
        ("(?<!不)想(?:好了){2,}", [{"想"}, {"好了"}]),
        (".*", []),
        ("(?:活|.)", []),
    ],
)
def test_what_a_pattern_needs(pattern: str, groups: list[set[str]]) -> None:
    assert list(needed(pattern)) == groups


_LETTER = st.sampled_from("死活想我")
_PATTERN = st.recursive(
    _LETTER,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: f"(?:{'|'.join(some)})"),
        inner.map("(?:{})?".format),
        inner.map("(?:{}){{1,2}}".format),
        inner.map(".{{0,2}}{}".format),
    ),
    max_leaves=6,
)


@given(_PATTERN, st.text("死活想我，", max_size=12))
def test_whatever_matches_is_worth_trying(pattern: str, text: str) -> None:
    compiled = Pattern.checked(pattern)
    trying = Anchors.of([(compiled, "whose")]).worth_trying(text)
    assert trying == [(compiled, "whose")] or compiled.search(text) is None
