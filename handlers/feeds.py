"""A calendar of everything that is due, for the calendar on a person's own phone (RFC 5545).

Whoever has the feed's address can read it, and phones show calendars on locked screens: so it
says neither who nor how much. A reminder in a calendar works when nothing of ours runs.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from handlers import deadlines, plans
from handlers.deadlines import Deadline
from handlers.repayment.states import PlanStatus
from handlers.texts.texts import Texts
from storage.errors import Missing, Tampered
from storage.planned import PlanRow
from storage.records import PersonId
from storage.store import Change, View

PURPOSE: Final = "feed"
_PRODUCT: Final = "-//wenzhu//reminders//ZH"
_MORNING: Final = timedelta(hours=9)
_DAY: Final = timedelta(days=1)
_BEFORE: Final = {"remind": (1, 0), "deadline": (7, 3, 2, 1, 0)}
"""How many days before the day a calendar rings, at nine in the morning."""


@dataclass(frozen=True, slots=True)
class Item:
    """One day in the calendar.

    Attributes:
        uid: stays the same for as long as it is the same thing.
        changed: when what it says was last changed.
        family: which of the neutral titles it has.
    """

    uid: str
    day: date
    changed: datetime
    family: str


async def open_feed(change: Change, person: PersonId) -> str:
    """A new secret for the person's calendar; an earlier one opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    await change.issue_token(person, PURPOSE, secret)
    return secret


async def close_feed(change: Change, person: PersonId) -> bool:
    """Have the calendar's address open nothing; whether there was one."""
    return await change.revoke_token(person, PURPOSE)


async def holder(view: View, secret: str, now: datetime) -> PersonId | None:
    """Whose calendar a secret opens, None for an unknown or revoked one."""
    return await view.token_holder(PURPOSE, secret, now)


async def items(view: View, person: PersonId) -> tuple[Item, ...]:
    """Everything that is still to be done, in order of its days.

    What can no longer be read is left out: a calendar without it is better than none.
    """
    found: list[Item] = []
    for row in view.plans.of_person(person, only_open=True):
        with contextlib.suppress(Missing, Tampered):
            found += await _items(view, row)
    return tuple(sorted(found, key=lambda item: (item.day, item.uid)))


async def _items(view: View, row: PlanRow) -> Sequence[Item]:
    if row.kind == plans.KIND:
        return tuple(_plan(await plans.read(view, row)))
    if row.kind == deadlines.KIND:
        events = await view.plans.events(row.plan)
        return (_deadline(row, deadlines.from_bytes(events[0].body), events[0].at),)
    return ()


def _deadline(row: PlanRow, deadline: Deadline, at: datetime) -> Item:
    return Item(f"{row.plan}@wenzhu", deadline.last, at, "deadline")


def _plan(kept: plans.KeptPlan) -> Iterator[Item]:
    if kept.state.status is not PlanStatus.RUNNING:
        return
    for row in kept.state.rows:
        if row.open:
            uid = f"{kept.row.plan}-{row.id}@wenzhu"
            yield Item(uid, row.instalment.due, kept.state.since, "remind")


def calendar(texts: Texts, found: tuple[Item, ...]) -> bytes:
    """The calendar as a file; the same days give the same bytes."""
    feed = Calendar()
    feed.add("prodid", _PRODUCT)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", texts.say("feed.name"))
    feed.add("refresh-interval", timedelta(hours=4), parameters={"value": "DURATION"})
    for item in found:
        feed.add_component(_event(texts, item))
    body: bytes = feed.to_ical()
    return body


def _event(texts: Texts, item: Item) -> Event:
    title = texts.word("feed_title", item.family)
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", item.changed.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", item.day)
    event.add("dtend", item.day + _DAY)
    event.add("summary", title)
    event.add("description", texts.say("feed.open"))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for days in _BEFORE[item.family]:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _rings(texts, item, days))
        alarm.add("trigger", _MORNING - days * _DAY)
        event.add_component(alarm)
    return event


def _rings(texts: Texts, item: Item, days: int) -> str:
    """What it says so many days ahead; a day that is not today is never called so."""
    if item.family != "deadline":
        return texts.word("feed_title", item.family)
    if days > 1:
        return texts.say("feed_alarm.ahead", days=str(days))
    return texts.say("feed_alarm.tomorrow" if days else "feed_alarm.today")
