"""What is kept of a plan, with what it is recognised by: receipts, and what was negotiated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers import bodies, keys
from handlers.messages import MediaKind
from handlers.plans import KeptPlan
from handlers.repayment.events import Paid
from handlers.repayment.states import without_mistakes
from storage.errors import Missing, Tampered
from storage.records import BODY, Entry, LedgerId, Number, Seq, Sha256
from storage.retire import RETIRED
from storage.store import View


@dataclass(frozen=True, slots=True)
class Proof:
    """One kept original that belongs to the plan.

    Attributes:
        key: of the event that put it there: its attaching, or the payment it shows.
        kept_at: when it was kept.
        digests: SHA-256 of each of its files. None of words: a short note can be guessed from it,
            and what is handed over outlives an erasing.
        gone: the files were destroyed after the time for which the operator keeps them.
    """

    key: str
    number: int
    kind: MediaKind
    kept_at: datetime
    digests: tuple[Sha256, ...]
    gone: bool = False


async def proofs(view: View, kept: KeptPlan) -> tuple[Proof, ...]:
    """What is kept of it and was not erased, in the order in which it was kept."""
    there: dict[str, tuple[str, Entry]] = {}
    for one in kept.state.attached:
        entry = await _entry(view, LedgerId(one.ledger), Seq(one.seq))
        if entry is not None:
            there.setdefault(entry.item, ("", entry))
    for happened in without_mistakes(kept.happened):
        if isinstance(happened.event, Paid) and happened.event.evidence is not None:
            shown = await _receipt(view, kept, happened.key, Number(happened.event.evidence))
            if shown is not None:
                there[shown.item] = (happened.key, shown)
    found = [await _proof(view, key, entry) for key, entry in there.values()]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.kept_at, one.number)))


async def _entry(view: View, ledger: LedgerId, seq: Seq) -> Entry | None:
    try:
        entry = await view.entry(ledger, seq)
    except Missing:
        return None
    return None if entry.erased else entry


async def _receipt(view: View, kept: KeptPlan, key: str, number: Number) -> Entry | None:
    """The receipt of a payment: a number alone may stand on several doors, the key says which."""
    for ledger, _ in view.doors(kept.row.person):
        entry = await view.entry_by_number(ledger, number)
        if entry is None or entry.erased:
            continue
        if keys.receipt_paid(ledger, entry.seq) == key:
            return entry
    return None


async def _proof(view: View, key: str, entry: Entry) -> Proof | None:
    try:
        original = bodies.original_in(await view.part(entry.item, BODY))
    except (Missing, Tampered):  # verify names it
        return None
    files = tuple(medium.part.plain for medium in original.media)
    return Proof(
        key=key,
        number=entry.number or 0,
        kind=original.media[0].kind if files else MediaKind.TEXT,
        kept_at=entry.at,
        digests=files,
        gone=bool(files) and bool(await view.notes(entry.ledger, entry.seq, RETIRED)),
    )
