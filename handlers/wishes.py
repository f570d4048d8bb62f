"""How a person wants to be reminded: when, where, how openly."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers import bodies
from handlers.beijing import BEIJING
from handlers.repayment.reminding import MORNING, Moment
from storage.records import LedgerId, PersonId
from storage.store import Change, View

SHEET: Final = "wishes"
ZONE: Final = "Asia/Shanghai"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """One person's wishes; the defaults are what most people want.

    Attributes:
        zone: name of his time zone.
        moments: which reminders of an instalment he wants.
        at: at which hour of his clock they speak.
        quiet_from: from when on nothing is said; equal to `quiet_until` for never quiet.
        quiet_until: until when.
        neutral: say neither who nor how much, for a lock screen that others see.
        mail: his e-mail address has been confirmed.
        door: where he wants to hear it first, None for where the plan was made.

    Raises:
        ValueError: a zone that does not exist.
    """

    zone: str = ZONE
    moments: tuple[Moment, ...] = tuple(Moment)
    at: time = MORNING
    quiet_from: time = time(22)
    quiet_until: time = time(8)
    neutral: bool = False
    door: str | None = None
    mail: bool = False

    def __post_init__(self) -> None:
        zone_of(self.zone)

    @property
    def tz(self) -> tzinfo:
        """His zone."""
        return zone_of(self.zone)

    def quiet_end(self, moment: datetime) -> datetime | None:
        """When his quiet hours end, None when the instant is in none of them."""
        if self.quiet_from == self.quiet_until:
            return None
        local = moment.astimezone(self.tz)
        clock = local.time()
        over_midnight = self.quiet_from > self.quiet_until
        evening = clock >= self.quiet_from
        morning = clock < self.quiet_until
        if not (evening or morning if over_midnight else evening and morning):
            return None
        day = local.date() + _DAY if over_midnight and evening else local.date()
        return datetime.combine(day, self.quiet_until, tzinfo=self.tz).astimezone(UTC)


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """A zone by its name.

    Raises:
        ValueError: there is none of that name.
    """
    if name == ZONE:
        return BEIJING  # without summer time since 1992, and no file to open
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone") from None


def to_bytes(wishes: Wishes) -> bytes:
    """The sealed sheet."""
    return bodies.pack(
        {
            "zone": wishes.zone,
            "moments": [moment.value for moment in wishes.moments],
            "at": wishes.at.isoformat("minutes"),
            "quiet": [
                wishes.quiet_from.isoformat("minutes"),
                wishes.quiet_until.isoformat("minutes"),
            ],
            "neutral": wishes.neutral,
            "door": wishes.door,
            "mail": wishes.mail,
        }
    )


def from_bytes(body: bytes) -> Wishes:
    """The wishes that `to_bytes` wrote."""
    shape = bodies.unpack(body)
    quiet_from, quiet_until = (time.fromisoformat(one) for one in shape["quiet"])
    return Wishes(
        zone=shape["zone"],
        moments=tuple(Moment(one) for one in shape["moments"]),
        at=time.fromisoformat(shape["at"]),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        neutral=shape["neutral"],
        door=shape["door"],
        mail=shape["mail"],
    )


async def of(view: View, person: PersonId) -> Wishes:
    """A person's wishes, the usual ones where he has said none."""
    body = await view.sheet(person, SHEET)
    return Wishes() if body is None else from_bytes(body)


async def of_several(view: View, persons: Collection[PersonId]) -> dict[PersonId, Wishes]:
    """The wishes of several persons."""
    said = await view.sheets(persons, SHEET)
    return {one: from_bytes(said[one]) if one in said else Wishes() for one in persons}


async def write(change: Change, ledger: LedgerId, wishes: Wishes) -> None:
    """Keep them. What waits has to be worked out again: `plans.wish` does both."""
    await change.write_sheet(ledger, SHEET, to_bytes(wishes))
