"""How fast we may speak: one message a second to each chat, some thirty a second to all.

Telegram counts both on average and lets a short burst pass. So whoever writes after a quiet time is
answered at once, up to a second's worth of answers; then it is one every thirtieth of a second.
Where Telegram does object, bursts end for a while.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

OVERALL = 30
PER_CHAT = 1
WINDOW = 1.05
"""A second and a little: the two clocks, and the way there, are not the same."""
CALM = 60.0
"""Seconds without bursts after Telegram has objected."""
REMEMBERED = 10_000
"""Chats remembered; the longest silent is forgotten first, and free anyway."""


@dataclass(slots=True)
class Pace:
    """A bucket for all, a sliding window for each chat; times are seconds of one steady clock."""

    overall: int = OVERALL
    per_chat: int = PER_CHAT
    window: float = WINDOW
    _left: float = field(init=False)
    _filled: float = 0.0
    _calm_until: float = 0.0
    _chats: OrderedDict[int, deque[float]] = field(default_factory=OrderedDict)
    _quiet: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nobody was spoken to yet."""
        self._left = float(self.overall)

    def wait_for_chat(self, chat: int, now: float) -> float:
        """Seconds until this chat may be spoken to."""
        quiet = self._quiet.get(chat, 0.0) - now
        if quiet <= 0.0:
            self._quiet.pop(chat, None)
        mine = self._chats.get(chat, ())
        again = mine[-self.per_chat] + self.window if len(mine) >= self.per_chat else now
        return max(quiet, again - now, 0.0)

    def wait_for_all(self, now: float) -> float:
        """Seconds until anybody may be spoken to."""
        self._fill(now)
        return max(1.0 - self._left, 0.0) / self._per_second

    def room(self, now: float) -> int:
        """How many messages may be said at once."""
        self._fill(now)
        return max(int(self._left), 0)

    def spoke(self, chat: int, now: float) -> None:
        """Count one message."""
        self._fill(now)
        self._left -= 1.0
        mine = self._chats.setdefault(chat, deque(maxlen=self.per_chat))
        mine.append(now)
        self._chats.move_to_end(chat)
        while len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)

    def hush(self, chat: int, now: float, wait: float) -> None:
        """Telegram wants this chat left alone for a while, and has had enough of bursts."""
        self._quiet[chat] = now + wait
        self._calm_until = now + CALM
        self._left = min(self._left, 1.0)

    @property
    def _per_second(self) -> float:
        return self.overall / self.window

    def _fill(self, now: float) -> None:
        most = 1.0 if now < self._calm_until else float(self.overall)
        grown = self._left + max(now - self._filled, 0.0) * self._per_second
        self._left, self._filled = min(grown, most), now
