"""The deadlines of court papers: those that stand, and what is answered to their reminders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers import account, deadlines, keys, reminding, wishes
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.deadlines import Deadline, Standing, Step
from handlers.messages import Button, Look, Reply, Segment
from handlers.phrases import Phrases
from handlers.reminding import Matter
from handlers.texts.folding import squeeze
from handlers.texts.paragraphs import button, said
from storage.planned import PlanId, PlanRow
from storage.records import ItemId

MOST_BUTTONS: Final = 8
_ID: Final = 32
"""Characters of a plan's id."""
_SENT = (
    "(?:已经|已|都|刚|刚刚)?(?:交|提交|提|递交|递|寄|交上去|提上去|寄出去|寄出)(?:上去|出去|过)?了?"
)
_STEPS: Final[Mapping[Step, re.Pattern[str]]] = {
    Step.ANSWER: re.compile(f"(?:答辩状?|答辩意见)(?:{_SENT})"),
    Step.OBJECTION: re.compile(f"(?:支付令的?)?(?:书面)?(?:异议|异议书)(?:{_SENT})"),
    Step.HEARING: re.compile(
        "(?:法院)?(?:庭(?:已经|已|都)?开|(?:已经|已|都)?开)(?:过|完)了?庭?了?"
    ),
}
_ANY = re.compile("(?:这个?|都|全部?)?(?:已经|已|都)?办(?:好|完|妥)了?")
_BEFORE = re.compile("^(?:我的?|我们的?|法院的?|那个)")


def heard(text: str) -> frozenset[Step] | None:
    """What somebody says he has done in time, in the words of the buttons or near them."""
    plain = _BEFORE.sub("", squeeze(text))
    steps = frozenset(step for step, said_so in _STEPS.items() if said_so.fullmatch(plain))
    if steps:
        return steps
    return frozenset(Step) if _ANY.fullmatch(plain) else None


async def note(call: Call, steps: frozenset[Step]) -> Reply | None:
    """Put down that it is done, or ask which; None where nothing of the kind stands."""
    standing = await deadlines.still_open(call.change, call.row.person)
    meant = [(row, deadline) for row, deadline in standing.found if deadline.step in steps]
    if not meant:
        return None
    if len(meant) == 1:
        return await _done(call, *meant[0])
    phrases, today = Phrases(call.desk.texts, call.desk.holidays), beijing_day(call.row.received_at)
    matters = [Matter(row, deadline) for row, deadline in meant]
    lines = [reminding.lead(phrases, matter, today) for matter in matters]
    asked = Segment("\n".join([call.desk.texts.say("papers.which"), *lines]), look=Look.LEAD)
    return Reply((asked,), reminding.done_buttons(phrases, matters))


async def before(call: Call, reply: Reply) -> Reply:
    """What has to be done in time, put before a list of plans; he loses most by missing it."""
    standing = await deadlines.still_open(call.change, call.row.person)
    if not standing.found and not standing.damaged:
        return reply
    texts = call.desk.texts
    phrases = Phrases(texts, call.desk.holidays)
    matters = [Matter(row, deadline) for row, deadline in standing.found]
    segments = await _segments(call, phrases, matters, standing)
    return Reply(
        (*segments, *reply.segments),
        _fitted(reminding.done_buttons(phrases, matters), reply.buttons),
        picture=reply.picture,
        grave=bool(matters),
    )


def _fitted(done: tuple[Button, ...], others: tuple[Button, ...]) -> tuple[Button, ...]:
    """As many as a small screen has room for: of the plans the last ones have none."""
    too_many = max(0, len(done) + len(others) - MOST_BUTTONS)
    plans = [one for one in others if one.action.startswith("plan-show:")]
    left_out = plans[len(plans) - too_many :] if too_many else []
    return (*done, *(one for one in others if one not in left_out))


async def _segments(
    call: Call, phrases: Phrases, matters: list[Matter], standing: Standing
) -> tuple[Segment, ...]:
    texts, now = call.desk.texts, call.row.received_at
    shown: list[Segment] = []
    if matters:
        shown.append(said(texts, "papers.standing", look=Look.LEAD, count=str(len(matters))))
    wanted = await wishes.of(call.change, call.row.person)
    for matter in matters:
        shown += reminding.deadline(phrases, matter, wanted, now).segments
    if standing.damaged:
        shown.append(said(texts, "papers.damaged", count=str(len(standing.damaged))))
    return tuple(dict.fromkeys(shown))


async def press_done(call: Call, plan: str) -> Reply:
    """已办好: nothing more is said of it; pressed again nothing changes."""
    row = owned(call, plan)
    if row is None:
        return account.stale_button(call.desk.texts)
    return await _done(call, row, await deadlines.read(call.change, row))


async def press_back(call: Call, plan: str) -> Reply:
    """记错了: it is spoken of again."""
    row = owned(call, plan)
    if row is None:
        return account.stale_button(call.desk.texts)
    wanted = await wishes.of(call.change, call.row.person)
    key, now = keys.event(call.row.id, "back"), call.row.received_at
    deadline = await deadlines.resume(call.change, row, wanted, key=key, at=now)
    phrases = Phrases(call.desk.texts, call.desk.holidays)
    told = reminding.deadline(phrases, Matter(row, deadline), wanted, now)
    back = said(call.desk.texts, "papers.back", look=Look.LEAD)
    return Reply((back, *told.segments), told.buttons, grave=True)


def owned(call: Call, plan: str) -> PlanRow | None:
    """The deadline that a button names, None where it is gone or somebody else's."""
    row = call.change.plans.plan(PlanId(ItemId(plan))) if len(plan) == _ID else None
    mine = row is not None and row.person == call.row.person and row.kind == deadlines.KIND
    return row if mine else None


async def _done(call: Call, row: PlanRow, deadline: Deadline) -> Reply:
    texts, now = call.desk.texts, call.row.received_at
    key = keys.event(call.row.id, f"done:{row.number}")
    await deadlines.done(call.change, row, key=key, at=now)
    phrases = Phrases(texts, call.desk.holidays)
    step = texts.word("deadline_step", deadline.step.value)
    day = phrases.dated(deadline.last, beijing_day(now))
    lead = said(texts, "papers.done", look=Look.LEAD, step=step, date=day)
    return Reply(
        (lead, said(texts, "papers.proof", look=Look.SMALL)),
        (button(texts, "paid_undo", f"deadline-back:{row.plan}"),),
    )
