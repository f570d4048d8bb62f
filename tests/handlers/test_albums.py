"""What several that came as one are called, and in which order they are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import subjects
from handlers.bodies import Original
from handlers.messages import Media, MediaKind
from handlers.subjects import Part, Subject
from handlers.texts.texts import Texts
from handlers.verdicts import Sent, SentSource
from storage.records import Entry, ItemId, Kind, LedgerId, Number, SealedPart, Seq, Sha256, Slot

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load()


def part(
    number: int, *, message: str = "", kind: MediaKind = MediaKind.PICTURE, text: str = ""
) -> Part:
    entry = Entry(
        LedgerId("l"),
        Seq(2 * number),
        Kind.ORIGINAL,
        ItemId(f"i{number}"),
        AT,
        Sha256("d"),
        b"",
        number=Number(number),
    )
    sealed = SealedPart(Slot("2"), Sha256("c"), "m", Sha256(f"p{number}"), 1)
    media = (Media(kind, "a", "b", sealed),)
    sent = Sent(AT, SentSource.FORWARD) if text else Sent()
    original = Original("d", "c", message or str(number), AT, text, media, sent, pasted=False)
    return Part(entry, original)


def case(*parts: Part) -> Subject:
    return Subject(parts[0].entry, parts)


def test_numbers_in_a_row_are_a_span(texts: Texts) -> None:
    parts = [part(number) for number in (6, 4, 5, 3)]
    assert subjects.label(texts, case(*parts)) == "E-0003 至 E-0006（一组 4 张）"


def test_numbers_apart_are_listed(texts: Texts) -> None:
    assert subjects.numbers(texts, case(part(3), part(5), part(6))) == "E-0003、E-0005、E-0006"


def test_one_alone_is_only_its_number(texts: Texts) -> None:
    assert subjects.label(texts, case(part(7))) == "E-0007"


def test_other_files_are_not_counted_as_pictures(texts: Texts) -> None:
    mixed = case(part(1), part(2, kind=MediaKind.VIDEO))
    assert subjects.label(texts, mixed) == "E-0001 至 E-0002（一组 2 件）"


def test_together_they_say_what_each_says() -> None:
    together = case(part(1), part(2, text="说明"), part(3)).original
    assert together.text == "说明"
    assert together.sent.source is SentSource.FORWARD
    assert len(together.media) == 3


@given(st.permutations(range(1, 12)))
def test_platform_numbers_tell_the_order(order: list[int]) -> None:
    parts = [part(place, message=str(name)) for place, name in enumerate(order, start=1)]
    read = [int(one.original.message) for one in subjects.as_sent(parts)]
    assert read == sorted(order)


@given(st.permutations(["9", "10", "b", "a"]))
def test_other_names_stay_in_order_of_arrival(order: list[str]) -> None:
    parts = [part(place, message=name) for place, name in enumerate(order, start=1)]
    assert [one.original.message for one in subjects.as_sent(parts)] == order
