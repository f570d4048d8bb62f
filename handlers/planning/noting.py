"""Putting kept evidence to a plan: by a button under it, or in words.

记一下：客服小李今天答应减免违约金 is kept like everything else and put to the plan;
这个录音是和某某银行协商的 means what was kept last, E-7 放到计划 2 里 what it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers import account, actions, intake, keys, notes, plans, subjects
from handlers.calls import Call
from handlers.judging import Judgement
from handlers.messages import Button, Reply
from handlers.plans import KeptPlan
from handlers.repayment.events import Attached, Detached
from handlers.texts.paragraphs import button, said
from storage.records import Entry, Number

LONGEST: Final = 300
ALONE: Final = "alone"
"""At the end of an action: one part of an album and not the others."""
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


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to be put to a plan.

    Attributes:
        entries: in order of the chain, never empty; all of an album where one part was not named.
        alone: he has named this one, whatever came with it.
        more: others of its album may still be on their way.
    """

    entries: tuple[Entry, ...]
    alone: bool = False
    more: bool = False

    @property
    def tail(self) -> str:
        """How a button says that only this one is meant."""
        return f":{ALONE}" if self.alone else ""


async def take(call: Call, wish: Heard, judgement: Judgement | None) -> None:
    """Put to the plan what the words mean, or ask to which; a note is kept first."""
    if wish.keeps:
        kept = await intake.keep(call.desk, call.change, call.row, call.incoming, judgement)
        if kept is not None and kept.new:
            await after(call, kept.entry, wish)
        return
    meant = await _meant(call, wish)
    if meant is None:
        reply = Reply((said(call.desk.texts, "plan_records.nothing"),))
    else:
        reply = await _put_or_ask(call, meant, wish.plan)
    await intake.answer(call.change, call.row, reply)


async def after(call: Call, entry: Entry, wish: Heard) -> None:
    """What came along with the words has just been kept; what came with it goes the same way."""
    meant = Meant(await _group(call, entry), more=call.incoming.group is not None)
    await intake.answer(call.change, call.row, await _put_or_ask(call, meant, wish.plan))


async def follow(call: Call, entry: Entry) -> None:
    """A part of an album has just been kept: it goes where all earlier parts lie already."""
    earlier = [
        Attached(one.ledger, one.seq) for one in await _group(call, entry) if one.seq != entry.seq
    ]
    if not earlier:
        return
    for kept in await plans.listed(call.change, call.row.person):
        if all(one in kept.state.attached for one in earlier):
            key = keys.event(call.row.id, f"followed:{kept.row.number}")
            event = Attached(entry.ledger, entry.seq)
            await plans.happen(call.change, kept.row, event, key=key, at=call.row.received_at)


async def _group(call: Call, entry: Entry) -> tuple[Entry, ...]:
    """All that came as one with it and is still there."""
    return await call.change.joined(entry.ledger, entry.seq)


async def _meant(call: Call, wish: Heard) -> Meant | None:
    ledger = call.row.ledger
    if wish.number is not None:
        entry = await call.change.entry_by_number(ledger, Number(wish.number))
        return None if entry is None or entry.erased else Meant((entry,), alone=True)
    latest = await call.change.originals(ledger, 1)
    there = [one for one in latest if not one.erased]
    return Meant(await _group(call, there[0])) if there else None


async def _put_or_ask(call: Call, meant: Meant, named: str | None) -> Reply:
    """To the plan he names, by number or creditor; to the only one; else he is asked."""
    texts, name = call.desk.texts, _name(call, meant.entries)
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
        return await _put(call, meant, chosen[0])
    choices = tuple(
        Button(
            texts.say(
                "plans.name",
                number=str(one.row.number),
                creditor=one.state.plan.creditor or texts.say("plan.someone"),
            ),
            f"plan-attach:{meant.entries[0].seq}:{plans.handle(one.row)}{meant.tail}",
        )
        for one in chosen
    )
    return Reply((said(texts, "plan_records.which", name=name),), choices)


async def _put(call: Call, meant: Meant, kept: KeptPlan) -> Reply:
    """Put it there, once."""
    texts, number = call.desk.texts, str(kept.row.number)
    name = _name(call, meant.entries)
    about = f"{meant.entries[0].seq}:{plans.handle(kept.row)}{meant.tail}"
    undo = button(texts, "plan_detach", f"plan-detach:{about}")
    fresh = [
        event
        for event in (Attached(one.ledger, one.seq) for one in meant.entries)
        if event not in kept.state.attached
    ]
    if not fresh:
        return Reply((said(texts, "plan_records.before", name=name, number=number),), (undo,))
    for event in fresh:
        key = keys.event(call.row.id, f"attached:{event.seq}")
        await plans.happen(call.change, kept.row, event, key=key, at=call.row.received_at)
    creditor = kept.state.plan.creditor or texts.say("plan.someone")
    done = said(texts, "plan_records.done", name=name, number=number, creditor=creditor)
    more = (said(texts, "plan_records.more"),) if meant.more else ()
    return Reply(
        (done, *more), (undo, button(texts, "details", f"plan-show:{plans.handle(kept.row)}"))
    )


def _name(call: Call, entries: Sequence[Entry]) -> str:
    return subjects.span(call.desk.texts, [one.number or 0 for one in entries])


async def _pressed(call: Call, argument: str) -> tuple[Meant | None, str]:
    """What a button means, and the plan it names."""
    seq, _, rest = argument.partition(":")
    named, _, tail = rest.partition(":")
    entry = await actions.original(call, seq)
    if entry is None:
        return None, named
    if tail == ALONE:
        return Meant((entry,), alone=True), named
    return Meant(await _group(call, entry)), named


async def press_attach(call: Call, argument: str) -> Reply:
    """放到还款计划里 under something kept, or the plan chosen for it."""
    meant, named = await _pressed(call, argument)
    if meant is None:
        return account.stale_button(call.desk.texts)
    if not named:
        return await _put_or_ask(call, meant, None)
    row = await plans.named(call.change, call.row.person, named)
    if row is None:
        return account.stale_button(call.desk.texts)
    return await _put(call, meant, await plans.read(call.change, row))


async def press_detach(call: Call, argument: str) -> Reply:
    """放错了，取下: it is no longer shown with the plan; the evidence stays."""
    meant, named = await _pressed(call, argument)
    row = await plans.named(call.change, call.row.person, named)
    if meant is None or row is None:
        return account.stale_button(call.desk.texts)
    for one in meant.entries:
        key = keys.event(call.row.id, f"detached:{one.seq}")
        event = Detached(one.ledger, one.seq)
        await plans.happen(call.change, row, event, key=key, at=call.row.received_at)
    name, number = _name(call, meant.entries), str(row.number)
    return Reply((said(call.desk.texts, "plan_records.taken", name=name, number=number),))
