"""What a reminder says: pure, from what is due to a `Reply`.

Days are counted from today on the person's calendar, not by which reminder it is, so that one
that comes late still says the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.calendar.holidays import Holidays
from handlers.deadlines import Deadline, Step
from handlers.messages import Button, Look, Reply, Segment, Stage
from handlers.money.fen import yuan
from handlers.plans import KeptPlan
from handlers.repayment.states import RowState
from handlers.texts.dates import moment
from handlers.texts.paragraphs import button, listed, said
from handlers.texts.texts import Texts
from handlers.wishes import Wishes
from storage.planned import PlanRow

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to be spoken of.

    Attributes:
        plan: what is kept; its id is what buttons carry.
        thing: the plan as it stands, or a deadline.
        row: the instalment, None for the plan as a whole or a deadline.
        late: when it should have been said, if that was missed.
    """

    plan: PlanRow
    thing: KeptPlan | Deadline
    row: RowState | None = None
    late: datetime | None = None

    @property
    def day(self) -> date:
        """The day it is about; the settlement for a plan as a whole."""
        if isinstance(self.thing, Deadline):
            return self.thing.last
        if self.row is not None:
            return self.row.instalment.due
        return self.thing.state.settled_on or date.max

    @property
    def loud(self) -> bool:
        """Whether it must not go unnoticed."""
        return isinstance(self.thing, Deadline)


def reminder(
    texts: Texts, holidays: Holidays, matters: Sequence[Matter], wishes: Wishes, now: datetime
) -> Reply:
    """Everything that is due to one person, as one reply; several things make one list."""
    ordered = sorted(matters, key=lambda matter: (not matter.loud, matter.day, matter.plan.number))
    today = now.astimezone(wishes.tz).date()
    grave = any(matter.loud for matter in ordered)
    if wishes.neutral:
        segments = (_hidden(texts, len(ordered)), *_latest(texts, ordered))
        return Reply(segments, (_details(texts),), Stage.REMINDER, grave=grave)
    if len(ordered) > 1:
        return _several(texts, holidays, ordered, today, grave=grave)
    (matter,) = ordered
    segments = tuple(_segments(texts, holidays, matter, today))
    return Reply(segments, _buttons(texts, matter), Stage.REMINDER, grave=grave)


def deadline(
    texts: Texts, holidays: Holidays, matter: Matter, wishes: Wishes, now: datetime
) -> Reply:
    """A legal deadline as it stands today, in plain words whatever reminders are to hide."""
    today = now.astimezone(wishes.tz).date()
    return Reply(tuple(_segments(texts, holidays, matter, today)), _buttons(texts, matter))


def _hidden(texts: Texts, count: int) -> Segment:
    if count == 1:
        return said(texts, "remind.hidden", look=Look.LEAD)
    return said(texts, "remind.hidden_several", look=Look.LEAD, count=str(count))


def _several(
    texts: Texts, holidays: Holidays, matters: Sequence[Matter], today: date, *, grave: bool
) -> Reply:
    head = texts.say("remind.several", count=str(len(matters)))
    lines = [lead(texts, matter, today) for matter in matters]
    days = dict.fromkeys(matter.day for matter in matters if matter.row is not None)
    notes = [line for day in days for line in _calendar(texts, holidays, day, today)]
    segments = [listed(texts, head, lines, look=Look.LEAD)]
    segments += [Segment("\n".join(notes), look=Look.SMALL)] if notes else []
    segments += _latest(texts, matters)
    return Reply(tuple(segments), (_details(texts),), Stage.REMINDER, grave=grave)


def _segments(texts: Texts, holidays: Holidays, matter: Matter, today: date) -> Iterator[Segment]:
    yield Segment(lead(texts, matter, today), look=Look.LEAD)
    if isinstance(matter.thing, Deadline):
        yield from _deadline(texts, matter.thing)
    elif matter.row is None:
        settled = ("remind_settled.certificate", "remind_settled.credit")
        yield said(texts, *settled, look=Look.STEPS)
    else:
        notes = [
            *_money(texts, matter.thing, matter.row),
            *_calendar(texts, holidays, matter.day, today),
        ]
        yield Segment("\n".join(notes))
        if matter.day <= today:
            yield said(texts, "remind.say_first", look=Look.SMALL)
    yield from _latest(texts, [matter])


