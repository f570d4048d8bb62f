"""One plan of which somebody does not want to be reminded, and later does again.

Read as everything that switches reminders off is (`handlers/planning/silences.py`): the whole
sentence has to be understood, and the plan must be the only one that can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers import account, keys, plans, wishes
from handlers.calls import Call
from handlers.language.numbers import whole
from handlers.language.repayment import creditor
from handlers.language.repayment.payees import same
from handlers.messages import Look, Reply, Segment
from handlers.planning.silences import LEAD, NOT, Slots
from handlers.planning.which import which_plan
from handlers.plans import KeptPlan
from handlers.repayment import events
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import button, said

MUTE: Final = "mute"
UNMUTE: Final = "unmute"
_GAP: Final = "□"
_N: Final = "[0-9]{1,4}|[一二两三四五六七八九十]{1,3}"
_PLAN: Final = re.compile(rf"(?:还款)?计划(?P<a>{_N})|第(?P<b>{_N})个(?:还款)?计划")
_THIS: Final = re.compile(r"[这那]个(?:还款)?计划")
_NO: Final = NOT.pattern
_ITS: Final = "[那这]?一?[笔个边家]?的?(?:欠款|借款|贷款|信用卡|钱|账|债|还款|计划|分期)*的?"
_TELL: Final = "(?:提醒|通知)"
_END: Final = "(?:我|了|吧|啦|啊|哈|先|一下|还款|还钱|就行|就好|谢谢)*"
_MUTES: Final = re.compile(
    rf"{LEAD}{_NO}(?:再|给我|向我|来|做|掉|了)*{_TELL}(?:我)?(?:还|欠)?{_GAP}{_ITS}{_END}"
    rf"|{LEAD}{_NO}(?:掉|了)?{_GAP}{_ITS}{_TELL}{_END}"
    rf"|{LEAD}(?:欠|还)?{_GAP}{_ITS}(?:先|就|以后|暂时|我|都|可以|给我|也)*{_NO}(?:再|给我|向我)*{_TELL}{_END}"
    rf"|{LEAD}{_GAP}{_ITS}{_TELL}(?:我|先|就|都|可以|给我)*(?:停止|停|关闭|关|取消|暂停)(?:掉|了|一下|吧)*"
)
_UNMUTES: Final = re.compile(
    rf"{LEAD}(?:恢复|重新打开|重新开启|重新|打开|开启|继续|接着)(?:{_TELL})?(?:我)?{_GAP}{_ITS}(?:{_TELL})?{_END}"
    rf"|{LEAD}{_GAP}{_ITS}(?:可以|要|也|又|再|重新|恢复|继续|接着|打开|照常|还是|给我|我)+{_TELL}{_END}"
)


def read(text: str, plain: str) -> Slots | None:
    """The plan that is not to be spoken of any more, or again: 别提醒招行的, 恢复计划2的提醒."""
    del text
    if "提醒" not in plain and "通知" not in plain:
        return None
    numbered = _PLAN.search(plain)
    if numbered is not None:
        words = numbered["a"] or numbered["b"]
        number = int(words) if words.isdecimal() else whole(words)
        return _slots(plain[: numbered.start()], plain[numbered.end() :], {"plan": number})
    this = _THIS.search(plain)
    if this is not None:
        return _slots(plain[: this.start()], plain[this.end() :], {})
    named = creditor.find(re.sub(_TELL, "，，", plain))
    if named is None:
        return None
    return _slots(plain[: named.start], plain[named.end :], {"name": named.name})


def _slots(head: str, tail: str, meant: Slots) -> Slots | None:
    words = f"{head}{_GAP}{tail}"
    for action, sign in ((UNMUTE, _UNMUTES), (MUTE, _MUTES)):
        if sign.fullmatch(words):
            return {"action": action, **meant}
    return None


async def carry_out(call: Call, slots: Slots) -> Reply | None:
    """Do it to the plan that is meant; asked where it may be several, None where it is none."""
    found = [one for one in await _running(call) if _is_meant(one, slots)]
    exact = [one for one in found if one.state.plan.creditor == slots.get("name")]
    found = exact or found
    if not found:
        return None
    mutes = slots["action"] == MUTE
    if len(found) > 1:
        return which_plan(call.desk.texts, found, "plan-mute" if mutes else "plan-unmute")
    return await _set(call, found[0], mutes=mutes)


async def unmute_all(call: Call) -> bool:
    """恢复提醒 of everything: no plan stays silent. Whether any was."""
    silent = [one for one in await _running(call) if one.state.muted is not None]
    for one in silent:
        await _happen(call, one, mutes=False)
    return bool(silent)


async def press_mute(call: Call, name: str) -> Reply:
    """先不提醒 under a plan."""
    return await _pressed(call, name, mutes=True)


async def press_unmute(call: Call, name: str) -> Reply:
    """恢复提醒 under a plan."""
    return await _pressed(call, name, mutes=False)


async def _pressed(call: Call, name: str, *, mutes: bool) -> Reply:
    row = await plans.named(call.change, call.row.person, name)
    kept = None if row is None else await plans.read(call.change, row)
    if kept is None or kept.state.status is not PlanStatus.RUNNING:
        return account.stale_button(call.desk.texts)
    return await _set(call, kept, mutes=mutes)


async def _set(call: Call, kept: KeptPlan, *, mutes: bool) -> Reply:
    """Add the event unless it is so already, and say what holds now."""
    if (kept.state.muted is not None) is not mutes:
        await _happen(call, kept, mutes=mutes)
    texts, name = call.desk.texts, plans.handle(kept.row)
    owed = kept.state.plan.creditor or texts.say("plan.someone")
    number = str(kept.row.number)
    key = "plans.muted" if mutes else "plans.unmuted"
    segments: list[Segment] = [said(texts, key, look=Look.LEAD, number=number, creditor=owed)]
    if not mutes and not (await wishes.of(call.change, call.row.person)).moments:
        segments.append(said(texts, "wish.silent"))
    label, verb = ("plan_unmute", "plan-unmute") if mutes else ("plan_mute", "plan-mute")
    other = button(texts, label, f"{verb}:{name}")
    return Reply(tuple(segments), (other, button(texts, "details", f"plan-show:{name}")))


async def _happen(call: Call, kept: KeptPlan, *, mutes: bool) -> None:
    event = events.Muted() if mutes else events.Unmuted()
    word = MUTE if mutes else UNMUTE
    key = keys.event(call.row.id, f"{word}:{kept.row.number}")
    await plans.happen(call.change, kept.row, event, key=key, at=call.row.received_at)


async def _running(call: Call) -> Sequence[KeptPlan]:
    kept = await plans.listed(call.change, call.row.person, only_open=True)
    return [one for one in kept if one.state.status is PlanStatus.RUNNING]


def _is_meant(kept: KeptPlan, slots: Slots) -> bool:
    if "plan" in slots:
        return kept.row.number == slots["plan"]
    if "name" not in slots:
        return True  # 别提醒这个计划了: the only one, or it is asked which
    owed = kept.state.plan.creditor
    return owed is not None and same(owed, str(slots["name"]))
