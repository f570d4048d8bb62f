"""A hearing that is said to be off, or put off with no new day: 12月25日的开庭取消了, 延期开庭.

Whoever stays away from a hearing that is held after all loses most, and collectors say such things
too: nothing is put down before he has pressed on the day that is off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers import account, deadlines, keys, reminding
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.deadlines import Step
from handlers.messages import Button, Look, Reply, Segment
from handlers.phrases import Phrases
from handlers.planning import papers
from handlers.planning.spoken_days import spoken
from handlers.reminding import Matter
from handlers.texts.paragraphs import button, said

LONGEST: Final = 120
"""Characters of a text that may be such news."""
_GONE = (
    "(?:取消|作废|不开|撤销|延期|延后|改期|推迟|往后(?:推|延|挪)|顺延|中止|暂停|暂缓|另行通知|另定)"
)
_OFF = re.compile(
    rf"(?:开庭|庭审|(?:的|法院|次|场)庭)(?!传票)[^。！!？?；;\n]{{0,14}}?{_GONE}"
    rf"|{_GONE}了?(?:这次|那次|那场|本次)?的?(?:开庭|庭审)"
    r"|不(?:用|再|需要)?(?:去)?开庭了"
)
_NOT_SO = re.compile(
    r"吗|么[。！!？?]?$|怎|咋|如何|可以|可不可以|能不能|能否|能(?:取消|延|改|推)|会不会|是不是|哪|多久|[?？]"
    r"|申请|请求|想|希望|要求|要是|如果|万一|假如|同意|(?:没有?|未|不会|不能|别|不)(?:取消|延期|改期|推迟)"
)
_LETTER = re.compile("【|您|贵方|我司|我部|本中心|你们?的|(?<!跟)(?<!和)你(?:已|们)")


@dataclass(frozen=True, slots=True)
class Off:
    """What he says.

    Attributes:
        days: days to come that he names; the hearings on them are meant.
    """

    days: tuple[date, ...]


def heard(text: str, now: datetime) -> Off | None:
    """Whether a text says that a hearing is off; None for wishes, questions and all else."""
    if len(text) > LONGEST or _NOT_SO.search(text) or _LETTER.search(text):
        return None
    if not _OFF.search(text):
        return None
    return Off(tuple(one.ahead for one in spoken(text, beijing_day(now))))


async def note(call: Call, off: Off) -> Reply | None:
    """Ask which of the kept hearings is off; None where none is kept."""
    standing = await deadlines.still_open(call.change, call.row.person)
    kept = [
        Matter(row, deadline) for row, deadline in standing.found if deadline.step is Step.HEARING
    ]
    if not kept:
        return None
    meant = [one for one in kept if one.day in off.days] or kept
    phrases = Phrases(call.desk.texts, call.desk.holidays)
    return asked(phrases, meant, beijing_day(call.row.received_at))


def asked(phrases: Phrases, meant: Sequence[Matter], today: date) -> Reply:
    """Which of these hearings is off: until it is pressed all of them stand."""
    lines = [reminding.lead(phrases, one, today) for one in meant]
    return Reply(
        (
            said(phrases.texts, "papers.off_ask", look=Look.LEAD),
            Segment("\n".join(lines)),
            said(phrases.texts, "papers.off_check", look=Look.SMALL),
        ),
        off_buttons(phrases, meant),
        grave=True,
    )


def off_buttons(phrases: Phrases, matters: Sequence[Matter]) -> tuple[Button, ...]:
    """A button for each hearing that may be off, by its day."""
    return tuple(
        Button(
            phrases.texts.say("papers.off_by", date=phrases.day(one.day)),
            f"deadline-off:{one.plan.plan}",
        )
        for one in matters[: papers.MOST_BUTTONS]
    )


async def press_off(call: Call, plan: str) -> Reply:
    """That hearing is off: nothing more is said of it; pressed again nothing changes."""
    texts, now = call.desk.texts, call.row.received_at
    row = papers.owned(call, plan)
    if row is None:
        return account.stale_button(texts)
    deadline = await deadlines.read(call.change, row)
    await deadlines.done(call.change, row, key=keys.event(call.row.id, f"off:{row.number}"), at=now)
    day = Phrases(texts, call.desk.holidays).dated(deadline.last, beijing_day(now))
    return Reply(
        (said(texts, "papers.off", look=Look.LEAD, date=day), said(texts, "papers.off_next")),
        (button(texts, "paid_undo", f"deadline-back:{row.plan}"),),
    )
