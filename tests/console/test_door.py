"""The door's translation: what the page sends, in neutral words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bell import Bell
from bot.console.door import LocalDoor, button_payload, file_payload, text_payload
from bot.errors import Unreadable
from handlers.messages import Incoming, MediaKind
from handlers.verdicts import SentSource
from storage.records import (
    InboxRow,
    InboxState,
    ItemId,
    LedgerId,
    PersonId,
    SealedPart,
    Sha256,
    Slot,
)

ROW = InboxRow(
    id=1,
    door="local",
    delivery_id="delivery-1",
    person=PersonId("1" * 32),
    ledger=LedgerId("2" * 32),
    item=ItemId("3" * 32),
    received_at=datetime(2026, 11, 23, 14, 40, tzinfo=UTC),
    state=InboxState.WAITING,
    attempts=0,
    first=True,
    new=True,
)
PART = SealedPart(Slot("2"), Sha256("4" * 64), "5" * 64, Sha256("6" * 64), 7)
DOOR = LocalDoor(Bell())


def translated(payload: bytes, row: InboxRow = ROW) -> Incoming:
    return DOOR.translate(row, payload)


@given(st.text())
def test_a_text_arrives_untouched_and_without_a_time_of_its_own(text: str) -> None:
    incoming = translated(text_payload(text))
    assert incoming.text == text
    assert incoming.sent.source is SentSource.UNKNOWN
    assert incoming.sent.at is None
    assert incoming.channel is None
    assert incoming.received_at == ROW.received_at
    assert (incoming.chat, incoming.message, incoming.first) == ("local", "delivery-1", True)
    assert (incoming.media, incoming.button, incoming.group) == ((), None, None)


@given(
    name=st.text(), caption=st.text(), group=st.none() | st.text(), kind=st.sampled_from(MediaKind)
)
def test_a_file_arrives_with_its_part(
    name: str, caption: str, group: str | None, kind: MediaKind
) -> None:
    payload = file_payload(
        name=name, mime="image/png", media_kind=kind, group=group, caption=caption
    )
    incoming = translated(payload, replace(ROW, uploads=(PART,)))
    (medium,) = incoming.media
    assert (medium.name, medium.kind, medium.mime) == (name, kind, "image/png")
    assert medium.part == PART
    assert (incoming.text, incoming.group) == (caption, group)


def test_a_button_arrives_as_its_action() -> None:
    incoming = translated(button_payload("withdraw:12", "撤回"))
    assert (incoming.button, incoming.text) == ("withdraw:12", "")


@pytest.mark.parametrize(
    "shape",
    [
        {"v": 2, "kind": "text", "text": "x"},
        {"kind": "text", "text": "x"},
        {"v": 1, "kind": "other"},
        {"v": 1},
        {"v": 1, "kind": "text"},
        {"v": 1, "kind": "text", "text": 7},
        {"v": 1, "kind": "button", "action": None},
        {"v": 1, "kind": "file", "name": "a", "mime": "b", "media_kind": "none", "group": None},
        {"v": 1, "kind": "file", "name": "a", "mime": "b", "media_kind": "voice"},
        [],
        7,
    ],
)
def test_what_the_page_never_sends_is_unreadable(shape: object) -> None:
    for row in (ROW, replace(ROW, uploads=(PART,))):
        with pytest.raises(Unreadable):
            translated(json.dumps(shape).encode(), row)


@given(st.binary())
def test_any_bytes_are_read_or_refused(payload: bytes) -> None:
    with pytest.raises(Unreadable):
        translated(payload)


def test_a_file_without_its_upload_is_unreadable() -> None:
    payload = file_payload(name="a", mime="b", media_kind=MediaKind.OTHER, group=None, caption="")
    with pytest.raises(Unreadable):
        translated(payload)
