"""Who has not been heard yet: fetching files leaves the machine to first answers.

When many write at once, a file of one person costs the time in which several others could be told
that their words are kept. Nothing depends on it but who waits: what is fetched is durable already.
"""

from __future__ import annotations

import asyncio
import contextlib

from storage.records import LedgerId

PATIENCE = 1.0
"""Seconds a file waits at most."""


class Precedence:
    """Persons whose first delivery of a run is not kept yet."""

    def __init__(self) -> None:
        self._unheard: set[LedgerId] = set()
        self._all_heard = asyncio.Event()
        self._all_heard.set()

    def begin(self, ledger: LedgerId) -> None:
        """Somebody begins to speak."""
        self._unheard.add(ledger)
        self._all_heard.clear()

    def heard(self, ledger: LedgerId) -> None:
        """His first delivery is kept, or given up, or waits for a file of its own."""
        self._unheard.discard(ledger)
        if not self._unheard:
            self._all_heard.set()

    async def give(self, ledger: LedgerId) -> None:
        """Wait until all others have been heard, but not long."""
        self.heard(ledger)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._all_heard.wait(), PATIENCE)
