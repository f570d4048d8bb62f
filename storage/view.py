"""All reading, over one snapshot or inside the write transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from storage import (
    backlog,
    cases,
    chain,
    guests,
    inbox,
    outbox,
    parts,
    persons,
    retire,
    returned,
    schema,
    sheets,
    steps,
    tokens,
    usage,
)
from storage.backlog import Backlog
from storage.errors import Erased, Missing, Retired
from storage.planning import PlansView
from storage.records import (
    PAYLOAD,
    Counts,
    Due,
    Entry,
    InboxRow,
    InboxState,
    ItemId,
    Kind,
    LedgerId,
    Number,
    OutboxRow,
    OutboxState,
    PersonId,
    Seq,
    Slot,
    Source,
    Spent,
    Step,
    StepState,
)
from storage.session import Session


class View:
    """What is kept, as one consistent state."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def plans(self) -> PlansView:
        """Plans and reminders."""
        return PlansView(self._session)

    async def sheet(self, person: PersonId, name: str) -> bytes | None:
        """What stands on a person's sheet of that name, None when there is none."""
        return await sheets.read(self._session, person, name)

    async def sheets(self, persons: Collection[PersonId], name: str) -> dict[PersonId, bytes]:
        """What stands on the sheets of that name of those persons that have one."""
        return await sheets.read_all(self._session, persons, name)

    async def token_holder(self, purpose: str, secret: str, now: datetime) -> PersonId | None:
        """Whom a secret stands for, None for an unknown, revoked or expired one."""
        return await tokens.holder(self._session, purpose, secret, now)

    def doors(self, person: PersonId) -> tuple[tuple[LedgerId, str], ...]:
        """Where a person can be spoken to: ledgers, each with the name of its door."""
        return persons.doors(self._session, person)

    def doors_of(
        self, several: Collection[PersonId]
    ) -> Mapping[PersonId, Sequence[tuple[LedgerId, str]]]:
        """Where each of several persons can be spoken to; nothing for one who is gone."""
        return persons.doors_of(self._session, several)

    async def identity(self, door: str, address: str) -> tuple[PersonId, LedgerId] | None:
        """Who writes from an address, and into which ledger."""
        return await persons.identity(self._session, door, address)

    async def ledgers(self, person: PersonId | None = None) -> tuple[LedgerId, ...]:
        """The ledgers of a person, or all there are."""
        return await persons.ledgers(self._session, person)

    async def address(self, ledger: LedgerId) -> tuple[str, str]:
        """Door and address for delivery; Erased when the person was."""
        return await persons.address(self._session, ledger)

    async def inbox_waiting(self, limit: int, after: int = 0) -> tuple[InboxRow, ...]:
        """Deliveries to be worked on, oldest first."""
        return await inbox.waiting(self._session, limit, after)

    async def inbox_of(
        self, ledger: LedgerId, limit: int, before: int | None = None
    ) -> tuple[InboxRow, ...]:
        """What came in on a ledger, newest first."""
        return await inbox.of_ledger(self._session, ledger, limit, before)

    async def inbox_row(self, number: int) -> InboxRow | None:
        """The delivery with that inbox id, None if there is none."""
        return await inbox.numbered(self._session, number)

    async def payload(self, row: InboxRow) -> bytes:
        """The raw bytes of a delivery; Erased when they were, or when it was not kept."""
        raw = await parts.whole(self._session, row.item, PAYLOAD)
        if not raw:
            raise Erased
        return raw

    async def entry(self, ledger: LedgerId, seq: Seq) -> Entry:
        """The entry at a place; Missing when the chain is shorter."""
        return await chain.at(self._session, ledger, seq)

    async def entry_by_number(self, ledger: LedgerId, number: Number) -> Entry | None:
        """The original with a number."""
        return await chain.by_number(self._session, ledger, number)

    async def original_of(self, ledger: LedgerId, item: ItemId) -> Entry | None:
        """The original that an item's delivery became, None if it became none."""
        return await chain.by_item(self._session, ledger, item)

    async def entry_of_source(self, source: Source) -> Entry | None:
        """The entry that a message on a platform became, None if it was never kept."""
        key = self._session.keyring.source_key(source)
        return await chain.by_source(self._session, key)

    async def joined(self, ledger: LedgerId, seq: Seq) -> tuple[Entry, ...]:
        """The living originals of an original's case, in order of the chain, itself included."""
        return await cases.joined(self._session, ledger, seq)

    async def with_media(self, before: datetime, limit: int) -> tuple[Entry, ...]:
        """Entries older than that whose media are still there and are not waiting to be read."""
        return await retire.with_media(self._session, before, limit)

    async def is_guest(self, person: PersonId) -> bool:
        """Whether the person was let in by an invitation."""
        return await guests.is_guest(self._session, person)

    async def is_among(self, ledger: LedgerId, places: Collection[tuple[str, str]]) -> bool:
        """Whether a ledger's door and address are one of these; compared blind."""
        return await guests.is_among(self._session, ledger, places)

    async def spent(self, person: PersonId, day: date) -> Spent:
        """What the person has used on that day."""
        return await usage.spent(self._session, person, day)

    async def originals(
        self, ledger: LedgerId, limit: int, before: Seq | None = None
    ) -> tuple[Entry, ...]:
        """Originals, newest first, erased ones included."""
        entries = schema.entries.c
        conditions: list[ColumnElement[bool]] = [
            entries.ledger == ledger,
            entries.kind == Kind.ORIGINAL.value,
        ]
        if before is not None:
            conditions.append(entries.seq < before)
        return await chain.many(self._session, *conditions, newest_first=True, limit=limit)

    async def notes(
        self, ledger: LedgerId, seq: Seq, label: str | None = None
    ) -> tuple[Entry, ...]:
        """Notes, edits and recalls that speak of an entry, oldest first."""
        entries = schema.entries.c
        conditions: list[ColumnElement[bool]] = [
            entries.ledger == ledger,
            entries.refers == seq,
            entries.kind != Kind.ERASED.value,
        ]
        if label is not None:
            conditions.append(entries.label == label)
        return await chain.many(self._session, *conditions)

    async def part(self, item: ItemId, slot: Slot) -> bytes:
        """The whole plaintext of a part; Erased, Retired, Missing or Tampered otherwise."""
        try:
            return await parts.whole(self._session, item, slot)
        except Missing:
            if await retire.is_retired(self._session, item, slot):
                raise Retired from None
            raise

    def stream(self, item: ItemId, slot: Slot) -> AsyncIterator[bytes]:
        """The plaintext of a part, piece by piece, each proven before it is given out."""
        return parts.stream(self._session, item, slot)

    def outbox_due(self, door: str, now: datetime, limit: int) -> tuple[Due, ...]:
        """The next reply of each ledger of a door that is to be sent now, urgent ones first."""
        return outbox.due(self._session, door, now, limit)

    async def outbox_placed(self, key: str) -> str | None:
        """Where the reply of a key stands on its platform, None when nobody knows."""
        return await outbox.placed(self._session, key)

    def outbox_blocked(self) -> frozenset[LedgerId]:
        """Ledgers where nobody is reached."""
        return outbox.blocked(self._session)

    async def outbox_returned(
        self, ledger: LedgerId, begins: str, since: datetime
    ) -> tuple[OutboxRow, ...]:
        """Replies whose names begin so that were to be said there since then and cannot be."""
        return await returned.replies(self._session, ledger, begins, since)

    async def outbox_given(self, key: str) -> tuple[LedgerId, ...]:
        """Ledgers on which a reply and its copies were put, in that order."""
        return await returned.given(self._session, key)

    async def outbox_of(
        self, ledger: LedgerId, limit: int, before: int | None = None
    ) -> tuple[OutboxRow, ...]:
        """What was said on a ledger, newest first, in any state; erased ones left out."""
        return await outbox.of_ledger(self._session, ledger, limit, before)

    async def outbox_by_key(self, key: str) -> OutboxRow | None:
        """The reply of a key, unless its text was erased."""
        return await outbox.by_key(self._session, key)

    async def steps_due(self, now: datetime, limit: int) -> tuple[Step, ...]:
        """Originals to be read and judged now, in order."""
        return await steps.due(self._session, now, limit)

    async def at_work(self) -> frozenset[LedgerId]:
        """Ledgers with a delivery to be kept or an original to be read."""
        inbox_, steps_ = schema.inbox.c, schema.steps.c
        deliveries = select(inbox_.ledger).where(inbox_.state == InboxState.WAITING.value)
        readings = select(steps_.ledger).where(steps_.state == StepState.WAITING.value)
        rows = await self._session.rows(deliveries.union(readings))
        return frozenset(LedgerId(row.ledger) for row in rows)

    async def step_of(self, ledger: LedgerId, seq: Seq) -> Step | None:
        """The step of an original, if it has one."""
        return await steps.of_entry(self._session, ledger, seq)

    async def backlog(self, now: datetime) -> Backlog:
        """Since when the oldest of each queue has been waiting."""
        return await backlog.of(self._session, now)

    async def counts(self) -> Counts:
        """How much there is of everything."""
        count = func.count()
        replies = await self._session.rows(
            select(schema.outbox.c.state, count.label("total")).group_by(schema.outbox.c.state)
        )
        tables = (
            select(count).where(schema.inbox.c.state == InboxState.WAITING.value),
            select(count).where(schema.steps.c.state == StepState.WAITING.value),
            select(count).where(schema.entries.c.kind == Kind.ORIGINAL.value),
            select(count).where(schema.persons.c.wrapped.is_not(None)),
            select(func.coalesce(func.sum(schema.outbox.c.doubts), 0)),
        )
        totals = [await self._session.row(query) for query in tables]
        waiting, stepping, evidence, people, doubts = (row[0] if row else 0 for row in totals)
        return Counts(
            inbox_waiting=waiting,
            steps_waiting=stepping,
            outbox={OutboxState(row.state): row.total for row in replies},
            evidence=evidence,
            persons=people,
            doubts=doubts,
        )
