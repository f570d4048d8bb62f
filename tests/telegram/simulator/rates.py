"""Telegram's limits on sending, switched on by a test that wants them."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from tests.telegram.simulator.refusals import too_many


@dataclass(slots=True)
class Rates:
    """So many messages in a second overall, and to each chat."""

    on: bool = False
    overall: int = 30
    per_chat: int = 1
    group_minute: int = 20
    refused: int = 0
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=dict)

    def admit(self, chat: int, now: float) -> None:
        """Count one message, or refuse it."""
        if not self.on:
            return
        mine = self._chats.setdefault(chat, deque(maxlen=max(self.per_chat, self.group_minute)))
        wait = max(
            self._wait(self._all, self.overall, 1.0, now),
            self._wait(mine, self.per_chat, 1.0, now),
            self._wait(mine, self.group_minute, 60.0, now) if chat < 0 else 0.0,
        )
        if wait > 0:
            self.refused += 1
            raise too_many(max(1, math.ceil(wait)))
        self._all.append(now)
        mine.append(now)
        while self._all and self._all[0] <= now - 1.0:
            self._all.popleft()

    def _wait(self, past: deque[float], limit: int, window: float, now: float) -> float:
        """How long until one more fits into the window."""
        recent = [at for at in past if at > now - window]
        return recent[-limit] + window - now if len(recent) >= limit else 0.0
