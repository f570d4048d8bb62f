"""A court's paper told in words: 昨天收到传票，12月20日开庭. Its days are counted and kept at once.

Whoever misses them loses most, so nothing has to be confirmed first: a deadline too many is taken
back with one button, one too few is not. What a collector wrote is never read as his own news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from handlers import bodies, deadlines, intake, keys, reminding, wishes
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.deadlines import Deadline, Step
from handlers.messages import Look, Reply, Segment
from handlers.phrases import Phrases
from handlers.planning import adjourned
from handlers.planning.news import News, heard
from handlers.planning.spoken_days import spoken
from handlers.reminding import Matter
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts
from handlers.wishes import Wishes
from storage.planned import PlanRow

SHEET: Final = "papers"
"""On it lie the papers whose day was asked for, until it is answered."""
_WAITS: Final = timedelta(days=3)
_LONGEST_ANSWER: Final = 24
_REST = re.compile(
    "(?:是|就是|应该是|我|我们|家里|收到|签收|拿到|领到|送到|寄到|到|收|的|了|那天|上午|下午|中午|晚上"
    r"|传票|支付令|文书|[。.，,！! ])*"
)
_WORDS: Final = {Step.ANSWER: "应诉通知", Step.OBJECTION: "支付令"}
"""What a paper is called when its day is told later."""


async def takes(call: Call) -> bool:
    """Whether the words are the day that was asked for; if so they are answered here."""
    text = call.incoming.text.strip()
    body = await call.change.sheet(call.row.person, SHEET)
    if body is None or len(text) > _LONGEST_ANSWER:
        return False
    asked, now = bodies.unpack(body), call.row.received_at
    days = spoken(text, beijing_day(now))
    if len(days) != 1 or now - datetime.fromisoformat(asked["at"]) > _WAITS:
        return False
    (day,) = days
    if not _REST.fullmatch(text[: day.start] + text[day.end :]):
        return False
    papers = "、".join(_WORDS[Step(step)] for step in asked["steps"])
    news = heard(f"{text[day.start : day.end]}收到{papers}", now)
    if news is None:
        return False
    await intake.answer(call.change, call.row, await take(call, news))
    return True


async def _await(call: Call, steps: Sequence[Step]) -> None:
    """Remember of which papers the day is still to come."""
    if steps:
        at = call.row.received_at.isoformat()
        body = bodies.pack({"steps": [step.value for step in steps], "at": at})
        await call.change.write_sheet(call.row.ledger, SHEET, body)
    else:
        await call.change.drop_sheet(call.row.person, SHEET)


async def take(call: Call, news: News) -> Reply:
    """Keep its deadlines and say them; of papers without a day, ask for it."""
    texts, now = call.desk.texts, call.row.received_at
    await _await(call, news.undated)
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
    off = [one for one in others if news.renewed and _is_hearing(one)]
    if others:
        lines = [reminding.lead(phrases, other, today) for other in others]
        shown.append(Segment("\n".join([texts.say("papers.also"), *lines])))
    if off:
        shown.append(said(texts, "papers.instead"))
        others = [one for one in others if one not in off]
    if news.judgement:
        shown.append(said(texts, "papers.judgement"))
    shown.append(said(texts, "papers.picture", look=Look.SMALL))
    buttons = (
        *adjourned.off_buttons(phrases, off),
        *reminding.done_buttons(phrases, [*matters, *others]),
    )
    return Reply(tuple(dict.fromkeys(shown)), buttons, grave=bool(matters))


def _is_hearing(matter: Matter) -> bool:
    return isinstance(matter.thing, Deadline) and matter.thing.step is Step.HEARING


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
