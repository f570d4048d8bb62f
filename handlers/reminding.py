"""What a reminder says: pure, from what is due to a `Reply`.

Days are counted from today in Beijing, where what is due is due, not by which reminder it is, so
that one that comes late still says the truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from handlers.beijing import beijing, beijing_day
from handlers.deadlines import Deadline, Step
from handlers.messages import Button, Look, Reply, Segment, Stage
from handlers.money.fen import yuan
from handlers.phrases import Phrases
from handlers.repayment.summary import OpenRow, Summary
from handlers.texts.dates import moment
from handlers.texts.paragraphs import listed, said
from handlers.wishes import Wishes
from storage.planned import PlanRow

MOST_DONE: Final = 5
"""Deadlines that get a button beside what else can be pressed."""


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
    thing: Summary | Deadline
    row: OpenRow | None = None
    late: datetime | None = None

    @property
    def day(self) -> date:
        """The day it is about; the settlement for a plan as a whole."""
        if isinstance(self.thing, Deadline):
            return self.thing.last
        if self.row is not None:
            return self.row.due
        return self.thing.settled_on or date.max

    @property
    def loud(self) -> bool:
        """Whether it must not go unnoticed."""
        return isinstance(self.thing, Deadline)


def reminder(phrases: Phrases, matters: Sequence[Matter], wishes: Wishes, now: datetime) -> Reply:
    """Everything that is due to one person, as one reply; several things make one list."""
    ordered = sorted(matters, key=lambda matter: (not matter.loud, matter.day, matter.plan.number))
    today = beijing_day(now)
    grave = any(matter.loud for matter in ordered)
    if wishes.neutral:
        segments = (_hidden(phrases, len(ordered), grave=grave), *_latest(phrases, ordered))
        return Reply(segments, (_details(phrases),), Stage.REMINDER, grave=grave)
    if len(ordered) > 1:
        told = _several(phrases, ordered, today, grave=grave)
        return replace(told, segments=(*told.segments, *_away(phrases, wishes, now)))
    (matter,) = ordered
    segments = (*_segments(phrases, matter, today), *_away(phrases, wishes, now))
    return Reply(segments, _buttons(phrases, matter), Stage.REMINDER, grave=grave)


def deadline(phrases: Phrases, matter: Matter, wishes: Wishes, now: datetime) -> Reply:
    """A legal deadline as it stands today, in plain words whatever reminders are to hide."""
    segments = (*_segments(phrases, matter, beijing_day(now)), *_away(phrases, wishes, now))
    return Reply(segments, _buttons(phrases, matter))


def _away(phrases: Phrases, wishes: Wishes, now: datetime) -> Iterator[Segment]:
    """Whose days these are, for somebody whose clock shows another hour than China's."""
    if now.astimezone(wishes.tz).utcoffset() != beijing(now).utcoffset():
        at = moment(phrases.texts, now)
        yield said(phrases.texts, "remind.away", look=Look.SMALL, moment=at)


def done_buttons(phrases: Phrases, matters: Sequence[Matter]) -> tuple[Button, ...]:
    """A button for each deadline that says what is done; two alike name their last days.

    The nearest have one where there are more than a small screen has room for.
    """
    told = [(one, one.thing) for one in matters if isinstance(one.thing, Deadline)][:MOST_DONE]
    steps = [deadline.step for _, deadline in told]
    labels = {step: phrases.texts.word("papers_done", step.value) for step in steps}
    return tuple(
        Button(
            labels[deadline.step]
            if steps.count(deadline.step) == 1
            else phrases.texts.say(
                "papers.done_by", words=labels[deadline.step], date=phrases.day(deadline.last)
            ),
            f"deadline-done:{matter.plan.plan}",
        )
        for matter, deadline in told
    )


def _hidden(phrases: Phrases, count: int, *, grave: bool) -> Segment:
    if grave:
        return said(phrases.texts, "remind.hidden_grave", look=Look.LEAD)
    if count == 1:
        return said(phrases.texts, "remind.hidden", look=Look.LEAD)
    return said(phrases.texts, "remind.hidden_several", look=Look.LEAD, count=str(count))


def _several(phrases: Phrases, matters: Sequence[Matter], today: date, *, grave: bool) -> Reply:
    head = phrases.texts.say("remind.several", count=str(len(matters)))
    twice = _owed_twice(matters)
    lines = [
        lead(phrases, matter, today, numbered=_creditor(matter) in twice) for matter in matters
    ]
    days = dict.fromkeys(matter.day for matter in matters if matter.row is not None)
    notes = [line for day in days for line in _calendar(phrases, day, today)]
    segments = [listed(phrases.texts, head, lines, look=Look.LEAD)]
    for matter in matters:
        if isinstance(matter.thing, Deadline):
            segments += _deadline(phrases, matter.thing, today)
    segments += [Segment("\n".join(notes), look=Look.SMALL)] if notes else []
    segments += _latest(phrases, matters)
    buttons = (*done_buttons(phrases, matters), _details(phrases))
    return Reply(tuple(dict.fromkeys(segments)), buttons, Stage.REMINDER, grave=grave)


