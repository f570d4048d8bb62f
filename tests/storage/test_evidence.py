"""The canonical bytes: exact, complete, and nothing else is accepted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import evidence, instants
from storage.evidence import Claim, MalformedError, PartClaim
from storage.records import ItemId, Kind, LedgerId, Number, Seq, Sha256, Slot

digests = st.binary(min_size=32, max_size=32).map(lambda raw: Sha256(raw.hex()))
ids = st.binary(min_size=16, max_size=16).map(bytes.hex)
instants_ = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]))
slots = st.sampled_from(["0", "1", "2", "17.0"]).map(Slot)
counts = st.integers(0, 2**40)
claims = st.builds(
    Claim,
    ledger=ids.map(LedgerId),
    seq=counts.map(Seq),
    kind=st.just(Kind.ORIGINAL),
    at=instants_.filter(lambda at: at.year > 1),
    item=ids.map(ItemId),
    prev=digests,
    parts=st.lists(st.builds(PartClaim, slots, digests, digests), max_size=3).map(tuple),
    number=st.integers(1, 2**40).map(Number),
    source=digests,
    content=digests,
)
NOTE = Claim(
    ledger=LedgerId("a" * 32),
    seq=Seq(3),
    kind=Kind.NOTE,
    at=datetime(2026, 11, 23, tzinfo=UTC),
    item=ItemId("b" * 32),
    prev=Sha256("c" * 64),
    refers=Seq(1),
    label="verdict",
)


@given(claims)
def test_what_is_written_is_read_back(claim: Claim) -> None:
    canonical = evidence.encode(claim)
    again = evidence.decode(canonical)
    assert again == replace(claim, at=claim.at.astimezone(UTC))
    assert evidence.encode(again) == canonical


@given(claims, st.integers(0, 10_000))
def test_a_flipped_bit_is_another_digest_or_no_entry(claim: Claim, bit: int) -> None:
    canonical = evidence.encode(claim)
    at = bit // 8 % len(canonical)
    damaged = canonical[:at] + bytes([canonical[at] ^ (1 << bit % 8)]) + canonical[at + 1 :]
    assert evidence.digest(damaged) != evidence.digest(canonical)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "wenzhu-evidence/2"},
        {"seq": -1},
        {"seq": True},
        {"seq": 1.5},
        {"kind": "other"},
        {"kind": "erased"},
        {"at": "2026-11-23T00:00:00Z"},
        {"at": "2026-11-23T00:00:00.000000+08:00"},
        {"at": 5},
        {"item": "B" * 32},
        {"prev": "c" * 63},
        {"label": 7},
        {"label": None},
        {"refers": None},
        {"number": 1},
        {"more": 1},
        {"parts": [{"slot": "0"}]},
        {"parts": [{"slot": "00", "cipher": "c" * 64, "mac": "c" * 64}]},
        {"parts": {"slot": 1}},
    ],
)
def test_what_is_not_exactly_the_format_is_refused(change: dict[str, object]) -> None:
    fields = json.loads(evidence.encode(NOTE)) | change
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(MalformedError):
        evidence.decode(canonical)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 5000,
        b" " + evidence.encode(NOTE),
        evidence.encode(NOTE).replace(b'"seq":3', b'"seq":3,"seq":3'),
        evidence.encode(NOTE).replace(b'"seq":3', b'"seq":3.0'),
        evidence.encode(NOTE).replace(b"verdict", b"\\u0076erdict"),
    ],
)
def test_other_bytes_are_refused(damaged: bytes) -> None:
    with pytest.raises(MalformedError):
        evidence.decode(damaged)


def test_a_kind_needs_its_fields_and_no_others() -> None:
    for wrong in ({"number": Number(1)}, {"label": None}, {"kind": Kind.ORIGINAL}):
        with pytest.raises(MalformedError):
            evidence.encode(replace(NOTE, **wrong))


def test_different_ledgers_begin_differently() -> None:
    one, two = LedgerId("a" * 32), LedgerId("b" * 32)
    assert evidence.genesis(one) != evidence.genesis(two)


@given(instants_, instants_)
def test_instants_sort_as_text(one: datetime, two: datetime) -> None:
    if one.year > 1 and two.year > 1:
        assert (instants.write(one) < instants.write(two)) == (one < two)
        assert instants.read(instants.write(one)) == one


def test_naive_times_are_refused() -> None:
    naive = datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        instants.write(naive)
    for text in ("2026-11-23T00:00:00.000000", "2026-13-23T00:00:00.000000Z", "yesterday"):
        with pytest.raises(ValueError, match=r".+"):
            instants.read(text)
