"""Checks 4 to 8 and 11: bytes, links, heads, columns, numbers and tombstones of every ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, Label, Row, Select, select, type_coerce
from sqlalchemy.types import NullType

from storage import chain, evidence, schema
from storage.evidence import OWNERS, Claim, MalformedError
from storage.records import ItemId, Kind, LedgerId
from storage.report import Findings, Place, State, Topic

_BATCH: Final = 500
_GAPS: Final = 100
"""So many missing entries in a row are named one by one."""


def raw(column: Column[Any]) -> Label[Any]:
    """A column as it lies there, whatever type the damage has given it."""
    return type_coerce(column, NullType()).label(column.name)


@dataclass(slots=True)
class _Ledger:
    """One ledger while its entries go by."""

    ledger: LedgerId
    findings: Findings
    length: int = 0
    present: int = 0
    numbers: int = 0
    head: str = ""
    head_column: str | None = None
    last_at: datetime | None = None
    unbroken: bool = True
    owners: dict[int, tuple[ItemId, int | None, bool]] = field(default_factory=dict)
    items: dict[int, ItemId] = field(default_factory=dict)
    stones: dict[ItemId, int] = field(default_factory=dict)

    def fault(
        self,
        topic: Topic,
        state: State,
        code: str,
        seq: int | None = None,
        number: int | None = None,
        **blanks: object,
    ) -> None:
        self.findings.fault(topic, state, code, Place(self.ledger, seq, number), **blanks)

    def take(self, row: Row[Any]) -> None:
        """Check one row against itself and against what came before."""
        self.findings.count("entries")
        canonical = row.canonical if isinstance(row.canonical, bytes) else b""
        number = row.number if isinstance(row.number, int) else None
        seq = row.seq if isinstance(row.seq, int) else self.length
        self._gap(seq)
        digest = evidence.digest(canonical)
        if digest != row.digest:
            self.fault(Topic.BYTES, State.ALTERED, "digest", seq, number)
        try:
            claim = evidence.decode(canonical)
        except MalformedError:
            self.fault(Topic.BYTES, State.ALTERED, "malformed", seq, number)
        else:
            self._claim(claim, row, seq)
        self.head, self.head_column = digest, row.digest
        self.unbroken = True
        self.length = seq + 1
        self.present += 1

    def _gap(self, seq: int) -> None:
        if seq == self.length:
            return
        for missing in range(self.length, min(seq, self.length + _GAPS)):
            self.fault(Topic.LINKS, State.MISSING, "gap", missing)
        self.unbroken = False

    def _claim(self, claim: Claim, row: Row[Any], seq: int) -> None:
        self._columns(claim, row, seq)
        self._link(claim, seq)
        self._reference(claim, seq)
        if claim.kind is Kind.ORIGINAL:
            self._number(claim, seq)
        if claim.kind in OWNERS:
            self.owners[seq] = claim.item, claim.number, row.living is not None
        self.items[seq] = claim.item
        if self.last_at is not None and claim.at < self.last_at:
            place = Place(self.ledger, seq, claim.number)
            self.findings.remark(Topic.TIMES, "backwards", place)
        self.last_at = claim.at

    def _columns(self, claim: Claim, row: Row[Any], seq: int) -> None:
        for name, value in chain.columns(claim, row.canonical).items():
            found = getattr(row, name)
            if name != "digest" and (found != value or type(found) is not _plain(value)):
                self.fault(Topic.COLUMNS, State.ALTERED, "column", seq, claim.number, name=name)

    def _link(self, claim: Claim, seq: int) -> None:
        if seq == 0:
            if claim.prev != evidence.genesis(self.ledger):
                self.fault(Topic.LINKS, State.ALTERED, "wrong-genesis", seq, claim.number)
        elif self.unbroken and claim.prev != self.head:
            # the digest column says which of the two was as it is now when they were linked
            former = claim.prev == self.head_column
            self.fault(
                Topic.LINKS,
                State.ALTERED,
                "broken-link",
                seq - 1 if former else seq,
                None if former else claim.number,
            )

    def _reference(self, claim: Claim, seq: int) -> None:
        if claim.refers is None:
            return
        about = self.items.get(claim.refers)
        if claim.kind is Kind.ERASED:
            self.stones[claim.item] = seq
        same = claim.kind in OWNERS or about == claim.item
        if about is None and claim.refers < seq:
            return  # that entry is damaged or missing, and said to be
        if about is None or not same:
            self.fault(Topic.LINKS, State.ALTERED, "wrong-reference", seq, claim.number)

    def _number(self, claim: Claim, seq: int) -> None:
        self.findings.count("originals")
        self.numbers += 1
        if claim.number != self.numbers:
            expected = f"E-{self.numbers:04d}"
            found = f"E-{claim.number or 0:04d}"
            blanks = {"expected": expected, "found": found}
            self.fault(Topic.NUMBERS, State.ALTERED, "number", seq, claim.number, **blanks)
            self.numbers = claim.number or 0

    def end(self, row: Row[Any]) -> None:
        """Check the ledger's own row once all its entries went by."""
        claimed = row.length if isinstance(row.length, int) else -1
        for missing in range(self.length, min(claimed, self.length + _GAPS)):
            self.fault(Topic.LINKS, State.MISSING, "gap", missing)
        if claimed != self.length:
            state = State.MISSING if claimed > self.length else State.ALTERED
            seq = self.length - 1 if self.length > claimed else None
            blanks = {"claimed": row.length, "found": self.present}
            self.fault(Topic.HEAD, state, "length", seq, **blanks)
        head = self.head or evidence.genesis(self.ledger)
        if row.head != head:
            last = max(self.length - 1, 0)
            self.fault(Topic.HEAD, State.ALTERED, "wrong-head", last if self.length else None)
        if row.numbers != self.numbers:
            blanks = {"claimed": row.numbers, "found": self.numbers}
            self.fault(Topic.HEAD, State.ALTERED, "numbers-claimed", **blanks)
        self._tombstones()

    def _tombstones(self) -> None:
        for seq, (item, number, living) in self.owners.items():
            stone = item in self.stones
            if stone and living:
                self.fault(Topic.ERASED, State.ALTERED, "still-there", seq, number)
            elif stone:
                self.findings.count("erased")
            elif not living:
                self.fault(Topic.ERASED, State.MISSING, "destroyed", seq, number)


