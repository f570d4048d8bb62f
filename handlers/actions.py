"""What the argument of a button names: a number, something that was kept, or words once sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.calls import Call
from storage.errors import Erased, Missing
from storage.records import Entry, Kind, Seq

LONGEST_NUMBER: Final = 15
"""Digits; the database takes no number much longer."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Words he sent.

    Attributes:
        at: when they were received.
    """

    text: str
    at: datetime


def whole(argument: str) -> int | None:
    """The number an action names; None for what no button of ours says."""
    return int(argument) if argument.isdecimal() and len(argument) <= LONGEST_NUMBER else None


async def entry(call: Call, argument: str) -> Entry | None:
    """What stands at that place of the person's ledger; None if it is gone or was never his."""
    seq = whole(argument)
    if seq is None:
        return None
    try:
        found = await call.change.entry(call.row.ledger, Seq(seq))
    except Missing:
        return None
    return None if found.erased else found


async def original(call: Call, argument: str) -> Entry | None:
    """The same, where it is an original."""
    found = await entry(call, argument)
    return None if found is None or found.kind is not Kind.ORIGINAL else found


async def delivered(call: Call, argument: str) -> Delivered | None:
    """The words of a delivery on the same door; None where they are gone or never were his."""
    number = whole(argument)
    row = None if number is None else await call.change.inbox_row(number)
    if row is None or row.ledger != call.row.ledger:
        return None
    try:
        text = call.translate(row, await call.change.payload(row)).text
    except Erased:
        return None
    return Delivered(text, row.received_at)
