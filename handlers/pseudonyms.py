"""A name for a ledger that says nothing about whose it is, the same at every run."""

from __future__ import annotations

import hashlib
from typing import Final

from storage.records import Entry, LedgerId

_PREFIX: Final = b"wenzhu ledger pseudonym\n"
_LENGTH: Final = 10


def ledger_name(ledger: LedgerId) -> str:
    """Ten hex digits; whoever has the database can tell which ledger it is, nobody else."""
    return hashlib.sha256(_PREFIX + ledger.encode()).hexdigest()[:_LENGTH]


def evidence_name(entry: Entry) -> str:
    """A ledger's name with the evidence number; of a later version also its place."""
    version = "" if entry.refers is None else f".{entry.seq}"
    return f"{ledger_name(entry.ledger)}-E{entry.number or 0:04d}{version}"