def _plain(value: object) -> type:
    """The type a value has when it comes back from the database."""
    return str if isinstance(value, str) else type(value)


def _entries(connection: Connection, ledger: object) -> Iterator[Row[Any]]:
    entries = schema.entries.c
    query: Select[Any] = (
        select(*(raw(column) for column in entries), schema.items.c.item.label("living"))
        .outerjoin(schema.items, schema.items.c.item == entries.item)
        .where(entries.ledger == ledger)
        .order_by(entries.seq)
    )
    yield from connection.execute(query.execution_options(yield_per=_BATCH))


def check(connection: Connection, findings: Findings) -> None:
    """Go through every ledger."""
    ledgers, entries = schema.ledgers.c, schema.entries.c
    rows = connection.execute(select(*(raw(column) for column in ledgers))).all()
    for row in rows:
        findings.count("ledgers")
        ledger = _Ledger(LedgerId(str(row.ledger)), findings)
        for entry in _entries(connection, row.ledger):
            ledger.take(entry)
        ledger.end(row)
    known = {row.ledger for row in rows}
    owners = connection.execute(select(raw(entries.ledger)).distinct()).scalars()
    for stray in set(owners) - known:
        for entry in _entries(connection, stray):
            place = Place(LedgerId(str(stray)), entry.seq, entry.number)
            findings.fault(Topic.EXTRA, State.ALTERED, "no-ledger", place)
