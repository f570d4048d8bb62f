"""The formats are what the golden vectors say, and what the document tells a stranger."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from storage import evidence
from storage.keys import Keyring
from tests.storage import golden_vectors

DOCUMENT = Path(__file__).parents[2] / "docs" / "evidence-format.md"


@pytest.mark.parametrize("name", ["keys.json", "sealed.json", "entries.json"])
def test_golden_vectors(name: str) -> None:
    stored = (golden_vectors.GOLDEN / name).read_text("utf-8")
    assert golden_vectors.vectors()[name] == stored


def test_golden_entries_are_read_back() -> None:
    stored = json.loads((golden_vectors.GOLDEN / "entries.json").read_text("utf-8"))
    for claim, golden in zip(golden_vectors.claims(), stored["entries"], strict=True):
        assert evidence.decode(golden["canonical"].encode()) == claim


def test_golden_keys_open() -> None:
    golden = json.loads((golden_vectors.GOLDEN / "keys.json").read_text("utf-8"))
    keyring = Keyring(bytes.fromhex(golden["master"]))
    wrapped = bytes.fromhex(golden["person"]["wrapped"])
    person = keyring.unwrap_person(golden["person"]["id"], wrapped)
    assert person.key.hex() == golden["person"]["key"]
    item = golden["item"]
    key = person.unwrap_item(item["ledger"], item["id"], bytes.fromhex(item["wrapped"]))
    assert (key.key.hex(), key.salt.hex()) == (item["key"], item["salt"])


def documented() -> dict[str, Any]:
    """What the document's Python blocks define, executed."""
    blocks = re.findall(
        r"^```python\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(DOCUMENT), "exec"), names)  # noqa: S102 - our own document
    return names


def test_the_documents_verifier_accepts_the_golden_chain_and_nothing_else() -> None:
    verify_chain = documented()["verify_chain"]
    golden = json.loads((golden_vectors.GOLDEN / "entries.json").read_text("utf-8"))
    entries = [entry["canonical"].encode() for entry in golden["entries"]]
    head = golden["entries"][-1]["digest"]
    assert verify_chain(golden["ledger"], entries) == head
    for damaged in (entries[1:], entries[::-1], [entries[0], *entries[2:]]):
        with pytest.raises(AssertionError):
            verify_chain(golden["ledger"], damaged)
    assert verify_chain(golden["ledger"], entries[:-1]) != head


def test_the_documents_opener_opens_the_golden_parts() -> None:
    names = documented()
    golden = json.loads((golden_vectors.GOLDEN / "sealed.json").read_text("utf-8"))
    item = json.loads((golden_vectors.GOLDEN / "keys.json").read_text("utf-8"))["item"]
    key, salt = bytes.fromhex(item["key"]), bytes.fromhex(item["salt"])
    ours = golden_vectors.item_key(golden_vectors.ITEMS[0])
    for part in golden:
        plain = (part["plain_repeats"].encode() * (part["plain_size"] // 7 + 1))[
            : part["plain_size"]
        ]
        sealed = ours.seal(part["slot"], plain, bytes.fromhex(part["salt"]))
        assert names["open_part"](key, part["item"], part["slot"], sealed) == plain
        assert names["part_mac"](salt, part["slot"], plain) == part["mac"]


def test_the_document_names_every_field_and_kind() -> None:
    text = DOCUMENT.read_text("utf-8")
    fields = {field for fields in evidence._FIELDS.values() for field in fields}
    for name in {*fields, *(kind.value for kind in evidence._FIELDS)}:
        assert f"`{name}`" in text
