"""What people send on Telegram, in neutral words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.telegram import raw
from bot.telegram.rendering import callback_data
from bot.telegram.translating import STALE, Understood, understand
from handlers.messages import MediaKind, Origin, OriginKind
from handlers.texts.texts import Texts
from handlers.verdicts import SentSource
from storage.records import InboxRow, InboxState, ItemId, LedgerId, PersonId
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.shapes import Json

pytest_plugins = ["tests.telegram.simulator.fixtures"]

ANNA = 1001
NOW = datetime(2026, 11, 23, 6, 40, tzinfo=UTC)
LEDGER = LedgerId("ab" * 16)
THEN = 1_763_900_000
ROW = InboxRow(
    id=1,
    door="telegram",
    delivery_id="100001",
    person=PersonId("cd" * 16),
    ledger=LEDGER,
    item=ItemId("ef" * 16),
    received_at=NOW,
    state=InboxState.WAITING,
    attempts=0,
    first=False,
    new=True,
)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load()


def understood(update: Json, texts: Texts) -> Understood:
    return understand(ROW, json.dumps(update, ensure_ascii=False).encode(), texts)


async def test_a_typed_text_has_no_sent_time(simulator: Simulator, texts: Texts) -> None:
    update = await simulator.text(ANNA, " 你好\n<b> ")
    incoming = understood(update, texts).incoming
    assert incoming.text == " 你好\n<b> "
    assert incoming.sent.at is None
    assert incoming.sent.source is SentSource.UNKNOWN
    assert (incoming.origin, incoming.edits, incoming.button) == (None, None, None)
    assert incoming.message == str(update["message"]["message_id"])
    assert (incoming.chat, incoming.received_at, incoming.unfit) == (str(ANNA), NOW, False)


@pytest.mark.parametrize(
    ("forward", "origin"),
    [
        ({"type": "user", "name": "催收员小王"}, Origin(OriginKind.USER, "催收员小王")),
        ({"type": "hidden_user", "name": "某某"}, Origin(OriginKind.HIDDEN, "某某")),
        ({"type": "chat", "name": "某群"}, Origin(OriginKind.CHAT, "某群")),
        ({"type": "channel", "name": "某频道"}, Origin(OriginKind.CHANNEL, "某频道")),
    ],
)
async def test_a_forward_keeps_its_origin_and_date(
    simulator: Simulator, texts: Texts, forward: Json, origin: Origin
) -> None:
    update = await simulator.text(ANNA, "还钱", forward={**forward, "date": THEN})
    incoming = understood(update, texts).incoming
    assert incoming.origin == origin
    assert incoming.sent.at == datetime.fromtimestamp(THEN, UTC)
    assert incoming.sent.source is SentSource.FORWARD


async def test_of_a_photo_the_largest_is_wanted(simulator: Simulator, texts: Texts) -> None:
    update = await simulator.message(ANNA, "photo", caption="看")
    found = understood(update, texts)
    assert found.incoming.text == "看"
    assert found.wanted is not None
    assert found.wanted.kind is MediaKind.PICTURE
    assert found.wanted.recompressed
    sizes = update["message"]["photo"]
    assert found.wanted.file_id == max(sizes, key=lambda size: size["width"])["file_id"]


@pytest.mark.parametrize(
    ("kind", "expected", "name"),
    [
        ("document", MediaKind.DOCUMENT, "起诉状.pdf"),
        ("voice", MediaKind.VOICE, ""),
        ("audio", MediaKind.VOICE, "录音.m4a"),
        ("video", MediaKind.VIDEO, "上门.mp4"),
        ("video_note", MediaKind.VIDEO, ""),
        ("animation", MediaKind.VIDEO, None),
    ],
)
async def test_every_kind_of_file(
    simulator: Simulator, texts: Texts, kind: str, expected: MediaKind, name: str | None
) -> None:
    order = {"name": name} if name else {}
    found = understood(await simulator.message(ANNA, kind, **order), texts)
    assert found.wanted is not None
    assert found.wanted.kind is expected
    assert found.wanted.size
    assert not found.wanted.recompressed
    assert not found.incoming.unfit
    if name is not None:
        assert found.wanted.name == name


@pytest.mark.parametrize(
    ("kind", "order", "words"),
    [
        ("location", {"latitude": 31.5, "longitude": 121.25}, "位置：31.500000, 121.250000"),
        ("venue", {"title": "某大厦", "address": "某路1号"}, "地点：某大厦，某路1号"),
        ("contact", {"phone": "+8613900000000", "first_name": "王"}, "联系人：王，+8613900000000"),
    ],
)
async def test_places_and_contacts_become_words(
    simulator: Simulator, texts: Texts, kind: str, order: Json, words: str
) -> None:
    incoming = understood(await simulator.message(ANNA, kind, **order), texts).incoming
    assert incoming.text.startswith(words)
    assert not incoming.unfit


@pytest.mark.parametrize("kind", ["sticker", "unknown"])
async def test_what_can_never_be_evidence(simulator: Simulator, texts: Texts, kind: str) -> None:
    found = understood(await simulator.message(ANNA, kind), texts)
    assert found.incoming.unfit
    assert found.wanted is None


async def test_an_album_shares_its_group(simulator: Simulator, texts: Texts) -> None:
    updates = await simulator.album(ANNA, {"caption": "一"}, {}, {})
    incomings = [understood(update, texts).incoming for update in updates]
    assert len({incoming.group for incoming in incomings}) == 1
    assert incomings[0].group
    assert len({incoming.message for incoming in incomings}) == 3


async def test_an_edit_names_what_it_edits(simulator: Simulator, texts: Texts) -> None:
    first = await simulator.text(ANNA, "还钱")
    number = first["message"]["message_id"]
    edits = [await simulator.edit(ANNA, number, text=f"还钱{n}") for n in range(2)]
    found = [understood(edit, texts).incoming for edit in edits]
    assert [incoming.edits for incoming in found] == [str(number)] * 2
    assert [incoming.text for incoming in found] == ["还钱0", "还钱1"]
    assert len({incoming.message for incoming in found} | {str(number)}) == 3


def pressed(data: str) -> Json:
    person = {"id": ANNA, "is_bot": False, "first_name": "安"}
    query = {"id": "77", "from": person, "chat_instance": "1", "data": data}
    return {"update_id": 5, "callback_query": query}


def test_a_button_carries_its_action(texts: Texts) -> None:
    data = callback_data(LEDGER, "when:12:night")
    incoming = understood(pressed(data), texts).incoming
    assert (incoming.button, incoming.chat) == ("when:12:night", str(ANNA))


@pytest.mark.parametrize("data", ["erase:0", callback_data(LedgerId("00" * 16), "erase:0"), ""])
def test_a_button_of_a_ledger_that_is_no_more_is_stale(texts: Texts, data: str) -> None:
    assert understood(pressed(data), texts).incoming.button == STALE


@pytest.mark.parametrize(
    "payload",
    [b"", b"{", b"[]", b"null", b'{"update_id": true}', b'{"update_id": 1}', b"\xff", b"{}"],
)
def test_what_is_no_update_is_unreadable(texts: Texts, payload: bytes) -> None:
    with pytest.raises(Unreadable):
        understand(ROW, payload, texts)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
WHOLE = {"message_id": 1, "date": THEN}
FIELDS = ("text", "caption", "photo", "document", "voice", "forward_origin", "sticker", "contact")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES), st.sampled_from([{}, WHOLE]))
def test_a_shape_we_do_not_know_is_said_to_be_unfit_never_an_error(
    fields: dict[str, Any], head: dict[str, Any]
) -> None:
    texts = Texts.load()
    message = {"chat": {"id": ANNA, "type": "private"}, **head, **fields}
    found = understood({"update_id": 1, "message": message}, texts)
    assert found.incoming.unfit or found.incoming.text or found.wanted is not None


@given(st.lists(st.dictionaries(st.text(max_size=6), JSON_VALUES, max_size=4), max_size=5))
def test_a_batch_is_cut_without_writing_anything_anew(shapes: list[dict[str, Any]]) -> None:
    pieces = [json.dumps({**shape, "update_id": n}, indent=1) for n, shape in enumerate(shapes)]
    answer = '{"x": [1, {"result": []}] , "ok":true,\n "result" : [ ' + " ,\n".join(pieces) + " ] }"
    batch = raw.batch(answer.encode())
    assert [update.raw.decode() for update in batch] == pieces
    assert [update.number for update in batch] == list(range(len(shapes)))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"[]",
        b'{"ok":true}',
        b'{"result":{}}',
        b'{"result":[1]}',
        b'{"result":[{}',
        b"\xff",
    ],
)
def test_an_answer_that_is_cut_off_is_refused(answer: bytes) -> None:
    with pytest.raises(raw.NotAnUpdate):
        raw.batch(answer)
