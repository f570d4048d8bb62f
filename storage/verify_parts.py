"""Checks 9, 10 and 12: every sealed part is there, is what the chain says, and opens."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, Select, bindparam, select

from storage import evidence, parts, plans, schema, sheets
from storage.blobs import READ
from storage.errors import Tampered
from storage.evidence import OWNERS, Claim, MalformedError, PartClaim
from storage.keys import ItemKey, Keyring, PersonKey
from storage.records import PAYLOAD, ItemId, LedgerId, PersonId, Slot
from storage.report import Findings, Place, State, Topic
from storage.retire import RETIRED, covers
from storage.sealing import Opener
from storage.verify_chains import raw

_BATCH: Final = 200
_CHAINED: Final = re.compile(r"[0-9]+(\.0)?")

_CLAIMS: Final[Select[Any]] = (
    select(*(raw(column) for column in schema.entries.c))
    .where(schema.entries.c.item == bindparam("which"))
    .order_by(schema.entries.c.ledger, schema.entries.c.seq)
)
_PARTS: Final[Select[Any]] = (
    select(*(raw(column) for column in schema.parts.c))
    .where(schema.parts.c.item == bindparam("which"))
    .order_by(schema.parts.c.slot)
)
_INBOX: Final = select(schema.inbox).where(schema.inbox.c.item == bindparam("which"))
_EVENTS: Final = (
    select(schema.plans.c.plan, schema.plan_events.c.seq)
    .outerjoin(schema.plan_events, schema.plan_events.c.plan == schema.plans.c.plan)
    .where(schema.plans.c.plan == bindparam("which"))
    .order_by(schema.plan_events.c.seq)
)
_SHEETS: Final = select(schema.sheets.c.name).where(schema.sheets.c.item == bindparam("which"))
_OUTBOX: Final = select(schema.outbox.c.key).where(schema.outbox.c.item == bindparam("which"))


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What the chain says about one part, and where it says so."""

    part: PartClaim
    place: Place
    retired: bool


