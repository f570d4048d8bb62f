"""One delivery in hand, inside its transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.desk import Desk
from handlers.messages import Incoming
from storage.records import InboxRow
from storage.store import Change

Translate = Callable[[InboxRow, bytes], Incoming]
"""The door's translation, for a delivery that is looked at again."""


@dataclass(frozen=True, slots=True)
class Call:
    """Everything a handler needs for one delivery."""

    desk: Desk
    change: Change
    row: InboxRow
    incoming: Incoming
    translate: Translate
