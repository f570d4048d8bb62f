"""Builds the golden vectors: python -m tests.storage.golden_vectors writes them anew.

Everything that is random or a clock in the real program is fixed here, so that the bytes of the
evidence format, of sealed parts and of wrapped keys are nailed down. A change that alters them
is a new format, not an edit of the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage import evidence
from storage.evidence import Claim, PartClaim
from storage.keys import ItemKey, Keyring, PersonKey
from storage.records import (
    ItemId,
    Kind,
    LedgerId,
    Number,
    PersonId,
    Seq,
    Sha256,
    Slot,
    Source,
)
from storage.sealing import CHUNK

GOLDEN = Path(__file__).parent / "golden"
PERSON = PersonId("11" * 16)
LEDGER = LedgerId("22" * 16)
ITEMS = [ItemId("33" * 16), ItemId("44" * 16)]
NONCE = bytes(range(12))
SALT = bytes(range(100, 132))
AT = [datetime(2026, 11, 23, 6, minute, 0, 123456, tzinfo=UTC) for minute in range(5)]


def secret(name: str) -> bytes:
    return hashlib.sha256(b"golden " + name.encode()).digest()


def item_key(item: ItemId) -> ItemKey:
    return ItemKey(item, secret("key " + item), secret("salt " + item))


def keys() -> dict[str, Any]:
    master = secret("master")
    keyring, person, item = Keyring(master), PersonKey(PERSON, secret("person")), item_key(ITEMS[0])
    source = Source("local", "对话", "m-1", "")
    return {
        "master": master.hex(),
        "check": keyring.check,
        "person": {
            "id": PERSON,
            "key": person.key.hex(),
            "nonce": NONCE.hex(),
            "wrapped": keyring.wrap_person(person, NONCE).hex(),
        },
        "item": {
            "id": item.item,
            "ledger": LEDGER,
            "key": item.key.hex(),
            "salt": item.salt.hex(),
            "nonce": NONCE.hex(),
            "wrapped": person.wrap_item(LEDGER, item, NONCE).hex(),
        },
        "source": {
            "door": source.door,
            "chat": source.chat,
            "message": source.message,
            "edit": source.edit,
            "key": keyring.source_key(source),
        },
        "address": {
            "door": "local",
            "address": "我",
            "key": keyring.address_key("local", "我"),
        },
        "delivery": {
            "door": "local",
            "id": "d-1",
            "key": keyring.delivery_key("local", "d-1"),
        },
    }


def sealed() -> list[dict[str, Any]]:
    key = item_key(ITEMS[0])
    vectors = []
    for slot, size in (("0", 0), ("1", 29), ("2", CHUNK), ("3", CHUNK + 1), ("4", 2 * CHUNK + 5)):
        plain = (b"golden " * (size // 7 + 1))[:size]
        bytes_ = key.seal(Slot(slot), plain, SALT)
        vectors.append(
            {
                "item": key.item,
                "slot": slot,
                "plain_repeats": "golden ",
                "plain_size": size,
                "salt": SALT.hex(),
                "sealed_size": len(bytes_),
                "sealed_sha256": hashlib.sha256(bytes_).hexdigest(),
                "sealed": bytes_.hex() if size < 100 else None,
                "part_salt": key.part_salt(Slot(slot)).hex(),
                "mac": key.part_mac(Slot(slot), plain),
            }
        )
    return vectors


def part(key: ItemKey, slot: str, plain: bytes) -> PartClaim:
    cipher = Sha256(hashlib.sha256(key.seal(Slot(slot), plain, SALT)).hexdigest())
    return PartClaim(Slot(slot), cipher, key.part_mac(Slot(slot), plain))


def claims() -> Sequence[Claim]:
    keyring = Keyring(secret("master"))
    first, second = item_key(ITEMS[0]), item_key(ITEMS[1])

    def source(message: str, edit: str = "") -> str:
        return keyring.source_key(Source("local", "对话", message, edit))

    chain: list[Claim] = []

    def add(kind: Kind, item: ItemKey, **fields: Any) -> None:
        prev = evidence.digest(evidence.encode(chain[-1])) if chain else evidence.genesis(LEDGER)
        seq = Seq(len(chain))
        chain.append(Claim(LEDGER, seq, kind, AT[len(chain)], item.item, prev, **fields))

    add(
        Kind.ORIGINAL,
        first,
        parts=(part(first, "0", b"payload"), part(first, "1", "正文".encode())),
        number=Number(1),
        source=source("m-1"),
        content=first.content_mac("正文".encode()),
    )
    note = (part(first, "1.0", b"{}"),)
    add(Kind.NOTE, first, parts=note, refers=Seq(0), label="verdict")
    add(
        Kind.EDIT,
        second,
        parts=(part(second, "0", b"payload 2"), part(second, "1", b"body 2")),
        refers=Seq(0),
        source=source("m-1", "1"),
        content=second.content_mac(b"body 2"),
    )
    add(Kind.ERASED, first, refers=Seq(0))
    add(Kind.ERASED, second, refers=Seq(2))
    return chain


def entries() -> dict[str, Any]:
    return {
        "ledger": LEDGER,
        "genesis": evidence.genesis(LEDGER),
        "entries": [
            {
                "canonical": evidence.encode(claim).decode("ascii"),
                "digest": evidence.digest(evidence.encode(claim)),
            }
            for claim in claims()
        ],
    }


def vectors() -> dict[str, str]:
    made = {"keys": keys(), "sealed": sealed(), "entries": entries()}
    return {
        f"{name}.json": json.dumps(value, ensure_ascii=False, indent=2) + "\n"
        for name, value in made.items()
    }


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, text in vectors().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
