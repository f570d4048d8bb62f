"""Deliveries on their way: one lane for each person, in order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from storage.errors import StorageError
from storage.records import InboxRow
from storage.store import View


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery on its way into its lane; the payload is None if it has to be read again."""

    row: InboxRow
    payload: bytes | None


async def opened(view: View, row: InboxRow) -> bytes | None:
    """What was delivered. Trouble with one is left to its own turn, where it is answered."""
    try:
        return await view.payload(row)
    except StorageError:
        return None


@dataclass(slots=True)
class Lane:
    """One person's deliveries in order."""

    rows: asyncio.Queue[Waiting] = field(default_factory=asyncio.Queue)
    task: asyncio.Task[None] | None = None
