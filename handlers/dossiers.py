"""Everything that is kept, one piece of evidence after the other, with what was judged and said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from handlers import bodies, opinions, subjects
from handlers.answers import ANSWER
from handlers.subjects import Subject
from handlers.verdicts import Verdict
from storage.records import Entry, LedgerId, Seq
from storage.store import View

FEEDBACK = "feedback"
NOT_DEBT = "not_debt"
"""What a person says there of a message that no collector sent."""
"""Label of the notes in which a person says what he thinks of a verdict."""
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Dossier:
    """One subject with the notes about it.

    Attributes:
        verdicts: oldest first, each with the answer that led to it, None for our own.
        says: what the person pressed about it, oldest first.
    """

    subject: Subject
    verdicts: tuple[tuple[Verdict, str | None], ...]
    says: tuple[str, ...]

    @property
    def ours(self) -> Verdict | None:
        """The last verdict that no answer led to, else the first there is."""
        own = [verdict for verdict, answer in self.verdicts if answer is None]
        led = [verdict for verdict, _ in self.verdicts]
        return own[-1] if own else led[0] if led else None

    @property
    def latest(self) -> Verdict | None:
        """The verdict that stands."""
        return self.verdicts[-1][0] if self.verdicts else None


async def entries(view: View) -> AsyncIterator[Entry]:
    """Every original that is still there and every version of it, ledger by ledger.

    Of several that came as one only the first is given: they have one verdict.
    """
    for ledger in sorted(await view.ledgers()):
        for original in await _originals(view, ledger):
            if original.erased:
                continue
            (first, *_) = await view.joined(ledger, original.seq)
            if first.seq == original.seq:
                yield original
            for version in (await subjects.versions(view, original))[1:]:
                yield await subjects.numbered(view, version)


async def _originals(view: View, ledger: LedgerId) -> list[Entry]:
    """The originals of a ledger, oldest first."""
    found: list[Entry] = []
    before: Seq | None = None
    while page := await view.originals(ledger, _PAGE, before):
        found += page
        before = page[-1].seq
    return found[::-1]


async def open_dossier(view: View, entry: Entry) -> Dossier:
    """The dossier of an entry.

    Raises:
        StorageError: its body or a note is damaged.
    """
    subject = await subjects.subject_of(view, entry)
    verdicts = []
    for _, body in await subjects.noted(view, subject.entry, opinions.VERDICT):
        shape = bodies.unpack(body)
        verdicts.append((bodies.verdict_in(shape["verdict"]), shape.get(opinions.ANSWERED)))
    pressed = [
        (note.seq, str(bodies.unpack(body)["says"]))
        for label in (FEEDBACK, ANSWER)
        for note, body in await subjects.noted(view, subject.entry, label)
    ]
    return Dossier(subject, tuple(verdicts), tuple(word for _, word in sorted(pressed)))
