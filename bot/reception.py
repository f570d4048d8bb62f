"""The first desk behind every door: crisis answered before any queue, then into the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.bell import INBOX, OUTBOX, Bell
from handlers.messages import Reply
from handlers.ports import Clock
from handlers.replies import to_bytes
from storage.records import Delivery, Draft, InboxRow, ItemId, SealedPart
from storage.store import Store

LONG = 5_000
"""Characters that are looked through in a few milliseconds."""


class Reception:
    """Takes deliveries from doors; when `receive` returns, the delivery is durable.

    Args:
        look: the crisis answer to a text, or None when it speaks of something else.
    """

    def __init__(
        self, store: Store, bell: Bell, clock: Clock, look: Callable[[str], Reply | None]
    ) -> None:
        self._store = store
        self._bell = bell
        self._clock = clock
        self._look = look

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

    async def _heard(self, text: str) -> Reply | None:
        """The look, off the event loop when it takes long enough for others to notice."""
        if len(text) <= LONG:
            return self._look(text)
        return await asyncio.to_thread(self._look, text)