class PartsCheck:
    """Goes through every item that was not erased."""

    def __init__(
        self,
        engine: Engine,
        connection: Connection,
        blobs: Path,
        keyring: Keyring | None,
        findings: Findings,
    ) -> None:
        self._engine = engine
        self._connection = connection
        self._blobs = blobs
        self._keyring = keyring
        self._findings = findings
        self._persons: dict[str, PersonKey | None] = {}

    def run(self) -> None:
        """Check every item, every address, and what lies in the blob folder."""
        items = schema.items.c
        query = select(*(raw(column) for column in items)).order_by(items.item)
        for row in self._connection.execute(query.execution_options(yield_per=_BATCH)):
            self._item(row)
        self._addresses()
        self._orphans()
        if retired := self._findings.counts["retired"]:
            self._findings.remark(Topic.PARTS, "retired", count=retired)

    def _item(self, row: Row[Any]) -> None:
        item = ItemId(str(row.item))
        claimed, owner = self._claims(row.item)
        key = self._item_key(row, item, owner)
        there = {part.slot: part for part in self._parts(row.item)}
        wanted = dict.fromkeys(self._expected(row.item, item, owner, there, key))
        for slot in wanted:
            if slot not in there and slot not in claimed:
                self._fault(Topic.PARTS, State.MISSING, "part-missing", owner, slot=slot)
        for slot, claim in claimed.items():
            if claim.retired:
                self._retired(claim, slot, present=slot in there)
            elif slot not in there:
                place = claim.place
                self._fault(Topic.PARTS, State.MISSING, "part-missing", place, slot=slot)
        for slot, part in there.items():
            self._part(part, claimed.get(slot), owner, key)

    def _retired(self, claim: _Claimed, slot: str, *, present: bool) -> None:
        """The chain says that this part was destroyed; then it must be gone."""
        if present:
            self._fault(Topic.PARTS, State.ALTERED, "retired-there", claim.place, slot=slot)
        else:
            self._findings.count("retired")

    def _fault(
        self, topic: Topic, state: State, code: str, place: Place | None, **blanks: object
    ) -> None:
        self._findings.fault(topic, state, code, place, **blanks)

    def _claims(self, item: object) -> tuple[dict[str, _Claimed], Place | None]:
        """What the chain says about an item's parts, and the entry that brought it."""
        rows = self._connection.execute(_CLAIMS, {"which": item}).all()
        claims = [_decoded(row.canonical) for row in rows]
        retired = {
            (one.ledger, one.refers) for one in claims if one is not None and one.label == RETIRED
        }
        claimed: dict[str, _Claimed] = {}
        owner: Place | None = None
        for row, claim in zip(rows, claims, strict=True):
            place = Place(LedgerId(str(row.ledger)), row.seq, row.number)
            owner = place if owner is None else owner
            if claim is None or claim.item != item:
                continue
            if claim.kind in OWNERS:
                owner = place
            gone = (claim.ledger, claim.seq) in retired
            for part in claim.parts:
                gone_too = gone and covers(claim.kind, part.slot)
                claimed[part.slot] = _Claimed(part, place, gone_too)
        return claimed, owner

    def _parts(self, item: object) -> list[Row[Any]]:
        return list(self._connection.execute(_PARTS, {"which": item}).all())

    def _expected(
        self,
        raw_item: object,
        item: ItemId,
        owner: Place | None,
        there: dict[str, Row[Any]],
        key: ItemKey | None,
    ) -> Iterator[str]:
        """The slots that inbox, plans, sheets and outbox rely on."""
        rows = self._connection.execute(_INBOX, {"which": raw_item}).all()
        others = list(self._unsent(raw_item, owner))
        yield from others
        if not rows and not others:
            self._fault(Topic.EXTRA, State.ALTERED, "no-delivery", owner)
        for row in rows:
            yield PAYLOAD
            yield parts.INBOX
            if key is not None and parts.INBOX in there:
                self._delivery(row, item, owner, there[parts.INBOX], key)
        for said in self._connection.execute(_OUTBOX, {"which": raw_item}).scalars():
            yield parts.outbox_slot(said)

    def _unsent(self, item: object, owner: Place | None) -> Iterator[str]:
        """The slots of an item that no delivery brought: a plan's events, a sheet."""
        numbers = self._connection.execute(_EVENTS, {"which": item}).all()
        if [row.seq for row in numbers] != list(range(len(numbers))):
            self._fault(Topic.EXTRA, State.MISSING, "plan-gap", owner)
        for row in numbers:
            yield plans.event_slot(row.seq or 0)
        if self._connection.execute(_SHEETS, {"which": item}).first() is not None:
            yield sheets.SHEET

    def _delivery(
        self, row: Row[Any], item: ItemId, owner: Place | None, part: Row[Any], key: ItemKey
    ) -> None:
        """The inbox row stands for the delivery id that is sealed with it."""
        if self._keyring is None or not isinstance(part.sealed, bytes):
            return
        try:
            delivery_id, _ = json.loads(key.unseal(parts.INBOX, part.sealed))
        except Tampered:
            return  # said where the part is checked
        if self._keyring.delivery_key(row.door, delivery_id) != row.delivery_key:
            self._fault(Topic.CONTENT, State.ALTERED, "delivery", owner, id=row.id, item=item)

    def _item_key(self, row: Row[Any], item: ItemId, owner: Place | None) -> ItemKey | None:
        person = self._person_key(str(row.person))
        if person is None:
            return None
        place = owner or Place(LedgerId(str(row.ledger)))
        try:
            return person.unwrap_item(LedgerId(str(row.ledger)), item, bytes(row.wrapped))
        except (Tampered, TypeError):
            self._fault(Topic.CONTENT, State.ALTERED, "item-key", place)
            return None

    def _person_key(self, person: str) -> PersonKey | None:
        if self._keyring is None:
            return None
        if person not in self._persons:
            self._persons[person] = self._unwrapped(self._keyring, PersonId(person))
        return self._persons[person]

    def _unwrapped(self, keyring: Keyring, person: PersonId) -> PersonKey | None:
        persons = schema.persons.c
        wrapped = self._connection.execute(
            select(raw(persons.wrapped)).where(persons.person == person)
        ).scalar()
        try:
            return keyring.unwrap_person(person, bytes(wrapped or b""))
        except (Tampered, TypeError):
            ledgers = schema.ledgers.c
            owned = select(ledgers.ledger).where(ledgers.person == person)
            for ledger in self._connection.execute(owned).scalars():
                place = Place(LedgerId(str(ledger)))
                self._fault(Topic.CONTENT, State.ALTERED, "person-key", place)
            return None

    def _part(
        self, part: Row[Any], claim: _Claimed | None, owner: Place | None, key: ItemKey | None
    ) -> None:
        """One part: its place in the chain, its digest, what is in it."""
        self._findings.count("parts")
        place = owner if claim is None else claim.place
        slot = str(part.slot)
        if claim is None and owner is not None and _CHAINED.fullmatch(slot):
            self._fault(Topic.EXTRA, State.ALTERED, "pretender", place, slot=slot)
        cipher = str(part.cipher) if claim is None else claim.part.cipher
        if part.cipher != cipher:
            self._fault(Topic.PARTS, State.ALTERED, "part-swapped", place, slot=slot)
        if part.sealed is not None and not isinstance(part.sealed, bytes):
            self._fault(Topic.PARTS, State.ALTERED, "part-altered", place, slot=slot)
            return
        opened = None if key is None else _Opening(key, Slot(slot))
        digest = hashlib.sha256()
        try:
            for piece in self._sealed(part, cipher):
                digest.update(piece)
                if opened is not None:
                    opened.take(piece)
        except FileNotFoundError:
            if self._still_there(part.item):
                self._fault(Topic.PARTS, State.MISSING, "part-missing", place, slot=slot)
            return
        if digest.hexdigest() != cipher:
            self._fault(Topic.PARTS, State.ALTERED, "part-altered", place, slot=slot)
        if opened is not None:
            self._opened(opened, claim, place, slot)

    def _opened(
        self, opened: _Opening, claim: _Claimed | None, place: Place | None, slot: str
    ) -> None:
        mac = opened.mac()
        if mac is None:
            self._fault(Topic.CONTENT, State.ALTERED, "unsealable", place, slot=slot)
        elif claim is not None and mac != claim.part.mac:
            self._fault(Topic.CONTENT, State.ALTERED, "mac", place, slot=slot)
        else:
            self._findings.count("opened")

    def _sealed(self, part: Row[Any], cipher: str) -> Iterator[bytes]:
        if part.sealed is not None:
            yield part.sealed
            return
        with (self._blobs / cipher[:2] / cipher).open("rb") as file:
            while piece := file.read(READ):
                yield piece

    def _still_there(self, item: object) -> bool:
        """Whether an item whose blob is gone was not simply erased while we were reading."""
        items = schema.items.c
        with self._engine.connect() as fresh:
            return fresh.execute(select(items.item).where(items.item == item)).first() is not None

    def _addresses(self) -> None:
        if self._keyring is None:
            return
        identities = schema.identities.c
        query = select(*(raw(column) for column in identities))
        for row in self._connection.execute(query).all():
            ledger = LedgerId(str(row.ledger))
            person = self._person_key(str(row.person))
            if person is None:
                continue
            try:
                address = person.open_address(ledger, str(row.door), bytes(row.sealed_address))
                fine = self._keyring.address_key(str(row.door), address) == row.address_key
            except (Tampered, TypeError):
                fine = False
            if not fine:
                self._fault(Topic.CONTENT, State.ALTERED, "address", Place(ledger))

    def _orphans(self) -> None:
        table = schema.parts.c
        used = set(self._connection.execute(select(raw(table.cipher))).scalars())
        if not self._blobs.is_dir():
            return
        count = sum(path.name not in used for path in self._blobs.rglob("*") if path.is_file())
        if count:
            self._findings.remark(Topic.EXTRA, "orphans", count=count)


class _Opening:
    """A part while it is opened; remembers instead of raising."""

    def __init__(self, key: ItemKey, slot: Slot) -> None:
        self._opener: Opener | None = Opener(key.key, key.item, slot)
        self._mac = hmac.new(key.part_salt(slot), digestmod="sha256")

    def take(self, sealed: bytes) -> None:
        if self._opener is None:
            return
        try:
            self._mac.update(self._opener.update(sealed))
        except Tampered:
            self._opener = None

    def mac(self) -> str | None:
        """The MAC of the plaintext, None when it does not open."""
        if self._opener is None:
            return None
        try:
            self._mac.update(self._opener.finish())
        except Tampered:
            return None
        return self._mac.hexdigest()


def _decoded(canonical: object) -> Claim | None:
    try:
        return evidence.decode(canonical) if isinstance(canonical, bytes) else None
    except MalformedError:
        return None
