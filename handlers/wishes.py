"""How a person wants to be reminded: when, where, how openly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers import bodies
from handlers.beijing import BEIJING
from handlers.repayment.reminding import MORNING, Moment, bounds, within
from storage.records import LedgerId, PersonId
from storage.store import Change, View

SHEET: Final = "wishes"
ZONE: Final = "Asia/Shanghai"
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


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
        changed: when his hour, his zone or his quiet hours were changed last.
        since: when each reminder that he had switched off was switched on again.
        stopped: when all of them were switched off last.
        resumed: when one was switched on after that; None while all are off.

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
    changed: datetime | None = None
    since: Mapping[Moment, datetime] = field(default_factory=dict)
    stopped: datetime | None = None
    resumed: datetime | None = None

    def __post_init__(self) -> None:
        zone_of(self.zone)

    @property
    def tz(self) -> tzinfo:
        """His zone."""
        return zone_of(self.zone)

    def speaks(self, day: date) -> datetime:
        """When something that belongs to a Beijing day is said: within that day, and awake.

        His hour; where that is quiet the end of the quiet hours, or, where the day would be over
        by then, an hour before they begin.
        """
        usual = within(day, self.at, self.tz)
        ends = self.quiet_end(usual)
        if ends is None:
            return usual
        first, over = bounds(day)
        if ends + _HOUR <= over:
            return ends
        begins = self._quiet_begin(ends)
        awake = begins - _HOUR if self.quiet_end(begins - _HOUR) is None else begins - _MINUTE
        return max(awake, first) if begins > first else usual

    def hears(self, asked: datetime, until: datetime) -> bool:
        """Whether what he asked to hear again is still wanted: switching all off ends it."""
        if self.stopped is None or asked > self.stopped:
            return True
        return self.resumed is not None and until > self.resumed

    def altered(self, before: Wishes, at: datetime) -> Wishes:
        """These wishes with the instant noted at which they took the place of others."""
        fresh = [one for one in self.moments if one not in before.moments]
        moved = (self.at, self.zone, self.quiet_from, self.quiet_until) != (
            before.at,
            before.zone,
            before.quiet_from,
            before.quiet_until,
        )
        stops, resumes = before.moments and not self.moments, fresh and not before.moments
        return replace(
            self,
            changed=at if moved else before.changed,
            since={**before.since, **dict.fromkeys(fresh, at)},
            stopped=at if stops else before.stopped,
            resumed=at if resumes else None if stops else before.resumed,
        )

    def _quiet_begin(self, end: datetime) -> datetime:
        """When the quiet hours began that end then."""
        day = end.astimezone(self.tz).date()
        day -= _DAY if self.quiet_from > self.quiet_until else timedelta()
        return datetime.combine(day, self.quiet_from, tzinfo=self.tz).astimezone(UTC)

    def quiet_at(self, clock: time) -> bool:
        """Whether that hour of his clock is quiet; equal bounds are never quiet."""
        evening, morning = clock >= self.quiet_from, clock < self.quiet_until
        over_midnight = self.quiet_from > self.quiet_until
        return (evening or morning) if over_midnight else (evening and morning)

    def quiet_end(self, moment: datetime) -> datetime | None:
        """When his quiet hours end, None when the instant is in none of them."""
        local = moment.astimezone(self.tz)
        if not self.quiet_at(local.time()):
            return None
        over_midnight = self.quiet_from > self.quiet_until
        day = local.date()
        day += _DAY if over_midnight and local.time() >= self.quiet_from else timedelta()
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
            "changed": _written(wishes.changed),
            "since": {moment.value: at.isoformat() for moment, at in wishes.since.items()},
            "stopped": _written(wishes.stopped),
            "resumed": _written(wishes.resumed),
        }
    )


def from_bytes(body: bytes) -> Wishes:
    """The wishes that `to_bytes` wrote; earlier versions noted no instants."""
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
        changed=_instant(shape.get("changed")),
        since={
            Moment(one): datetime.fromisoformat(at) for one, at in shape.get("since", {}).items()
        },
        stopped=_instant(shape.get("stopped")),
        resumed=_instant(shape.get("resumed")),
    )


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


async def of(view: View, person: PersonId) -> Wishes:
    """A person's wishes, the usual ones where he has said none."""
    return await told(view, person) or Wishes()


async def told(view: View, person: PersonId) -> Wishes | None:
    """What a person has said of it, None where he has said nothing."""
    body = await view.sheet(person, SHEET)
    return None if body is None else from_bytes(body)


async def of_several(view: View, persons: Collection[PersonId]) -> dict[PersonId, Wishes]:
    """The wishes of several persons."""
    said = await view.sheets(persons, SHEET)
    return {one: from_bytes(said[one]) if one in said else Wishes() for one in persons}


async def write(change: Change, ledger: LedgerId, wishes: Wishes) -> None:
    """Keep them. What waits has to be worked out again: `plans.wish` does both."""
    await change.write_sheet(ledger, SHEET, to_bytes(wishes))
