"""Bodies, replies and verdicts come back from their bytes as they went in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.bodies import (
    Original,
    original_in,
    original_out,
    pack,
    reading_in,
    reading_out,
    unpack,
    verdict_in,
    verdict_shape,
)
from handlers.messages import (
    Button,
    Look,
    Media,
    MediaKind,
    Origin,
    OriginKind,
    Reply,
    Segment,
    Stage,
    Voice,
)
from handlers.picture import Mark, Panel, Picture, Square
from handlers.ports import Line, Reading
from handlers.replies import from_bytes, to_bytes
from handlers.verdicts import (
    Channel,
    Finding,
    Outcome,
    Paper,
    PracticeId,
    ProvisionId,
    Sent,
    SentSource,
    Severity,
    Verdict,
)
from storage.records import SealedPart, Sha256, Slot

MOMENTS = st.datetimes(timezones=st.just(UTC))
WORDS = st.text(max_size=40)
DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
PARTS = st.builds(
    SealedPart,
    slot=st.integers(2, 9).map(lambda number: Slot(str(number))),
    cipher=DIGESTS.map(Sha256),
    mac=DIGESTS,
    plain=DIGESTS.map(Sha256),
    size=st.integers(1, 10**9),
)
SENT = st.one_of(
    st.just(Sent()),
    st.builds(Sent, MOMENTS, st.sampled_from([s for s in SentSource if s != "unknown"])),
)
MEDIA = st.builds(
    Media,
    kind=st.sampled_from(MediaKind),
    name=WORDS,
    mime=WORDS,
    part=PARTS,
    recompressed=st.booleans(),
)
ORIGINALS = st.builds(
    Original,
    door=WORDS,
    chat=WORDS,
    message=WORDS,
    received_at=MOMENTS,
    text=WORDS,
    media=st.lists(MEDIA, max_size=3).map(tuple),
    sent=SENT,
    pasted=st.booleans(),
    origin=st.one_of(
        st.none(), st.builds(Origin, st.sampled_from(OriginKind), st.one_of(st.none(), WORDS))
    ),
    group=st.one_of(st.none(), WORDS),
    channel=st.one_of(st.none(), st.sampled_from(Channel)),
)
READINGS = st.builds(
    Reading,
    text=WORDS,
    engine=WORDS,
    seconds=st.floats(0, 100),
    lines=st.lists(
        st.builds(
            Line,
            text=WORDS,
            box=st.lists(st.tuples(st.integers(), st.integers()), max_size=4).map(tuple),
            confidence=st.floats(0, 1),
        ),
        max_size=3,
    ).map(tuple),
    turned=st.sampled_from([0, 90, 180, 270]),
    failed=st.one_of(st.none(), WORDS),
    pages=st.integers(0, 9),
    pages_read=st.integers(0, 9),
    cut=st.booleans(),
)
FINDINGS = st.builds(
    Finding,
    practice=WORDS.map(PracticeId),
    because=WORDS,
    rule=WORDS,
    confidence=st.floats(0, 1),
    quote=st.one_of(st.none(), WORDS),
    start=st.one_of(st.none(), st.integers(0, 99)),
    end=st.one_of(st.none(), st.integers(0, 99)),
)
VERDICTS = st.builds(
    Verdict,
    outcome=st.sampled_from(Outcome),
    severity=st.sampled_from(Severity),
    catalogue=WORDS,
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    possible=st.lists(FINDINGS, max_size=2).map(tuple),
    provisions=st.lists(WORDS.map(ProvisionId), max_size=3).map(tuple),
    model=st.one_of(st.none(), WORDS),
    paper=st.one_of(st.none(), st.sampled_from(Paper)),
    asks_when=st.booleans(),
)
PAIRS = st.tuples(WORDS, WORDS)
PANELS = st.builds(
    Panel,
    heading=WORDS,
    spare=WORDS,
    state=WORDS,
    late=st.booleans(),
    left=PAIRS,
    paid=PAIRS,
    filled=st.integers(0, 100),
    squares=st.lists(st.builds(Square, st.sampled_from(Mark), st.integers(0, 100)), max_size=3).map(
        tuple
    ),
    tally=WORDS,
    next=WORDS,
)
PICTURES = st.builds(
    Picture,
    panels=st.lists(PANELS, max_size=2).map(tuple),
    legend=st.lists(st.tuples(st.sampled_from(Mark), WORDS), max_size=2).map(tuple),
    rest=WORDS,
    words=WORDS,
)
REPLIES = st.builds(
    Reply,
    segments=st.lists(
        st.builds(
            Segment,
            text=WORDS,
            voice=st.sampled_from(Voice),
            look=st.sampled_from(Look),
            folded=st.booleans(),
            sources=st.lists(WORDS, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    buttons=st.lists(st.builds(Button, WORDS, WORDS), max_size=3).map(tuple),
    stage=st.sampled_from(Stage),
    number=st.one_of(st.none(), st.integers(1, 9999)),
    picture=st.one_of(st.none(), PICTURES),
)


@given(ORIGINALS)
def test_originals_come_back(original: Original) -> None:
    assert original_in(original_out(original)) == original


@given(READINGS)
def test_readings_come_back(reading: Reading) -> None:
    assert reading_in(reading_out(Slot("2"), reading)) == (Slot("2"), reading)


@given(VERDICTS)
def test_verdicts_come_back(verdict: Verdict) -> None:
    assert verdict_in(unpack(pack({"verdict": verdict_shape(verdict)}))["verdict"]) == verdict


@given(REPLIES)
def test_replies_come_back(reply: Reply) -> None:
    assert from_bytes(to_bytes(reply)) == reply


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"v":2}', b"null", b"not json"])
def test_an_unknown_version_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"version|Expecting|invalid literal"):
        unpack(body)
    with pytest.raises(ValueError, match=r"version|Expecting|invalid literal"):
        from_bytes(body)


def test_the_digest_on_the_receipt_is_of_the_one_file_else_of_the_text() -> None:
    part = SealedPart(Slot("2"), Sha256("a" * 64), "b" * 64, Sha256("c" * 64), 3)
    medium = Media(MediaKind.PICTURE, "x.png", "image/png", part)
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    def original(text: str, *media: Media) -> Original:
        return Original("local", "c", "m", moment, text, media, Sent(), pasted=True)

    assert original("说明", medium).digest == "c" * 64
    assert (
        original("abc").digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert original("", medium, medium).digest not in {"c" * 64, original("").digest}
