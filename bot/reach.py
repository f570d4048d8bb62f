"""Can this be said on that door, now or later? What the doors of this process know of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.doors import Door, WatchedDoor
from handlers.ports import Chance, Clock
from storage.records import LedgerId

SOON: Final = timedelta(minutes=1)
"""How far ahead somebody who looks now is taken to look still."""


class DoorReach:
    """Answers for the doors that deliver; on any other nothing can be said."""

    def __init__(self, doors: Mapping[str, Door], clock: Clock) -> None:
        self._doors = doors
        self._clock = clock

    def chance(self, door: str, ledger: LedgerId, at: datetime) -> Chance:
        """What can be hoped for there at that instant."""
        found = self._doors.get(door)
        if found is None:
            return Chance.NEVER
        if not isinstance(found, WatchedDoor):
            return Chance.NOW
        if at <= self._clock.now() + SOON:
            return Chance.NOW if found.watched(ledger) else Chance.UNSEEN
        return Chance.OPEN if found.calls(ledger) else Chance.UNSEEN
