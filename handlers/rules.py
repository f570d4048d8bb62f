"""Who may use this, how much of it, and for how long media are kept: the operator's decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Access(StrEnum):
    """Who may use the program through a platform."""

    OPEN = "open"
    LIST = "list"
    INVITE = "invite"


@dataclass(frozen=True, slots=True)
class Rules:
    """The operator's rules; a limit of 0 means none.

    Attributes:
        allowed: door and address of those who may always come in.
        invites: codes that let in whoever sends one.
        messages: how many a person may send on one day.
        size: how many bytes a person may send on one day.
        reading_ms: how long media of one person are read on one day.
        retention_days: how long media are kept, 0 for ever.
        mail: whether reminders can be sent by e-mail.
        free: doors of the operator's own machine; neither access nor limits apply there.
    """

    access: Access = Access.OPEN
    allowed: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    invites: tuple[str, ...] = field(default=(), repr=False)
    messages: int = 0
    size: int = 0
    reading_ms: int = 0
    retention_days: int = 0
    mail: bool = False
    free: frozenset[str] = frozenset()
