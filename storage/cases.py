"""Originals that came as one: an album, or several files dropped together.

Which group an original belongs to stands sealed in its body; here lies only a blind key of it,
so that a part that comes late, out of order or after a restart finds the others.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, insert, select

from storage import chain, schema
from storage.ready import Ready
from storage.records import Entry, LedgerId, Seq
from storage.session import Session

_JOIN: Final = Ready(insert(schema.cases))
_KEY_OF: Final = Ready(
    select(schema.cases.c.case_key).where(
        schema.cases.c.ledger == bindparam("ledger"), schema.cases.c.seq == bindparam("seq")
    )
)


async def join(session: Session, ledger: LedgerId, seq: Seq, case_key: str) -> None:
    """Say that an original belongs to a case; a second time changes nothing."""
    if await key_of(session, ledger, seq) is not None:
        return
    entry = await chain.at(session, ledger, seq)
    values = {"ledger": ledger, "seq": seq, "item": entry.item, "case_key": case_key}
    session.put(_JOIN, values)


async def key_of(session: Session, ledger: LedgerId, seq: Seq) -> str | None:
    """The key of the case that an original belongs to, None if it stands alone."""
    row = session.first(_KEY_OF, ledger=ledger, seq=seq)
    return None if row is None else str(row.case_key)


async def joined(session: Session, ledger: LedgerId, seq: Seq) -> tuple[Entry, ...]:
    """The originals of a case that are still there, in order of the chain; itself if alone."""
    key = await key_of(session, ledger, seq)
    if key is None:
        return (await chain.at(session, ledger, seq),)
    cases = schema.cases.c
    members = select(cases.seq).where(cases.ledger == ledger, cases.case_key == key)
    return await chain.many(
        session, schema.entries.c.ledger == ledger, schema.entries.c.seq.in_(members)
    )
