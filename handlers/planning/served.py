"""A court's paper told in words: 昨天收到传票，12月20日开庭. Its days are counted and kept at once.

Whoever misses them loses most, so nothing has to be confirmed first: a deadline too many is taken
back with one button, one too few is not. What a collector wrote is never read as his own news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers import deadlines, keys, reminding, wishes
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.deadlines import Served, Step
from handlers.language import dates
from handlers.language.when import Day
from handlers.messages import Button, Look, Reply, Segment
from handlers.phrases import Phrases
from handlers.reminding import Matter
from handlers.texts.paragraphs import said

LONGEST: Final = 120
"""Characters of a text that may be such news; a longer one is the paper itself or a story."""
_GOT = "(?:收到|拿到|签收|领到|接到|领了|收了|送来|送到|寄来|寄到|送达|发来)"
_PAPER = "(?:传票|起诉状|起诉书|诉状|应诉通知|开庭通知|举证通知|支付令)"
_NEWS = re.compile(rf"{_GOT}.{{0,20}}{_PAPER}|{_PAPER}.{{0,12}}{_GOT}|{_PAPER}.{{0,30}}开庭")
_ORDER = "支付令"
_HEARING = "开庭"
_JUST = re.compile("刚刚|刚才|刚(?=收|拿|签|领|接)|今早|今晚|中午|下午")
_MARKS = re.compile("[，。；、！？,;!?\n ]+")
_OTHERS = re.compile("【|您|如果|要是|万一|假如|会不会|是不是|多久|几天|哪天")
_ASKS = re.compile("吗|怎|咋|如何|可以|能不能|要不要|会不会|真假|[?？]")
_PAST: Final = 400


@dataclass(frozen=True, slots=True)
class News:
    """What he said about a paper; the day may still be missing."""

    step: Step
    on: date | None
    hearing: date | None

    @property
    def served(self) -> Served | None:
        """The paper with its days, None while there is none."""
        if self.on is None and self.hearing is None:
            return None
        return Served(self.step, on=self.on, hearing=self.hearing)


def heard(text: str, now: datetime) -> News | None:
    """The paper somebody says he has received, None for any other text."""
    if len(text) > LONGEST or _OTHERS.search(text) or not _NEWS.search(text):
        return None
    today = beijing_day(now)
    on: date | None = None
    hearing: date | None = None
    for clause in filter(None, _MARKS.split(text)):
        found = _days(clause, today)
        head, is_hearing, _ = clause.partition(_HEARING)
        for at, day in found:
            if is_hearing and hearing is None and _next_to(found, at, len(head)):
                hearing = day
            elif on is None and not (is_hearing and at > len(head)):
                on = _past(day, today)
        if on is None and _JUST.search(clause):
            on = today
    if on is None and hearing is None and _ASKS.search(text):
        return None  # a question about papers, with no day to count from
    return News(Step.OBJECTION if _ORDER in text else Step.ANSWER, on, hearing)


def _days(clause: str, today: date) -> list[tuple[int, date]]:
    """The calendar days of a clause with their places, none inside another."""
    starts = dates.starts(clause, today)
    found: list[tuple[int, date]] = []
    end = 0
    for at in sorted(starts):
        when, until = starts[at]
        if at >= end and isinstance(when, Day):
            found.append((at, when.on))
            end = until
    return found


def _next_to(found: list[tuple[int, date]], at: int, hearing: int) -> bool:
    """Whether this is the day of the hearing: the last before the word, else the first after."""
    before = [place for place, _ in found if place < hearing]
    return at == (before[-1] if before else found[0][0])


def _past(day: date, today: date) -> date | None:
    """A day on which something was received lies behind us: of a year not said, the last one."""
    if day <= today:
        return day
    earlier = day.replace(year=day.year - 1, day=min(day.day, 28 if day.month == 2 else day.day))
    return earlier if 0 <= (today - earlier).days <= _PAST else None


async def take(call: Call, news: News) -> Reply:
    """Keep its deadlines and say them; without a day, ask for it."""
    texts, now = call.desk.texts, call.row.received_at
    served = news.served
    if served is None:
        return Reply((said(texts, "papers.when", "papers.example", look=Look.LEAD),))
    wanted = await wishes.of(call.change, call.row.person)
    phrases = Phrases(texts, call.desk.holidays)
    shown: list[Segment] = [said(texts, "papers.kept", look=Look.LEAD)]
    buttons: list[Button] = []
    for deadline in deadlines.deadlines(served, call.desk.holidays):
        key = keys.event(call.row.id, deadline.step.value)
        row = await deadlines.keep(call.change, call.row.ledger, deadline, wanted, key=key, at=now)
        told = reminding.deadline(phrases, Matter(row, deadline), wanted, now)
        shown += told.segments
        label = texts.word("papers_done", deadline.step)
        buttons += (Button(label, one.action) for one in told.buttons)
    if served.on is None:
        shown.append(said(texts, "papers.received"))
    shown.append(said(texts, "papers.picture", look=Look.SMALL))
    return Reply(tuple(dict.fromkeys(shown)), tuple(buttons), grave=True)
