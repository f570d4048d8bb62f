"""Appending to a ledger's chain, and reading it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, insert, select, update

from storage import evidence, instants, schema
from storage.errors import Missing, Tampered
from storage.evidence import Claim, PartClaim
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
    row = await session.row(select(schema.ledgers).where(schema.ledgers.c.ledger == ledger))
    if row is None:
        raise Missing
    found = Tail(
        PersonId(row.person), row.door, Sha256(row.head), Seq(row.length), int(row.numbers)
    )
    session.tails[ledger] = found
    return found


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
    await session.write(insert(schema.entries), rows)
    await session.write(
        update(schema.ledgers)
        .where(schema.ledgers.c.ledger == ledger)
        .values(head=end.head, length=end.length, numbers=end.numbers)
    )
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


def _query() -> Select[Any]:
    entries, items = schema.entries.c, schema.items.c
    return select(entries.digest, entries.canonical, items.item.label("living")).outerjoin(
        schema.items, items.item == entries.item
    )


def _entry(row: Row[Any]) -> Entry:
    """An entry as its own bytes tell it; the index columns only helped to find it."""
    if not isinstance(row.canonical, bytes) or evidence.digest(row.canonical) != row.digest:
        raise Tampered
    try:
        claim = evidence.parse(row.canonical)
    except evidence.MalformedError:
        raise Tampered from None
    return evidence.entry(claim, row.canonical, erased=row.living is None)


async def one(session: Session, *conditions: ColumnElement[bool]) -> Entry | None:
    """The entry that meets the conditions, if any."""
    row = await session.row(_query().where(*conditions))
    return None if row is None else _entry(row)


async def at(session: Session, ledger: LedgerId, seq: Seq) -> Entry:
    """The entry at a place."""
    found = await one(session, schema.entries.c.ledger == ledger, schema.entries.c.seq == seq)
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
    query = _query().where(*conditions).order_by(seq.desc() if newest_first else seq)
    rows = await session.rows(query if limit is None else query.limit(limit))
    return tuple(_entry(row) for row in rows)


def part_claims(entry: Entry) -> tuple[PartClaim, ...]:
    """What an entry says about its parts."""
    return evidence.parse(entry.canonical).parts


def content_of(entry: Entry) -> str | None:
    """The salted MAC of an entry's content."""
    return evidence.parse(entry.canonical).content
