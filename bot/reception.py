"""The first desk behind every door: crisis answered before any queue, then into the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.bell import INBOX, OUTBOX, Bell
from handlers.messages import Reply
from handlers.ports import Clock
from handlers.replies import to_bytes
from storage.records import Delivery, Draft, InboxRow, ItemId, LedgerId, SealedPart
from storage.store import Store, View

BRIEF = 20
"""Characters of words that end a talk."""
LONG = 5_000
"""Characters that are looked through in a few milliseconds."""


class Reception:
    """Takes deliveries from doors; when `receive` returns, the delivery is durable.

    Args:
        look: the crisis answer to a text, or None when it speaks of something else.
        closes: whether a text only ends what was being talked about on a ledger.
    """

    def __init__(
        self,
        store: Store,
        bell: Bell,
        clock: Clock,
        look: Callable[[str], Reply | None],
        closes: Callable[[View, LedgerId, str], Awaitable[bool]],
    ) -> None:
        self._store = store
        self._bell = bell
        self._clock = clock
        self._look = look
        self._closes = closes

    async def receive(
        self,
        *,
        door: str,
        delivery_id: str,
        address: str,
        payload: bytes,
        text: str = "",
        item: ItemId | None = None,
        uploads: tuple[SealedPart, ...] = (),
    ) -> InboxRow:
        """Write the delivery into the inbox, with the crisis answer in the same transaction.

        Args:
            text: what the person typed, for the crisis look; the payload is kept as it is.
        """
        answer = await self._heard(text) if text else None
        if answer is not None and await self._is_closing(door, address, text):
            answer = None
        urgent = (
            (Draft(key=f"crisis:{door}:{delivery_id}", body=to_bytes(answer), urgent=True),)
            if answer is not None
            else ()
        )
        row = await self._store.deliver(
            Delivery(
                door=door,
                delivery_id=delivery_id,
                address=address,
                payload=payload,
                received_at=self._clock.now(),
                item=item,
                uploads=uploads,
                replies=urgent,
            )
        )
        if urgent:
            self._bell.ring(OUTBOX)
        self._bell.ring(INBOX)
        return row

    async def _is_closing(self, door: str, address: str, text: str) -> bool:
        """Whether what sounds like a farewell is said to a table: 就这样."""
        if len(text) > BRIEF:
            return False
        async with self._store.snapshot() as view:
            known = await view.identity(door, address)
            return known is not None and await self._closes(view, known[1], text)

    async def _heard(self, text: str) -> Reply | None:
        """The look, off the event loop when it takes long enough for others to notice."""
        if len(text) <= LONG:
            return self._look(text)
        return await asyncio.to_thread(self._look, text)