def lead(texts: Texts, matter: Matter, today: date) -> str:
    """The one line that says it: what, when, how much."""
    ahead = (matter.day - today).days
    blanks = {"date": short_day(texts, matter.day)}
    if isinstance(matter.thing, Deadline):
        family = "hearing_when" if matter.thing.step is Step.HEARING else "deadline_when"
        if matter.thing.step is not Step.HEARING:
            blanks["step"] = texts.word("deadline_step", matter.thing.step.value)
        case = "over" if ahead < 0 else _case(ahead)
    else:
        creditor = matter.thing.state.plan.creditor or texts.say("remind.someone")
        if matter.row is None:
            return texts.say("remind_settled.lead", creditor=creditor)
        family = "remind_when"
        number, money = str(matter.row.number), yuan(matter.row.open)
        blanks |= {"creditor": creditor, "number": number, "money": money}
        case = "missed" if ahead < 0 else _case(ahead)
    if case == "ahead":
        blanks["days"] = str(ahead)
    return texts.say(f"{family}.{case}", **blanks)


def _case(ahead: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(ahead, "ahead")


def _deadline(texts: Texts, deadline: Deadline) -> Iterator[Segment]:
    yield said(texts, f"deadline_why.{deadline.step.value}")
    if deadline.served.on is not None and deadline.step is not Step.HEARING:
        day = short_day(texts, deadline.served.on)
        yield said(texts, "deadline.counted", look=Look.SMALL, date=day)
    if deadline.moved:
        day = short_day(texts, deadline.fifteenth)
        yield said(texts, "deadline.moved", look=Look.SMALL, date=day)
    if not deadline.published:
        yield said(texts, "deadline.unpublished", look=Look.SMALL)
    yield said(texts, "deadline.check", look=Look.SMALL)


def _money(texts: Texts, kept: KeptPlan, row: RowState) -> Iterator[str]:
    if row.paid:
        yield texts.say("remind.part", paid=yuan(row.paid))
    yield texts.say("remind.balance", money=yuan(kept.state.balance))


def _calendar(texts: Texts, holidays: Holidays, day: date, today: date) -> Iterator[str]:
    """What the calendar says of the day; it never moves it."""
    if day < today:
        return
    date_words, name = short_day(texts, day), holidays.holiday(day)
    if name is not None:
        yield texts.say("remind.holiday", date=date_words, name=name)
    elif holidays.is_worked_weekend(day):
        yield texts.say("remind.worked", date=date_words)
    elif day.weekday() >= _SATURDAY:
        yield texts.say("remind.weekend", date=date_words)
    if not holidays.is_published(day):
        yield texts.say("remind.unpublished", year=str(day.year))


def _latest(texts: Texts, matters: Sequence[Matter]) -> list[Segment]:
    """That it comes late, and since when, if it does."""
    late = [matter.late for matter in matters if matter.late is not None]
    if not late:
        return []
    return [said(texts, "remind.late", look=Look.SMALL, moment=moment(texts, min(late)))]


def _buttons(texts: Texts, matter: Matter) -> tuple[Button, ...]:
    """What can be answered to one instalment; the names are those `presses` knows."""
    if isinstance(matter.thing, Deadline):
        return (button(texts, "deadline_done", f"deadline-done:{matter.plan.plan}"),)
    if matter.row is None:
        return ()
    about = f"{matter.plan.plan}:{matter.row.id}"
    return tuple(
        button(texts, label, f"{action}:{about}")
        for label, action in (
            ("paid", "plan-paid"),
            ("later", "plan-later"),
            ("changed", "plan-changed"),
            ("cannot", "plan-cannot"),
        )
    )


def _details(texts: Texts) -> Button:
    return button(texts, "details", "plans")


def short_day(texts: Texts, day: date) -> str:
    """A day with its weekday, without the year."""
    weekday = texts.word("weekday", str(day.weekday()))
    return texts.say("remind.date", month=str(day.month), day=str(day.day), weekday=weekday)
