"""Sealed parts open only whole, in order, in their own place."""

from __future__ import annotations

import itertools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import sealing
from storage.errors import Tampered
from storage.keys import ItemKey, Keyring, PersonKey
from storage.records import ItemId, LedgerId, PersonId, Slot, Source

KEY = bytes(range(32))
ITEM = ItemId("a" * 32)
SLOT = Slot("2")
LARGE = os.urandom(sealing.CHUNK * 2 + 100)
SEALED = sealing.seal(KEY, ITEM, SLOT, LARGE)
FULL = sealing.CHUNK + sealing.TAG


@given(
    size=st.sampled_from([0, 1, sealing.CHUNK - 1, sealing.CHUNK, sealing.CHUNK + 1, len(LARGE)]),
    cuts=st.lists(st.integers(0, len(SEALED)), max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_however_it_is_cut_it_is_the_same(size: int, cuts: list[int]) -> None:
    sealer = sealing.Sealer(KEY, ITEM, SLOT)
    plain = LARGE[:size]
    edges = [0, *sorted(min(cut, size) for cut in cuts), size]
    pieces = [sealer.update(plain[a:b]) for a, b in itertools.pairwise(edges)]
    sealed = sealer.header + b"".join(pieces) + sealer.finish()
    assert len(sealed) == sealing.sealed_size(size)
    opener = sealing.Opener(KEY, ITEM, SLOT)
    edges = [0, *sorted(min(cut, len(sealed)) for cut in cuts), len(sealed)]
    opened = [opener.update(sealed[a:b]) for a, b in itertools.pairwise(edges)]
    assert b"".join(opened) + opener.finish() == plain


@given(st.integers(0, len(SEALED) * 8 - 1))
@settings(max_examples=60, deadline=None)
def test_a_flipped_bit_does_not_open(bit: int) -> None:
    at, mask = bit // 8, 1 << (bit % 8)
    damaged = SEALED[:at] + bytes([SEALED[at] ^ mask]) + SEALED[at + 1 :]
    with pytest.raises(Tampered):
        sealing.unseal(KEY, ITEM, SLOT, damaged)


HEAD, ONE, TWO, REST = (
    SEALED[: sealing.HEADER],
    SEALED[sealing.HEADER : sealing.HEADER + FULL],
    SEALED[sealing.HEADER + FULL : sealing.HEADER + 2 * FULL],
    SEALED[sealing.HEADER + 2 * FULL :],
)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        HEAD,
        HEAD + ONE,
        HEAD + ONE + TWO,
        HEAD + TWO + ONE + REST,
        HEAD + ONE + REST,
        HEAD + REST,
        HEAD + ONE + TWO + REST + REST,
        HEAD + ONE + TWO + REST[:-1],
        SEALED + b"\0",
    ],
)
def test_cut_swapped_repeated_or_longer_does_not_open(damaged: bytes) -> None:
    with pytest.raises(Tampered):
        sealing.unseal(KEY, ITEM, SLOT, damaged)


def test_a_part_opens_only_in_its_own_place() -> None:
    for key, item, slot in (
        (KEY[::-1], ITEM, SLOT),
        (KEY, ItemId("b" * 32), SLOT),
        (KEY, ITEM, Slot("3")),
    ):
        with pytest.raises(Tampered):
            sealing.unseal(key, item, slot, SEALED)


def test_a_wrapped_key_opens_only_for_its_owner() -> None:
    keyring, person = Keyring(KEY), PersonKey.new(PersonId("p"))
    ledger, item = LedgerId("l"), ItemKey.new(ITEM)
    wrapped_person, wrapped = keyring.wrap_person(person), person.wrap_item(ledger, item)
    assert keyring.unwrap_person(person.person, wrapped_person) == person
    assert person.unwrap_item(ledger, ITEM, wrapped) == item
    address = person.seal_address(ledger, "local", "地址")
    assert person.open_address(ledger, "local", address) == "地址"
    for attempt in (
        lambda: keyring.unwrap_person(PersonId("q"), wrapped_person),
        lambda: Keyring(KEY[::-1]).unwrap_person(person.person, wrapped_person),
        lambda: person.unwrap_item(LedgerId("m"), ITEM, wrapped),
        lambda: person.unwrap_item(ledger, ItemId("b" * 32), wrapped),
        lambda: person.unwrap_item(ledger, ITEM, address),
        lambda: person.open_address(ledger, "cli", address),
        lambda: person.open_address(ledger, "local", b""),
    ):
        with pytest.raises(Tampered):
            attempt()


def test_keys_do_not_show_themselves() -> None:
    person, item = PersonKey(PersonId("p"), b"secret-secret"), ItemKey(ITEM, b"secret", b"secret")
    assert "secret" not in repr(person) + repr(item)


texts = st.text(max_size=8)


@given(st.tuples(texts, texts, texts, texts), st.tuples(texts, texts, texts, texts))
def test_different_sources_have_different_keys(
    one: tuple[str, str, str, str], two: tuple[str, str, str, str]
) -> None:
    keyring = Keyring(KEY)
    same = keyring.source_key(Source(*one)) == keyring.source_key(Source(*two))
    assert same == (one == two)
    same = keyring.address_key(*one[:2]) == keyring.address_key(*two[:2])
    assert same == (one[:2] == two[:2])
    assert keyring.address_key(*one[:2]) != keyring.delivery_key(*one[:2])
