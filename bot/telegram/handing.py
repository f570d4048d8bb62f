"""One reply on its way to a chat, as far as it has come."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from bot.telegram import rendering
from bot.telegram.rendering import Piece
from handlers.messages import Reply
from handlers.picture import Picture
from storage.records import OutboxRow

PICTURE_TRIES = 3
"""So often a reply is tried with its picture."""


@dataclass(slots=True)
class Handing:
    """What of a reply is said, and what is not.

    Attributes:
        old: messages of the earlier reply that this one edits, not used up yet.
        left: pieces still to be said.
        picture: still to be shown.
        tried: showing it was tried, which counts as a message of ours.
        shown: messages in which this reply stands.
        fresh: whether a message was sent, which the person notices, or all were edits.
    """

    old: list[int]
    left: list[Piece]
    picture: Picture | None = None
    tried: bool = False
    shown: list[int] = field(default_factory=list)
    fresh: bool = False
    hailed: bool = False

    @classmethod
    def of(cls, row: OutboxRow, reply: Reply) -> Handing:
        """A reply of which nothing is said yet."""
        earlier: list[int] = [] if row.earlier is None else json.loads(row.earlier)
        handing = cls(earlier, list(rendering.pieces(reply)), reply.picture)
        handing.give_up_picture(row.attempts)
        return handing

    def give_up_picture(self, attempts: int) -> None:
        """Where it is stuck the words go alone: what comes after them waits for them."""
        if attempts > PICTURE_TRIES:
            self.picture = None

    @property
    def begun(self) -> bool:
        """Whether the chat has heard of it, or was about to."""
        return bool(self.shown) or self.tried

    def caption(self) -> Piece | None:
        """All the words, where they fit under the picture."""
        alone = self.left[0] if len(self.left) == 1 else None
        fits = alone is not None and rendering.units(alone.plain) <= rendering.CAPTION
        return alone if fits else None

    def sent(self, number: int) -> None:
        """A new message stands there."""
        self.shown.append(number)
        self.fresh = True
