"""What a door must do: translate what arrives, hand over what we say."""

from __future__ import annotations

from typing import Protocol

from handlers.messages import Incoming, Reply
from storage.records import InboxRow, OutboxRow


class Door(Protocol):
    """A chat platform as the rest of the program sees it."""

    @property
    def name(self) -> str:
        """Short name, part of every identity and source ("local", "cli", "telegram")."""
        ...

    def translate(self, row: InboxRow, payload: bytes) -> Incoming:
        """The neutral form of a delivery. Pure: no waiting, no storage.

        Raises:
            bot.errors.Unreadable: the payload is not what this platform sends.
        """
        ...

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> None:
        """Hand one reply over; returning means the platform has it.

        ``row.replaces`` names an earlier reply this one edits, where the platform can.

        Raises:
            bot.errors.DeliveryFailed: cut by what happens next.
        """
        ...
