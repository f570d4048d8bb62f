"""Wakes whoever waits for news in this process.

The database stays the truth: a ring that is missed (another process, a restart) costs a
waiting time, never a message, so every listener also looks by itself now and then.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator

INBOX = "inbox"
STEPS = "steps"
OUTBOX = "outbox"


def ledger_topic(ledger: str) -> str:
    """The topic under which news for one person's page is rung."""
    return f"ledger:{ledger}"


def heard_topic(ledger: str) -> str:
    """Listened to, never rung, by pages on which a reply would be noticed now."""
    return f"heard:{ledger}"


def notice_topic(ledger: str) -> str:
    """Listened to, never rung, by pages that give notice even when nobody looks."""
    return f"notice:{ledger}"


class Bell:
    """Topics, and the events of those who listen to them."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def ring(self, topic: str) -> None:
        """Wake everybody who listens to the topic."""
        for event in self._listeners.get(topic, ()):
            event.set()

    def has_listeners(self, topic: str) -> bool:
        """Whether anybody in this process listens to the topic."""
        return topic in self._listeners

    @contextlib.contextmanager
    def listen(self, topic: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the topic rings; the listener clears it."""
        event = asyncio.Event()
        self._listeners[topic].add(event)
        try:
            yield event
        finally:
            self._listeners[topic].discard(event)
            if not self._listeners[topic]:
                del self._listeners[topic]


async def rung(event: asyncio.Event, patience: float) -> None:
    """Wait for the event, at most ``patience`` seconds, and clear it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await event.wait()
    event.clear()
