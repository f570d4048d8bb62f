"""Legal deadlines: counted by the procedural rule, kept and reminded of like instalments.

民事诉讼法 art. 85: the day of service is not counted, so the day after it is day one; when the
last day is a day off, the first working day after it is the last. Arts. 128 and 227 give fifteen
days for an answer and against an order to pay. Where the arrangement of the year is not published
yet nobody knows which weekends are worked: then the fifteenth day stands, which is never too late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from handlers import bodies
from handlers.beijing import beijing_day
from handlers.calendar.holidays import Holidays
from handlers.wishes import Wishes
from storage.errors import Missing, Tampered
from storage.planned import PlanEvent, PlanRow
from storage.records import LedgerId, PersonId
from storage.store import Change, View

KIND: Final = "deadline"
DAYS: Final = timedelta(days=15)
AHEAD: Final = (7, 3, 2, 1, 0)
"""Days before the last one on which it is spoken of."""


_DONE: Final = "done"
_RESUMED: Final = "resumed"


class Step(StrEnum):
    """What has to be done in time."""

    ANSWER = "answer"
    OBJECTION = "objection"
    HEARING = "hearing"


@dataclass(frozen=True, slots=True)
class Served:
    """A paper from a court, as typed by the person or read from its picture.

    Attributes:
        step: what it asks for.
        on: Beijing day on which it was received; None when only the day of the hearing is known.
        hearing: Beijing day of the hearing.
        evidence: number of the kept paper.
        papers: so many came together, each to be answered for itself.
    """

    step: Step
    on: date | None = None
    hearing: date | None = None
    court: str | None = None
    case: str | None = None
    evidence: int | None = None
    papers: int = 1


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done.

    Attributes:
        last: the last day.
        fifteenth: the day before holidays were looked at; equal to `last` when nothing moved.
        published: whether the holidays of that year are known.
    """

    step: Step
    last: date
    served: Served
    fifteenth: date
    published: bool = True

    @property
    def moved(self) -> bool:
        """Whether a holiday has moved it."""
        return self.last != self.fifteenth

    def covers(self, other: Deadline) -> bool:
        """Whether another one, told later, says nothing that this one does not."""
        same = (self.step, self.last, self.served.court, self.served.case) == (
            *(other.step, other.last, other.served.court, other.served.case),
        )
        return same and self.served.papers >= other.served.papers


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person still has to do in time, the nearest first.

    Attributes:
        damaged: those that cannot be read; `wenzhu verify` names them.
    """

    found: tuple[tuple[PlanRow, Deadline], ...]
    damaged: tuple[PlanRow, ...] = ()


def deadlines(served: Served, holidays: Holidays) -> tuple[Deadline, ...]:
    """Everything that has to be done in time after a paper: its fifteen days, its hearing.

    Raises:
        ValueError: neither the day of service nor that of a hearing is known.
    """
    found: list[Deadline] = []
    if served.on is not None and served.step is not Step.HEARING:
        fifteenth = served.on + DAYS
        published = holidays.is_published(fifteenth)
        last = holidays.working_day(fifteenth) if published else fifteenth
        published = published and holidays.is_published(last)
        found.append(Deadline(served.step, last, served, fifteenth, published))
    if served.hearing is not None:
        found.append(Deadline(Step.HEARING, served.hearing, served, served.hearing))
    if not found:
        raise ValueError("a paper without a day has no deadline")
    return tuple(found)


async def keep(
    change: Change, ledger: LedgerId, deadline: Deadline, wishes: Wishes, *, key: str, at: datetime
) -> PlanRow:
    """Keep a deadline and have it spoken of; with a known key nothing changes."""
    row, _ = await change.plans.add(ledger, KIND, key=key, body=to_bytes(deadline), at=at)
    await refresh(change, row, wishes)
    return row


async def still_open(view: View, person: PersonId) -> Standing:
    """A person's deadlines that are not done, the nearest first."""
    found: list[tuple[PlanRow, Deadline]] = []
    damaged: list[PlanRow] = []
    for row in view.plans.of_person(person, only_open=True):
        if row.kind == KIND:
            try:
                found.append((row, await read(view, row)))
            except (Missing, Tampered):
                damaged.append(row)
    found.sort(key=lambda one: (one[1].last, one[0].number))
    return Standing(tuple(found), tuple(damaged))


