"""All writing, inside the one write transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from storage import (
    cases,
    chain,
    emptying,
    erase,
    guests,
    inbox,
    joining,
    outbox,
    parts,
    persons,
    retire,
    sheets,
    steps,
    tokens,
    usage,
)
from storage.chain import Link
from storage.errors import Conflict, Erased, Missing, Refused
from storage.evidence import OWNERS, PartClaim
from storage.keys import ItemKey
from storage.planning import PlansChange
from storage.records import (
    BODY,
    PAYLOAD,
    Draft,
    Due,
    Entry,
    InboxRow,
    InboxState,
    ItemId,
    Kept,
    Kind,
    LedgerId,
    OutboxRow,
    OutboxState,
    PersonId,
    Saying,
    SealedPart,
    Seq,
    Slot,
    Source,
    Spent,
    Step,
    StepState,
)
from storage.view import View

_RESERVED: Final = re.compile(r"[01]|[0-9]+\.0|in|out:.*")


class Change(View):
    """A change in the making: all of it is committed, or none."""

    __slots__ = ()

    @property
    def plans(self) -> PlansChange:
        """Plans and reminders."""
        return PlansChange(self._session)

    async def write_sheet(self, ledger: LedgerId, name: str, body: bytes) -> None:
        """Write a sheet of the ledger's person anew; sealed, one for each name."""
        await sheets.write(self._session, ledger, name, body)

    async def drop_sheet(self, person: PersonId, name: str) -> None:
        """Destroy a sheet; one that is not there is no error."""
        await erase.sheet(self._session, person, name)

    async def issue_token(
        self, person: PersonId, purpose: str, secret: str, until: datetime | None = None
    ) -> None:
        """Have a secret stand for a person, in place of his earlier one for this purpose."""
        await tokens.issue(self._session, person, purpose, secret, until)

    async def revoke_token(self, person: PersonId, purpose: str) -> bool:
        """Let a secret stand for nobody; whether there was one."""
        return await tokens.revoke(self._session, person, purpose)

    async def add_door(self, person: PersonId, door: str, address: str) -> LedgerId:
        """Give a person one more place to be spoken to; Conflict when it is somebody else's."""
        return await persons.add_door(self._session, person, door, address)

    async def join_persons(self, leaving: PersonId, staying: PersonId) -> None:
        """Make everything of one person another one's; chains stay as they are."""
        await joining.join(self._session, leaving, staying)

    async def keep(
        self,
        row: InboxRow,
        *,
        source: Source,
        content: bytes,
        body: bytes,
        at: datetime,
        media: Sequence[SealedPart] = (),
        kind: Kind = Kind.ORIGINAL,
        refers: Seq | None = None,
    ) -> Kept:
        """Append a delivery to its ledger as evidence.

        Args:
            row: the delivery; its payload, sealed as it is, becomes part "0".
            source: what makes it the same piece when it comes again.
            content: what makes it the same content; only a salted MAC of it is kept.
            body: sealed as part "1".
            at: our time.
            media: parts that lie sealed under the item's key already, or were uploaded for it
                after its delivery. What was uploaded with the delivery belongs to it whether
                named here or not.
            kind: original, edit or recall.
            refers: the original, for an edit or a recall.

        Raises:
            Conflict: the source is known with other content, or the delivery was kept already
                as something else.
            Erased: the source, the delivery or the original was erased.
            Missing: an upload or the original is not there.
        """
        source_key = self._session.keyring.source_key(source)
        known = await chain.by_source(self._session, source_key)
        if known is not None:
            return await self._again(row, known, content)
        if kind not in OWNERS:
            raise Refused("kind")
        await self._original(row.ledger, kind, refers)
        key = await self._session.item_key(row.item)
        link = Link(
            kind=kind,
            item=row.item,
            at=at,
            parts=await self._claims(row, key, body, media),
            refers=refers,
            source=source_key,
            content=key.content_mac(content),
        )
        (entry,) = await chain.append(self._session, row.ledger, [link])
        return Kept(entry, new=True)

    async def _claims(
        self, row: InboxRow, key: ItemKey, body: bytes, media: Sequence[SealedPart]
    ) -> tuple[PartClaim, ...]:
        """What the entry will say about payload, body and media; seals the body."""
        there = await parts.ciphers(self._session, row.item)
        if BODY in there:
            raise Conflict
        attached = {part.slot: part for part in (*row.uploads, *media)}.values()
        for part in attached:
            if part.slot not in there and await self._session.blobs.holds(part.cipher):
                await parts.take(self._session, row.item, part)
                there[part.slot] = part.cipher
        if any(there.get(part.slot) != part.cipher for part in attached):
            raise Missing
        payload = await self.part(row.item, PAYLOAD)
        sealed = await parts.add(self._session, row.item, BODY, body)
        return (
            PartClaim(PAYLOAD, there[PAYLOAD], key.part_mac(PAYLOAD, payload)),
            *(PartClaim(part.slot, part.cipher, part.mac) for part in (sealed, *attached)),
        )

    async def _again(self, row: InboxRow, known: Entry, content: bytes) -> Kept:
        """The same source once more: the old receipt, if it is the same content."""
        if known.erased:
            raise Erased
        if known.ledger != row.ledger:
            raise Conflict
        key = await self._session.item_key(known.item)
        if key.content_mac(content) != chain.content_of(known):
            raise Conflict
        if row.item != known.item:
            await inbox.repeats(self._session, row, known.item)
        return Kept(known, new=False)

    async def _original(self, ledger: LedgerId, kind: Kind, refers: Seq | None) -> None:
        """An edit or a recall speaks of an original that is still there."""
        if kind is Kind.ORIGINAL:
            if refers is not None:
                raise Refused("refers")
            return
        if refers is None:
            raise Refused("refers")
        original = await self.entry(ledger, refers)
        if original.kind is not Kind.ORIGINAL:
            raise Missing
        if original.erased:
            raise Erased

    async def note(
        self, ledger: LedgerId, refers: Seq, label: str, body: bytes, at: datetime
    ) -> Entry:
        """Append something derived about an entry, sealed under the key of its item.

        Raises:
            Erased: what it speaks of was erased.
            Missing: there is no such entry.
        """
        about = await self.entry(ledger, refers)
        if about.kind is Kind.ERASED or about.erased:
            raise Erased
        end = await chain.tail(self._session, ledger)
        slot = parts.note_slot(end.length)
        sealed = await parts.add(self._session, about.item, slot, body)
        claim = PartClaim(slot, sealed.cipher, sealed.mac)
        link = Link(
            kind=Kind.NOTE, item=about.item, at=at, parts=(claim,), refers=refers, label=label
        )
        (entry,) = await chain.append(self._session, ledger, [link])
        return entry

    async def retire(self, ledger: LedgerId, seq: Seq, body: bytes, at: datetime) -> Entry:
        """Destroy the media of an original or an edit, or all of a note; the entry stays.

        Args:
            body: why; sealed in the note that marks it, so that verify tells it from damage.

        Raises:
            Erased: it was erased.
        """
        about = await self.entry(ledger, seq)
        marked = await self.note(ledger, seq, retire.RETIRED, body, at)
        await retire.destroy(self._session, about)
        return marked

    async def unsay(self, key: str) -> None:
        """Remove a reply with its words, whether it was sent or not."""
        await retire.unsay(self._session, key)

    async def join(self, ledger: LedgerId, seq: Seq, group: Source) -> None:
        """Say that an original belongs to a group of a chat."""
        await cases.join(self._session, ledger, seq, self._session.keyring.source_key(group))

    async def admit(self, person: PersonId, at: datetime) -> None:
        """Let a person in."""
        await guests.admit(self._session, person, at)

    async def spend(self, person: PersonId, day: date, more: Spent) -> None:
        """Count what a person uses on a day."""
        await usage.spend(self._session, person, day, more)

    async def empty(self, row: InboxRow, media: Sequence[SealedPart] = ()) -> None:
        """Destroy what came with a delivery that is not kept; the row and the answers stay.

        Args:
            media: what was fetched for it after it came.

        Raises:
            Conflict: it has become evidence.
        """
        await emptying.empty(self._session, row, media)

    async def seal(self, item: ItemId, slot: Slot, plain: bytes) -> SealedPart:
        """Keep something of an item outside the chain, such as a thumbnail.

        A number as slot is for media that `keep` names in the same change; verify takes one that
        no entry names for an intruder.

        Raises:
            Conflict: the slot is taken, or is one that storage fills itself.
            Erased: the item was erased.
        """
        if _RESERVED.fullmatch(slot):
            raise Conflict
        return await parts.add(self._session, item, slot, plain)

    async def erase(self, ledger: LedgerId, seq: Seq, at: datetime) -> Entry:
        """Destroy one item: key, salts, sealed parts, blobs, replies. Gives the tombstone."""
        return await erase.item(self._session, ledger, seq, at)

    async def erase_person(self, person: PersonId, at: datetime) -> None:
        """Destroy everything of a person; tombstones stay and the chain verifies."""
        await erase.person(self._session, person, at)

    async def inbox_waits(self, row: InboxRow) -> bool:
        """Whether a delivery is still to be worked on; another process may have done it."""
        return await inbox.waits(self._session, row)

    async def inbox_done(self, row: InboxRow) -> None:
        """A delivery was worked on."""
        await inbox.mark(self._session, row, InboxState.DONE)

    async def inbox_retry(self, row: InboxRow, reason: str) -> None:
        """A delivery is to be tried again."""
        await inbox.mark(self._session, row, InboxState.WAITING, reason=reason, attempt=True)

    async def inbox_failed(self, row: InboxRow, reason: str) -> None:
        """A delivery was given up."""
        await inbox.mark(self._session, row, InboxState.FAILED, reason=reason, attempt=True)

    async def say(self, ledger: LedgerId, item: ItemId, draft: Draft, at: datetime) -> bool:
        """Queue a reply; False when its key had been used."""
        return await outbox.say(self._session, ledger, item, draft, at)

    async def say_all(self, sayings: Sequence[Saying], at: datetime) -> int:
        """Queue several replies with different keys; how many keys had not been used."""
        return await outbox.say_all(self._session, sayings, at)

    async def outbox_pause(self, ledger: LedgerId, reason: str, at: datetime) -> int:
        """Nobody is reached on a ledger: what waits there is blocked until `outbox_resume`."""
        return await outbox.pause(self._session, ledger, reason, at)

    async def outbox_resume(self, ledger: LedgerId, at: datetime) -> int:
        """Whoever could not be reached is back: what was blocked is due; returns how many."""
        return await outbox.resume(self._session, ledger, at)

    async def outbox_place(self, row: OutboxRow, where: str) -> None:
        """Remember where a reply stands on its platform; Erased when it was meanwhile."""
        await outbox.place(self._session, row, where)

    async def outbox_release(self, at: datetime) -> int:
        """Queue again the replies held in doubt; returns how many."""
        return await outbox.release(self._session, at)

    async def outbox_take(self, due: Due, at: datetime) -> OutboxRow | None:
        """Take a reply for sending; None when it is gone, or somebody else has taken it."""
        return await outbox.take(self._session, due, at)

    async def outbox_mark(
        self,
        row: OutboxRow,
        state: OutboxState,
        *,
        reason: str | None = None,
        not_before: datetime | None = None,
        at: datetime,
    ) -> None:
        """Move a reply on; Conflict when somebody else has taken it for sending."""
        await outbox.mark(self._session, row, state, reason=reason, not_before=not_before, at=at)

    async def add_step(self, ledger: LedgerId, seq: Seq, at: datetime) -> None:
        """Queue an original for reading and judging; a second time changes nothing."""
        await steps.add(self._session, ledger, seq, at)

    async def step_mark(
        self,
        step: Step,
        state: StepState,
        *,
        reason: str | None = None,
        not_before: datetime | None = None,
        attempt: bool = False,
    ) -> None:
        """Move a step on."""
        await steps.mark(
            self._session, step, state, reason=reason, not_before=not_before, attempt=attempt
        )
