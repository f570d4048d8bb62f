"""Appending to a ledger's chain, and reading it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, insert, select, update

from storage import evidence, instants, schema
from storage.errors import Missing, Tampered
from storage.evidence import Claim, PartClaim
from storage.ready import Ready
from storage.records import (
    Entry,
    ItemId,
    Kind,
    LedgerId,
    Number,
    PersonId,
    Seq,
    Sha256,
)
from storage.session import Session, Tail

_ENTRIES: Final = select(
    schema.entries.c.digest, schema.entries.c.canonical, schema.items.c.item.label("living")
).outerjoin(schema.items, schema.items.c.item == schema.entries.c.item)
_BY_SOURCE: Final = Ready(_ENTRIES.where(schema.entries.c.source == bindparam("source")))
_IN_LEDGER: Final = _ENTRIES.where(schema.entries.c.ledger == bindparam("ledger"))
_BY_NUMBER: Final = Ready(_IN_LEDGER.where(schema.entries.c.number == bindparam("number")))
_BY_ITEM: Final = Ready(
    _IN_LEDGER.where(
        schema.entries.c.item == bindparam("item"), schema.entries.c.kind == Kind.ORIGINAL.value
    )
)
_AT: Final = Ready(_IN_LEDGER.where(schema.entries.c.seq == bindparam("seq")))
_TAIL: Final = Ready(select(schema.ledgers).where(schema.ledgers.c.ledger == bindparam("ledger")))
_MOVE: Final = Ready(
    update(schema.ledgers)
    .where(schema.ledgers.c.ledger == bindparam("which"))
    .values(head=bindparam("head"), length=bindparam("length"), numbers=bindparam("numbers"))
)
_APPEND: Final = Ready(insert(schema.entries))


@dataclass(frozen=True, slots=True)
class Link:
    """What is to be appended; place, number and predecessor are found while appending."""

    kind: Kind
    item: ItemId
    at: datetime
    parts: tuple[PartClaim, ...] = ()
    refers: Seq | None = None
    label: str | None = None
    source: str | None = None
    content: str | None = None


async def tail(session: Session, ledger: LedgerId) -> Tail:
    """The end of a chain. Only inside a write transaction: another process may append too."""
    known = session.tails.get(ledger)
    if known is not None:
        return known
    row = session.first(_TAIL, ledger=ledger)
    if row is None:
        raise Missing
    return session.tails.setdefault(ledger, _tail(row))


def _tail(row: Row[Any]) -> Tail:
    return Tail(PersonId(row.person), row.door, Sha256(row.head), Seq(row.length), int(row.numbers))


async def append(session: Session, ledger: LedgerId, links: Sequence[Link]) -> list[Entry]:
    """Append entries and move the ledger's head."""
    end = await tail(session, ledger)
    made: list[Entry] = []
    rows: list[dict[str, Any]] = []
    for link in links:
        number = Number(end.numbers + 1) if link.kind is Kind.ORIGINAL else None
        claim = Claim(
            ledger=ledger,
            seq=end.length,
            kind=link.kind,
            at=link.at,
            item=link.item,
            prev=end.head,
            parts=link.parts,
            number=number,
            refers=link.refers,
            label=link.label,
            source=link.source,
            content=link.content,
        )
        canonical = evidence.encode(claim)
        new = evidence.entry(claim, canonical, erased=link.kind is Kind.ERASED)
        made.append(new)
        rows.append(columns(claim, canonical))
        end.head, end.length = new.digest, Seq(end.length + 1)
        end.numbers = number or end.numbers
    session.put_all(_APPEND, rows)
    moved = {"head": end.head, "length": end.length, "numbers": end.numbers}
    session.put(_MOVE, {"which": ledger, **moved})
    return made


def columns(claim: Claim, canonical: bytes) -> dict[str, Any]:
    """The row of an entry: its bytes, and the index columns derived from them."""
    return {
        "ledger": claim.ledger,
        "seq": claim.seq,
        "kind": claim.kind.value,
        "item": claim.item,
        "at": instants.write(claim.at),
        "number": claim.number,
        "refers": claim.refers,
        "label": claim.label,
        "source": claim.source,
        "digest": evidence.digest(canonical),
        "canonical": canonical,
    }


def _entry(row: Row[Any]) -> Entry:
    """An entry as its own bytes tell it; the index columns only helped to find it."""
    if not isinstance(row.canonical, bytes) or evidence.digest(row.canonical) != row.digest:
        raise Tampered
    try:
        claim = evidence.parse(row.canonical)
    except evidence.MalformedError:
        raise Tampered from None
    return evidence.entry(claim, row.canonical, erased=row.living is None)


def _one(session: Session, query: Ready, **values: object) -> Entry | None:
    row = session.first(query, **values)
    return None if row is None else _entry(row)


async def by_source(session: Session, source: str) -> Entry | None:
    """The entry of a source, if it is known."""
    return _one(session, _BY_SOURCE, source=source)


async def by_number(session: Session, ledger: LedgerId, number: Number) -> Entry | None:
    """The original with a number, if there is one."""
    return _one(session, _BY_NUMBER, ledger=ledger, number=number)


async def by_item(session: Session, ledger: LedgerId, item: ItemId) -> Entry | None:
    """The original that brought an item, if there is one."""
    return _one(session, _BY_ITEM, ledger=ledger, item=item)


async def at(session: Session, ledger: LedgerId, seq: Seq) -> Entry:
    """The entry at a place."""
    found = _one(session, _AT, ledger=ledger, seq=seq)
    if found is None:
        raise Missing
    return found


async def many(
    session: Session,
    *conditions: ColumnElement[bool],
    newest_first: bool = False,
    limit: int | None = None,
) -> tuple[Entry, ...]:
    """The entries that meet the conditions, in order of the chain."""
    seq = schema.entries.c.seq
    query = _ENTRIES.where(*conditions).order_by(seq.desc() if newest_first else seq)
    rows = await session.rows(query if limit is None else query.limit(limit))
    return tuple(_entry(row) for row in rows)


def reference(entry: Entry) -> Seq:
    """The place of the entry that a note, an edit, a recall or a tombstone speaks about."""
    if entry.refers is None:
        raise Missing
    return entry.refers


def part_claims(entry: Entry) -> tuple[PartClaim, ...]:
    """What an entry says about its parts."""
    return evidence.parse(entry.canonical).parts


def content_of(entry: Entry) -> str | None:
    """The salted MAC of an entry's content."""
    return evidence.parse(entry.canonical).content
