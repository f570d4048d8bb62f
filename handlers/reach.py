"""Where a person is spoken to: his doors in order, and which of them are used now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.messages import Look, Segment
from handlers.ports import Chance, Reach
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts
from storage.records import LedgerId

EMAIL: Final = "email"
"""The door that only speaks; it comes after those on which the person can answer."""
_FAMILY: Final = "reach_door"
_HINTS: Final = "reach_hint"
"""How somebody is reached on a door where he would only see it."""
_LIES_THERE: Final = (Chance.OPEN, Chance.UNSEEN)


@dataclass(frozen=True, slots=True)
class Way:
    """One door of a person and what can be hoped for there."""

    ledger: LedgerId
    door: str
    chance: Chance


def ways(
    reach: Reach,
    doors: Iterable[tuple[LedgerId, str]],
    *,
    home: LedgerId,
    first: str | None,
    at: datetime,
    blocked: Collection[LedgerId] = (),
) -> tuple[Way, ...]:
    """A person's doors in the order in which they are tried.

    Args:
        home: where the plan was made.
        first: the name of the door he wants to hear it on.
        blocked: where nobody is reached at present.
    """

    def rank(way: Way) -> tuple[bool, bool, bool, str]:
        return (way.door != first, way.ledger != home, way.door == EMAIL, way.ledger)

    found = [
        Way(
            ledger,
            door,
            Chance.NEVER if ledger in blocked else reach.chance(door, ledger, at),
        )
        for ledger, door in doors
    ]
    return tuple(sorted(found, key=rank))


def chosen(found: Sequence[Way], *, loud: bool = False) -> tuple[Way, ...]:
    """The ways that are used, none when nothing can be said anywhere.

    The first on which he is reached; where he would only see it when he looks, it is put there,
    too. What is loud goes everywhere.
    """
    heard = [way for way in found if way.chance is Chance.NOW]
    unseen = [way for way in found if way.chance in _LIES_THERE]
    if loud:
        return (*heard, *unseen)
    if not heard:
        return tuple(unseen[:1])
    before = [way for way in unseen if found.index(way) < found.index(heard[0])]
    return (*before, heard[0])


def foretold(texts: Texts, found: Sequence[Way]) -> Segment:
    """Where reminders will be said, for the plan: asked with the instant of the next one."""
    used = chosen(found)
    heard = next((place(texts, way.door) for way in used if way.chance is Chance.NOW), None)
    left_open = next((place(texts, way.door) for way in used if way.chance is Chance.OPEN), None)
    if heard is not None and left_open is not None:
        return said(texts, "reach.either", look=Look.SMALL, place=left_open, name=heard)
    if heard is not None:
        return said(texts, "reach.heard", look=Look.SMALL, place=heard)
    if left_open is not None:
        return said(texts, "reach.open", "reach.more", look=Look.SMALL, place=left_open)
    if not used:
        return said(texts, "reach.nowhere", "reach.more", look=Look.SMALL)
    door = used[0].door
    hints = [f"{_HINTS}.{door}"] if texts.has(_HINTS, door) else []
    keys = ("reach.unseen", *hints, "reach.more")
    return said(texts, *keys, look=Look.SMALL, place=place(texts, door))


def place(texts: Texts, door: str) -> str:
    """What a door is called."""
    return texts.word(_FAMILY, door if texts.has(_FAMILY, door) else "other")