def _segments(phrases: Phrases, matter: Matter, today: date) -> Iterator[Segment]:
    yield Segment(lead(phrases, matter, today), look=Look.LEAD)
    if isinstance(matter.thing, Deadline):
        yield from _deadline(phrases, matter.thing, today)
    elif matter.row is None:
        settled = ("remind_settled.certificate", "remind_settled.credit")
        yield said(phrases.texts, *settled, look=Look.STEPS)
    else:
        notes = [
            *_money(phrases, matter.thing, matter.row),
            *_calendar(phrases, matter.day, today),
        ]
        yield Segment("\n".join(notes))
        if matter.day <= today:
            yield phrases.small("remind.say_first")
    yield from _latest(phrases, [matter])


def _creditor(matter: Matter) -> str | None:
    return None if isinstance(matter.thing, Deadline) else matter.thing.creditor or ""


def _owed_twice(matters: Sequence[Matter]) -> frozenset[str | None]:
    """Creditors of several plans that are spoken of together."""
    owed = Counter(creditor for creditor, _ in {(_creditor(one), one.plan.plan) for one in matters})
    return frozenset(one for one, count in owed.items() if count > 1 and one is not None)


def lead(phrases: Phrases, matter: Matter, today: date, *, numbered: bool = False) -> str:
    """The one line that says it: what, when, how much.

    Args:
        numbered: the creditor alone does not say which plan it is.
    """
    ahead = (matter.day - today).days
    blanks = {"date": phrases.day(matter.day)}
    if isinstance(matter.thing, Deadline):
        blanks["date"] = phrases.dated(matter.day, today)
        family = "hearing_when" if matter.thing.step is Step.HEARING else "deadline_when"
        if matter.thing.step is not Step.HEARING:
            blanks["step"] = phrases.texts.word("deadline_step", matter.thing.step.value)
        case = "over" if ahead < 0 else _case(ahead)
    else:
        creditor = matter.thing.creditor or phrases.texts.say("remind.someone")
        if numbered:
            plan = str(matter.plan.number)
            creditor = phrases.texts.say("remind.numbered", plan=plan, creditor=creditor)
        if matter.row is None:
            return phrases.texts.say("remind_settled.lead", creditor=creditor)
        family = "remind_when"
        number, money = str(matter.row.number), yuan(matter.row.open)
        blanks |= {"creditor": creditor, "number": number, "money": money}
        case = "missed" if ahead < 0 else _case(ahead)
    if case == "ahead":
        blanks["days"] = str(ahead)
    return phrases.texts.say(f"{family}.{case}", **blanks)


def _case(ahead: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(ahead, "ahead")


def _deadline(phrases: Phrases, deadline: Deadline, today: date) -> Iterator[Segment]:
    yield said(phrases.texts, f"deadline_why.{deadline.step.value}")
    if deadline.served.on is not None and deadline.step is not Step.HEARING:
        day = phrases.dated(deadline.served.on, today)
        yield said(phrases.texts, "deadline.counted", look=Look.SMALL, date=day)
    if deadline.moved:
        day = phrases.dated(deadline.fifteenth, today)
        yield said(phrases.texts, "deadline.moved", look=Look.SMALL, date=day)
    if not deadline.published:
        yield said(phrases.texts, "deadline.unpublished", look=Look.SMALL)
    if deadline.served.papers > 1:
        yield said(phrases.texts, "deadline.papers", count=str(deadline.served.papers))
    yield said(phrases.texts, "deadline.check", look=Look.SMALL)


def _money(phrases: Phrases, plan: Summary, row: OpenRow) -> Iterator[str]:
    if row.paid:
        yield phrases.texts.say("remind.part", paid=yuan(row.paid))
    yield phrases.texts.say("remind.balance", money=yuan(plan.balance))


def _calendar(phrases: Phrases, day: date, today: date) -> tuple[str, ...]:
    """What the calendar says of the day, unless it is over."""
    return () if day < today else phrases.calendar(day)


def _latest(phrases: Phrases, matters: Sequence[Matter]) -> list[Segment]:
    """That it comes late, and since when, if it does."""
    late = [matter.late for matter in matters if matter.late is not None]
    if not late:
        return []
    return [
        said(phrases.texts, "remind.late", look=Look.SMALL, moment=moment(phrases.texts, min(late)))
    ]


def _buttons(phrases: Phrases, matter: Matter) -> tuple[Button, ...]:
    """What can be answered to one instalment; the names are those `presses` knows."""
    if isinstance(matter.thing, Deadline):
        return (phrases.button("deadline_done", f"deadline-done:{matter.plan.plan}"),)
    if matter.row is None:
        return ()
    about = f"{matter.plan.plan}:{matter.row.id}"
    return tuple(
        phrases.button(label, f"{action}:{about}")
        for label, action in (
            ("paid", "plan-paid"),
            ("later", "plan-later"),
            ("changed", "plan-changed"),
            ("cannot", "plan-cannot"),
        )
    )


def _details(phrases: Phrases) -> Button:
    return phrases.button("details", "plans")