async def done(change: Change, row: PlanRow, *, key: str, at: datetime) -> None:
    """It was done, or does not matter any more: nobody is reminded of it; once is enough."""
    if (await _read(change, row)).is_done:
        return
    await change.plans.append(row.plan, key, bodies.pack({"event": _DONE}), at)
    change.plans.settle(row, {})
    change.plans.mark(row.plan, is_open=False)


async def resume(
    change: Change, row: PlanRow, wishes: Wishes, *, key: str, at: datetime
) -> Deadline:
    """It is not done after all: what is still to come is spoken of again."""
    if (await _read(change, row)).is_done:
        await change.plans.append(row.plan, key, bodies.pack({"event": _RESUMED}), at)
        change.plans.mark(row.plan, is_open=True)
        await refresh(change, row, wishes)
    return await read(change, row)


async def refresh(change: Change, row: PlanRow, wishes: Wishes) -> None:
    """Work out its reminders anew."""
    now = await _read(change, row)
    change.plans.settle(row, {} if now.is_done else wanted(now.deadline, now.since, wishes))


async def read(view: View, row: PlanRow) -> Deadline:
    """The deadline that a row stands for.

    Raises:
        Tampered, Missing: an event of it is damaged.
    """
    return (await _read(view, row)).deadline


@dataclass(frozen=True, slots=True)
class _Known:
    """A deadline with what became of it; `since` it is to be spoken of."""

    deadline: Deadline
    since: datetime
    is_done: bool


async def _read(view: View, row: PlanRow) -> _Known:
    events = await view.plans.events(row.plan)
    later = [(bodies.unpack(one.body)["event"], one.at) for one in events[1:]]
    since = max((at for what, at in later if what == _RESUMED), default=events[0].at)
    return _Known(told(events), since, bool(later) and later[-1][0] == _DONE)


def told(events: Sequence[PlanEvent]) -> Deadline:
    """The deadline that its events tell of."""
    return from_bytes(events[0].body)


def wanted(deadline: Deadline, since: datetime, wishes: Wishes) -> dict[str, datetime]:
    """When to speak of it; what is past when it became known is not brought up."""
    instants = {
        f"before:{days}": wishes.speaks(deadline.last - timedelta(days=days)) for days in AHEAD
    }
    changed = wishes.changed or since
    found = {key: max(at, changed) for key, at in instants.items() if at > since}
    if not found and beijing_day(since) <= deadline.last:
        found["before:0"] = since
    return found


def to_bytes(deadline: Deadline) -> bytes:
    """The sealed body of its first event."""
    served = deadline.served
    return bodies.pack(
        {
            "event": "deadline",
            "step": deadline.step.value,
            "last": deadline.last.isoformat(),
            "fifteenth": deadline.fifteenth.isoformat(),
            "published": deadline.published,
            "served": {
                "step": served.step.value,
                "on": _written(served.on),
                "hearing": _written(served.hearing),
                "court": served.court,
                "case": served.case,
                "evidence": served.evidence,
                "papers": served.papers,
            },
        }
    )


def from_bytes(body: bytes) -> Deadline:
    """The deadline that `to_bytes` wrote."""
    shape = bodies.unpack(body)
    return Deadline(
        step=Step(shape["step"]),
        last=date.fromisoformat(shape["last"]),
        served=_served(shape["served"]),
        fifteenth=date.fromisoformat(shape["fifteenth"]),
        published=shape["published"],
    )


def _served(shape: Mapping[str, Any]) -> Served:
    return Served(
        step=Step(shape["step"]),
        on=_day(shape["on"]),
        hearing=_day(shape["hearing"]),
        court=shape["court"],
        case=shape["case"],
        evidence=shape["evidence"],
        papers=shape.get("papers", 1),
    )


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
