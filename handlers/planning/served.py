"""A court's paper told in words: 昨天收到传票，12月20日开庭. Its days are counted and kept at once.

Whoever misses them loses most, so nothing has to be confirmed first: a deadline too many is taken
back with one button, one too few is not. What a collector wrote is never read as his own news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from handlers import deadlines, keys, reminding, wishes
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.deadlines import Deadline, Step
from handlers.messages import Look, Reply, Segment
from handlers.phrases import Phrases
from handlers.planning.news import News
from handlers.reminding import Matter
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts
from handlers.wishes import Wishes
from storage.planned import PlanRow


async def take(call: Call, news: News) -> Reply:
    """Keep its deadlines and say them; of papers without a day, ask for it."""
    texts, now = call.desk.texts, call.row.received_at
    wanted = await wishes.of(call.change, call.row.person)
    phrases, today = Phrases(texts, call.desk.holidays), beijing_day(now)
    before = (await deadlines.still_open(call.change, call.row.person)).found
    matters, fresh = await _kept(call, news, before, wanted)
    moved = await _moved(call, news, before)
    named = {matter.plan.plan for matter in matters}
    steps = {deadline.step for matter in matters if isinstance(deadline := matter.thing, Deadline)}
    others = [
        Matter(row, deadline)
        for row, deadline in before
        if deadline.step in steps and row.plan not in named | moved
    ]
    shown = list(_shown(phrases, matters, wanted, now, fresh=fresh))
    shown += _asked(phrases, news, today)
    if moved:
        days = "、".join(phrases.dated(day, today) for day in news.moved)
        shown.append(said(texts, "papers.moved", date=days))
    if others:
        lines = [reminding.lead(phrases, other, today) for other in others]
        shown.append(Segment("\n".join([texts.say("papers.also"), *lines])))
    if news.judgement:
        shown.append(said(texts, "papers.judgement"))
    shown.append(said(texts, "papers.picture", look=Look.SMALL))
    buttons = reminding.done_buttons(phrases, [*matters, *others])
    return Reply(tuple(dict.fromkeys(shown)), buttons, grave=bool(matters))


async def _kept(
    call: Call, news: News, before: Sequence[tuple[PlanRow, Deadline]], wanted: Wishes
) -> tuple[list[Matter], bool]:
    """What is to be done in time, and whether anything of it is new; the same is kept once."""
    matters: list[Matter] = []
    fresh = False
    for served in news.served:
        for deadline in deadlines.deadlines(served, call.desk.holidays):
            row = next((row for row, known in before if known.covers(deadline)), None)
            if row is None:
                key = keys.event(call.row.id, f"{deadline.step}:{deadline.last}")
                at = call.row.received_at
                row = await deadlines.keep(
                    call.change, call.row.ledger, deadline, wanted, key=key, at=at
                )
                fresh = True
            matters.append(Matter(row, deadline))
    return sorted(matters, key=lambda matter: matter.day), fresh


async def _moved(call: Call, news: News, before: Sequence[tuple[PlanRow, Deadline]]) -> set[object]:
    """The hearings that are on another day now: nobody is reminded of the old one."""
    gone = [
        row
        for row, deadline in before
        if deadline.step is Step.HEARING and deadline.last in news.moved
    ]
    for row in gone:
        key = keys.event(call.row.id, f"moved:{row.number}")
        await deadlines.done(call.change, row, key=key, at=call.row.received_at)
    return {row.plan for row in gone}


def _shown(
    phrases: Phrases, matters: Sequence[Matter], wanted: Wishes, now: datetime, *, fresh: bool
) -> Iterator[Segment]:
    """Each deadline in full."""
    if not matters:
        return
    yield said(phrases.texts, "papers.kept" if fresh else "papers.known", look=Look.LEAD)
    for matter in matters:
        yield from reminding.deadline(phrases, matter, wanted, now).segments


def _asked(phrases: Phrases, news: News, today: date) -> Iterator[Segment]:
    """The days that are missing."""
    texts: Texts = phrases.texts
    for day in news.ahead:
        date_words = phrases.dated(day, today, always=True)
        yield said(texts, "papers.ahead", look=Look.LEAD, date=date_words)
    if news.ahead:
        return
    if not news.served:
        yield said(texts, "papers.when", "papers.example", look=Look.LEAD)
        return
    for step in news.undated:
        yield said(texts, "papers.received", step=texts.word("deadline_step", step.value))
