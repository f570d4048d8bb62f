"""What a door must do: translate what arrives, hand over what we say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol, runtime_checkable

from handlers.messages import Incoming, Reply
from storage.records import InboxRow, LedgerId, OutboxRow
from storage.store import Upload

Attach = Callable[[InboxRow], Awaitable[Upload]]
"""Begins to take in media of a delivery that is durable already."""


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

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> str | None:
        """Hand one reply over; returning means the platform has it.

        ``row.replaces`` names an earlier reply this one edits, where the platform can, and
        ``row.earlier`` says where that one stands.

        Returns:
            Where the reply stands on the platform, in words only this door understands, for
            whoever edits it later; None when nobody needs to know.

        Raises:
            bot.errors.DeliveryFailed: cut by what happens next.
        """
        ...


@runtime_checkable
class FetchingDoor(Door, Protocol):
    """A door whose media do not come with the delivery but lie on the platform.

    They are fetched after the delivery is durable and before it is kept, outside any
    transaction; when the process dies meanwhile they are fetched again.
    """

    def has_file(self, payload: bytes) -> bool:
        """Whether media of it lie on the platform; said at a glance, in doubt yes."""
        ...

    async def fetch(self, row: InboxRow, payload: bytes, attach: Attach) -> Incoming:
        """The neutral form of a delivery with its media, sealed while they stream in.

        A medium that cannot be had is named in ``Incoming.absent``, never an exception.

        Raises:
            bot.errors.Unreadable: the payload is not what this platform sends.
        """
        ...

    def spare(self, row: InboxRow, payload: bytes) -> Incoming:
        """The same without fetching: every medium is named in ``Incoming.absent``.

        Raises:
            bot.errors.Unreadable: the payload is not what this platform sends.
        """
        ...


@runtime_checkable
class PacedDoor(Door, Protocol):
    """A door whose platform wants some time between replies, to one person and to all."""

    @property
    def rest(self) -> timedelta:
        """Between two replies to one person."""
        ...

    def room(self) -> tuple[int, timedelta]:
        """How many replies may be handed over now; how long until there is room for one."""
        ...


@runtime_checkable
class WatchedDoor(Door, Protocol):
    """A door on which a reply lies until somebody looks, or is called to look."""

    def watched(self, ledger: LedgerId) -> bool:
        """Whether the ledger's person looks at it now, or is called when something comes."""
        ...

    def calls(self, ledger: LedgerId) -> bool:
        """Whether what he has open there calls him even when he looks elsewhere."""
        ...
