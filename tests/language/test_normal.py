"""Normal forms keep their way back to the original, on every text there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.evasion import Disguises, Unmasker, pairs
from handlers.language.normal import (
    Mapped,
    Normaliser,
    fold,
    identity,
    is_han,
)

NORMALISE = Normaliser()
DISGUISES = Disguises(
    {"亻言": "信", "txl": "通讯录", "妳": "你"}, {"cui": "催", "shou": "收手", "zhai": "债"}
)
UNMASK = Unmasker(DISGUISES, pairs(["催收", "债务", "通讯录"]))
ANY_TEXT = st.text(max_size=200)
BUSY_TEXT = st.text(
    alphabet="催收還錢傳票ＡＢaｂ１2 　*·☆._|\u200b\ufe0f😀\n\t…！!，cuishou亻言", max_size=80
)


def check(original: str, mapped: Mapped) -> None:
    assert len(mapped.text) == len(mapped.starts) == len(mapped.ends)
    assert all(
        0 <= start < end <= len(original)
        for start, end in zip(mapped.starts, mapped.ends, strict=True)
    )
    assert list(mapped.starts) == sorted(mapped.starts)
    assert list(mapped.ends) == sorted(mapped.ends)


@given(st.one_of(ANY_TEXT, BUSY_TEXT))
def test_offsets_stay_in_range_and_never_fall(text: str) -> None:
    normal = NORMALISE(text)
    check(text, normal)
    check(text, UNMASK(normal))


@given(st.one_of(ANY_TEXT, BUSY_TEXT))
def test_every_character_maps_back_to_the_one_it_came_from(text: str) -> None:
    normal = NORMALISE(text)
    for position, character in enumerate(normal.text):
        start, end = normal.span(position, position + 1)
        alone = fold(identity(text[start:end])).text
        # only a traditional character may look different, and it stays one character
        assert character in alone or (is_han(character) and len(alone) == 1)


@given(st.one_of(ANY_TEXT, BUSY_TEXT))
def test_normalising_is_deterministic(text: str) -> None:
    assert NORMALISE(text) == Normaliser()(text)


@given(
    st.text(alphabet="催收还钱通讯录群发曝光", min_size=1, max_size=20),
    st.sampled_from([" ", "*", "·", "☆", "\u200b", "_", "|", "😀", "\n", "\u200d "]),
)
def test_separators_between_characters_vanish(text: str, separator: str) -> None:
    plain = NORMALISE(text).text
    assert NORMALISE(separator.join(text)).text == plain


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("傳票", "传票"),
        ("ＡＰＰ　還款！", "app 还款!"),
        ("通*讯*录", "通讯录"),
        ("催\u200b收", "催收"),
        ("还还还还还还钱", "还还还钱"),
        ("100000元", "100000元"),
        ("13****5678", "13****5678"),
        ("8:00-21:00", "8:00-21:00"),
        ("通讯\n录", "通讯录"),
        ("好。\n客户", "好。\n客户"),
        ("等着…你", "等着,你"),
        ("", ""),
    ],
)
def test_known_forms(text: str, normal: str) -> None:
    assert NORMALISE(text).text == normal


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("催shou", "催收"),
        ("cuishou", "催收"),
        ("zhai务", "债务"),
        ("爆txl", "爆通讯录"),
        ("txls", "txls"),
        ("hello", "hello"),
        ("亻言用", "信用"),
        ("妳好", "你好"),
    ],
)
def test_disguises(text: str, meant: str) -> None:
    mapped = UNMASK(NORMALISE(text))
    assert mapped.text == meant
    check(text, mapped)


def test_nothing_disguised_is_the_same_object() -> None:
    normal = identity("您好，请还款")
    assert UNMASK(normal) is normal
