"""How fast we may speak: so many messages in a second to each chat, and overall."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

OVERALL = 30
PER_CHAT = 1
WINDOW = 1.05
"""A second and a little: the two clocks, and the way there, are not the same."""
REMEMBERED = 10_000
"""Chats remembered; the longest silent is forgotten first, and free anyway."""


@dataclass(slots=True)
class Pace:
    """Sliding windows over what was said; times are seconds of one steady clock."""

    overall: int = OVERALL
    per_chat: int = PER_CHAT
    window: float = WINDOW
    _all: deque[float] = field(default_factory=deque)
    _chats: OrderedDict[int, deque[float]] = field(default_factory=OrderedDict)
    _quiet: dict[int, float] = field(default_factory=dict)

    def wait_for_chat(self, chat: int, now: float) -> float:
        """Seconds until this chat may be spoken to."""
        quiet = self._quiet.get(chat, 0.0) - now
        if quiet <= 0.0:
            self._quiet.pop(chat, None)
        return max(quiet, self._wait(self._chats.get(chat, ()), self.per_chat, now))

    def wait_for_all(self, now: float) -> float:
        """Seconds until anybody may be spoken to."""
        return self._wait(self._all, self.overall, now)

    def spoke(self, chat: int, now: float) -> None:
        """Count one message."""
        self._all.append(now)
        while len(self._all) > self.overall:
            self._all.popleft()
        mine = self._chats.setdefault(chat, deque(maxlen=self.per_chat))
        mine.append(now)
        self._chats.move_to_end(chat)
        while len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)

    def hush(self, chat: int, until: float) -> None:
        """Telegram wants this chat left alone for a while."""
        self._quiet[chat] = until

    def _wait(self, past: deque[float] | tuple[()], limit: int, now: float) -> float:
        if len(past) < limit:
            return 0.0
        return max(past[-limit] + self.window - now, 0.0)
