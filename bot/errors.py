"""What can go wrong at the outside, cut by what the caller does next.

BotError
├── SettingsWrong     say it and stop (exit 78)
├── Unreadable        the payload is not what this door sends: keep it, tell the person
└── DeliveryFailed    a reply could not be handed over
    ├── TryLater      again after a while
    ├── WindowClosed  hold it until the platform lets us speak
    ├── Unreachable   the person blocked us: mark the door, stop trying
    └── Undeliverable the platform will never take this one: let it go
"""

from __future__ import annotations

from datetime import timedelta


class BotError(Exception):
    """Root of this floor's errors."""


class SettingsWrong(BotError):
    """A setting cannot be used; the message names it and says what to do, never its value."""


class Unreadable(BotError):
    """A payload does not have the shape this door's platform sends."""


class DeliveryFailed(BotError):
    """A reply could not be handed over; ``reason`` is a short code for the outbox row."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(DeliveryFailed):
    """The platform or the way to it is busy; ``after`` says when to try again."""

    def __init__(self, reason: str, after: timedelta) -> None:
        super().__init__(reason)
        self.after = after


class WindowClosed(DeliveryFailed):
    """The platform lets us speak only after the person speaks again."""


class Unreachable(DeliveryFailed):
    """The person blocked us or is gone."""


class Undeliverable(DeliveryFailed):
    """The platform refuses this reply, and would refuse it again."""
