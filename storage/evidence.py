"""Evidence format v1: what an entry's canonical bytes say, and how they are hashed.

docs/evidence-format.md describes the same for somebody who writes a verifier of his own; the
golden vectors in tests/storage/golden/ bind both.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import rfc8785

from storage import instants
from storage.records import Entry, ItemId, Kind, LedgerId, Number, Seq, Sha256, Slot

FORMAT: Final = "wenzhu-evidence/1"
_ENTRY: Final = b"wenzhu/evidence/v1/entry\x00"
_GENESIS: Final = b"wenzhu/evidence/v1/genesis\x00"
_ID: Final = re.compile(r"[0-9a-f]{32}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SLOT: Final = re.compile(r"(0|[1-9][0-9]*)(\.0)?")
_ALWAYS: Final = frozenset({"format", "ledger", "seq", "kind", "at", "item", "prev", "parts"})
_SOURCED: Final = frozenset({"source", "content"})
_FIELDS: Final = {
    Kind.ORIGINAL: _ALWAYS | _SOURCED | {"number"},
    Kind.EDIT: _ALWAYS | _SOURCED | {"refers"},
    Kind.RECALL: _ALWAYS | _SOURCED | {"refers"},
    Kind.NOTE: _ALWAYS | {"refers", "label"},
    Kind.ERASED: _ALWAYS | {"refers"},
}
OWNERS: Final = (Kind.ORIGINAL, Kind.EDIT, Kind.RECALL)
"""Kinds that bring an item, and with it a key, of their own."""


@dataclass(frozen=True, slots=True)
class PartClaim:
    """What the chain says about one part: digest of the ciphertext, salted MAC of the plaintext."""

    slot: Slot
    cipher: Sha256
    mac: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Everything one entry says, before it is bytes or after it was."""

    ledger: LedgerId
    seq: Seq
    kind: Kind
    at: datetime
    item: ItemId
    prev: Sha256
    parts: tuple[PartClaim, ...] = ()
    number: Number | None = None
    refers: Seq | None = None
    label: str | None = None
    source: str | None = None
    content: str | None = None


class MalformedError(ValueError):
    """Bytes that are not a canonical entry of this format."""


def genesis(ledger: LedgerId) -> Sha256:
    """What the first entry of a ledger commits to."""
    return Sha256(hashlib.sha256(_GENESIS + ledger.encode()).hexdigest())


def digest(canonical: bytes) -> Sha256:
    """The digest of an entry: what the next one commits to."""
    return Sha256(hashlib.sha256(_ENTRY + canonical).hexdigest())


def encode(claim: Claim) -> bytes:
    """The canonical bytes (RFC 8785)."""
    fields: dict[str, Any] = {
        "format": FORMAT,
        "ledger": claim.ledger,
        "seq": claim.seq,
        "kind": claim.kind.value,
        "at": instants.write(claim.at),
        "item": claim.item,
        "prev": claim.prev,
        "parts": [{"slot": p.slot, "cipher": p.cipher, "mac": p.mac} for p in claim.parts],
    }
    optional = ("number", "refers", "label", "source", "content")
    fields |= {name: getattr(claim, name) for name in optional if getattr(claim, name) is not None}
    if fields.keys() != _FIELDS[claim.kind]:
        raise MalformedError("fields")
    return rfc8785.dumps(fields)


def decode(canonical: bytes) -> Claim:
    """What canonical bytes say.

    Raises:
        MalformedError: they are not exactly what ``encode`` would give for some claim.
    """
    claim = parse(canonical)
    try:
        again = encode(claim)
    except (ValueError, rfc8785.CanonicalizationError):
        raise MalformedError("not an entry") from None
    if again != canonical:
        raise MalformedError("not canonical")
    return claim


def parse(canonical: bytes) -> Claim:
    """What an entry's bytes say, when their digest has been checked already.

    Raises:
        MalformedError: they are not an entry of this format.
    """
    try:
        return _claim(json.loads(canonical))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise MalformedError("not an entry") from None


def _claim(fields: dict[str, Any]) -> Claim:
    if fields["format"] != FORMAT:
        raise MalformedError("format")
    return Claim(
        ledger=LedgerId(_matching(_ID, fields["ledger"])),
        seq=Seq(_counting(fields["seq"], 0)),
        kind=Kind(fields["kind"]),
        at=instants.read(fields["at"]),
        item=ItemId(_matching(_ID, fields["item"])),
        prev=Sha256(_matching(_DIGEST, fields["prev"])),
        parts=tuple(_part(part) for part in fields["parts"]),
        number=Number(_counting(fields["number"], 1)) if "number" in fields else None,
        refers=Seq(_counting(fields["refers"], 0)) if "refers" in fields else None,
        label=_text(fields["label"]) if "label" in fields else None,
        source=_matching(_DIGEST, fields["source"]) if "source" in fields else None,
        content=_matching(_DIGEST, fields["content"]) if "content" in fields else None,
    )


def _part(fields: dict[str, Any]) -> PartClaim:
    return PartClaim(
        slot=Slot(_matching(_SLOT, fields["slot"])),
        cipher=Sha256(_matching(_DIGEST, fields["cipher"])),
        mac=_matching(_DIGEST, fields["mac"]),
    )


def _matching(form: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise MalformedError("form")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedError("form")
    return value


def _counting(value: object, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise MalformedError("form")
    return value


def entry(claim: Claim, canonical: bytes, *, erased: bool) -> Entry:
    """The claim as handed out to the upper floors."""
    return Entry(
        ledger=claim.ledger,
        seq=claim.seq,
        kind=claim.kind,
        item=claim.item,
        at=claim.at,
        digest=digest(canonical),
        canonical=canonical,
        number=claim.number,
        refers=claim.refers,
        label=claim.label,
        slots=tuple(part.slot for part in claim.parts),
        erased=erased,
    )
