"""Putting kept evidence to a plan: by a button under it, or in words.

记一下：客服小李今天答应减免违约金 is kept like everything else and put to the plan;
这个录音是和某某银行协商的 means what was kept last, E-7 放到计划 2 里 what it names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers import account, actions, intake, keys, notes, plans
from handlers.calls import Call
from handlers.judging import Judgement
from handlers.messages import Button, Reply
from handlers.plans import KeptPlan
from handlers.repayment.events import Attached, Detached
from handlers.texts.dates import evidence
from handlers.texts.paragraphs import button, said
from storage.records import Entry, Number

LONGEST: Final = 300
_NOTE: Final = re.compile(
    r"^\s*(?:请|麻烦)?(?:你)?(?:帮我)?(?:记一下|记一笔|记下来?|备注(?:一下)?|做个?(?:笔记|记录))"
    r"\s*[：:，,\s]\s*(?P<words>\S.{3,})",
    re.DOTALL,
)
_INTO: Final = re.compile(
    r"(?:记|放|加|存|归|收)(?:到|进|入|在)(?:我的)?(?:还款)?计划\s*(?P<plan>\d{1,3})?"
)
_THING: Final = r"(?:录音|通话|语音|截图|图片?|照片|文件|视频|聊天记录|消息|短信|邮件)"
_WITH: Final = re.compile(
    rf"(?:这|刚才|刚刚|上面|前面)[^，。？?]{{0,4}}{_THING}[^，。？?]{{0,2}}(?:和|跟|与|同)"
    r"[^，。？?]{1,16}(?:协商|商量|谈|沟通|约)"
)
_NUMBERED: Final = re.compile(r"[eE]\s*-?\s*0*(?P<number>\d{1,9})")
_ASKED: Final = re.compile(r"[?？吗呢]\s*$")


@dataclass(frozen=True, slots=True)
class Heard:
    """What he wants put to a plan.

    Attributes:
        keeps: the words themselves are what is to be kept.
        number: of the evidence meant, None for what was kept last.
        plan: the number of the plan he names.
    """

    keeps: bool
    number: int | None = None
    plan: str | None = None


def heard(text: str) -> Heard | None:
    """The wish in typed words, None when there is none. Questions are none."""
    if len(text) > LONGEST or _ASKED.search(text):
        return None
    into = _INTO.search(text)
    plan = into["plan"] if into else None
    if _NOTE.match(text):
        return Heard(keeps=True, plan=plan)
    if (into is None and not _WITH.search(text)) or "【" in text or "您" in text:
        return None  # a collector speaks to somebody
    named = _NUMBERED.search(text)
    return Heard(keeps=False, number=int(named["number"]) if named else None, plan=plan)


async def take(call: Call, wish: Heard, judgement: Judgement | None) -> None:
    """Put to the plan what the words mean, or ask to which; a note is kept first."""
    if wish.keeps:
        kept = await intake.keep(call.desk, call.change, call.row, call.incoming, judgement)
        if kept is not None and kept.new:
            await after(call, kept.entry, wish)
        return
    entry = await _meant(call, wish)
    if entry is None:
        reply = Reply((said(call.desk.texts, "plan_records.nothing"),))
    else:
        reply = await _put_or_ask(call, entry, wish.plan)
    await intake.answer(call.change, call.row, reply)


async def after(call: Call, entry: Entry, wish: Heard) -> None:
    """What came along with the words has just been kept."""
    await intake.answer(call.change, call.row, await _put_or_ask(call, entry, wish.plan))


async def _meant(call: Call, wish: Heard) -> Entry | None:
    ledger = call.row.ledger
    if wish.number is not None:
        entry = await call.change.entry_by_number(ledger, Number(wish.number))
        return None if entry is None or entry.erased else entry
    latest = await call.change.originals(ledger, 1)
    return next((one for one in latest if not one.erased), None)


async def _put_or_ask(call: Call, entry: Entry, named: str | None) -> Reply:
    """To the plan he names, by number or creditor; to the only one; else he is asked."""
    texts, name = call.desk.texts, evidence(entry.number or 0)
    found = await notes.candidates(call.change, call.row.person)
    if not found:
        return Reply(
            (said(texts, "plan_records.none", name=name),), (button(texts, "plan_new", "plan-new"),)
        )
    words = call.incoming.text
    fits = [one for one in found if named is not None and str(one.row.number) == named]
    fits = fits or [
        one for one in found if one.state.plan.creditor and one.state.plan.creditor in words
    ]
    chosen = fits or found
    if len(chosen) == 1:
        return await _put(call, entry, chosen[0])
    choices = tuple(
        Button(
            texts.say(
                "plans.name",
                number=str(one.row.number),
                creditor=one.state.plan.creditor or texts.say("plan.someone"),
            ),
            f"plan-attach:{entry.seq}:{one.row.number}",
        )
        for one in chosen
    )
    return Reply((said(texts, "plan_records.which", name=name),), choices)


async def _put(call: Call, entry: Entry, kept: KeptPlan) -> Reply:
    """Put it there, once."""
    texts, number = call.desk.texts, str(kept.row.number)
    name = evidence(entry.number or 0)
    undo = button(texts, "plan_detach", f"plan-detach:{entry.seq}:{number}")
    event = Attached(entry.ledger, entry.seq)
    if event in kept.state.attached:
        return Reply((said(texts, "plan_records.before", name=name, number=number),), (undo,))
    key = keys.event(call.row.id, "attached")
    await plans.happen(call.change, kept.row, event, key=key, at=call.row.received_at)
    creditor = kept.state.plan.creditor or texts.say("plan.someone")
    done = said(texts, "plan_records.done", name=name, number=number, creditor=creditor)
    return Reply((done,), (undo, button(texts, "details", f"plan-show:{number}")))


async def press_attach(call: Call, argument: str) -> Reply:
    """放到还款计划里 under something kept, or the plan chosen for it."""
    seq, _, named = argument.partition(":")
    entry = await actions.original(call, seq)
    if entry is None:
        return account.stale_button(call.desk.texts)
    if not named:
        return await _put_or_ask(call, entry, None)
    row = await plans.named(call.change, call.row.person, named)
    if row is None:
        return account.stale_button(call.desk.texts)
    return await _put(call, entry, await plans.read(call.change, row))


async def press_detach(call: Call, argument: str) -> Reply:
    """放错了，取下: it is no longer shown with the plan; the evidence stays."""
    seq, _, named = argument.partition(":")
    entry = await actions.original(call, seq)
    row = await plans.named(call.change, call.row.person, named)
    if entry is None or row is None:
        return account.stale_button(call.desk.texts)
    key = keys.event(call.row.id, "detached")
    event = Detached(entry.ledger, entry.seq)
    await plans.happen(call.change, row, event, key=key, at=call.row.received_at)
    name, number = evidence(entry.number or 0), str(row.number)
    return Reply((said(call.desk.texts, "plan_records.taken", name=name, number=number),))
