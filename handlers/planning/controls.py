"""What is said in words about reminders: 提前三天提醒我, 停止所有提醒, 这期我已经还了."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time
from typing import Final

from handlers import plans, wishes
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.numbers import whole
from handlers.language.repayment import creditor, paying, reading
from handlers.messages import Reply
from handlers.planning import delays, listing, reminding, said_paid
from handlers.planning.which import Choice, is_far, which
from handlers.plans import KeptPlan
from handlers.repayment.reminding import Moment
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import said
from handlers.wishes import Wishes
from storage.store import View

Slots = Mapping[str, object]
LONGEST: Final = 40
"""Characters; what is longer tells something rather than orders it."""
_N: Final = "[0-9一二两三四五六七八九十]{1,3}"
_CLOCK: Final = re.compile(
    rf"(?P<part>早上|上午|中午|下午|晚上|夜里|半夜|凌晨)?(?P<hour>{_N})[点时:：](?P<half>半|[0-9]{{2}})?"
)
_AFTERNOON: Final = frozenset({"下午", "晚上", "夜里", "半夜"})
_NOON: Final = 12
_ACTIONS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("set_advance", re.compile(rf"提前(?:{_N})个?(?:天|日).{{0,3}}(?:提醒|通知|告诉)")),
    ("set_advance", re.compile(rf"提醒.{{0,8}}提前(?:{_N})个?(?:天|日)")),
    (
        "quiet_hours",
        re.compile(
            r"[点时]半?(?:以|之)?后.{0,2}(?:不要|别|不用|不许|勿).{0,3}(?:发|提醒|打扰|通知|消息)"
            r"|(?:夜里|半夜|晚上|睡觉).{0,4}(?:不要|别|不用|勿).{0,3}(?:发|提醒|打扰|通知)|免打扰|勿扰"
        ),
    ),
    (
        "cancel",
        re.compile(
            r"(?:停止|停掉|停了?|取消|关掉?|关闭|不要|别|不用)(?:再|给我|掉|了)*"
            r"(?:所有|全部|一切)?的?(?:还款)?提醒(?:我|了)?|(?:所有|全部|一切)的?提醒.{0,3}(?:停|关|取消)"
        ),
    ),
    ("resume", re.compile(r"(?:恢复|重新打开|打开|开启|开)(?:所有|全部)?的?(?:还款)?提醒")),
    (
        "mark_paid",
        re.compile(
            r"(?:这期|这一期|这个月|本月|本期|今天|昨天|刚才|刚刚|第.{1,3}期|那期|那笔|这笔).{0,8}"
            r"(?:已经?还|还了|还过|还完|还清|结清|还好|付了|付过|已付|转了|已转)(?!吗|没有?|多少)"
            r"|^(?:我)?(?:已经?还(?:了|款|清|过)|还好了|还过了|已付)(?:了)?$"
            r"|^我?(?:已经?|刚刚?|今天)?(?:还|付)了[负-]?[0-9一二两三四五六七八九十百千万.]+(?:元|块钱?)?了?$"
        ),
    ),
    (
        "cannot",
        re.compile(
            r"(?:这期|这一期|这个月|本月|本期|下期|下一期|明天那期|这笔).{0,6}"
            r"(?:还不上|还不起|没钱还|还不了|交不上|拿不出)"
        ),
    ),
    ("snooze", re.compile(r"(?:晚点|晚一点|等会儿?|过会儿?|稍后|待会儿?)再?(?:提醒|说)")),
    (
        "list",
        re.compile(
            r"(?:有哪些|看看?|查看?|列出)(?:一下)?(?:我的)?(?:所有)?(?:还款)?提醒$|^提醒设置$|^我的提醒$"
        ),
    ),
)


def heard(text: str) -> Slots | None:
    """The action and its slots, None when it is no order about reminders."""
    plain = re.sub(r"[\s。.，,！!]+", "", text)
    if not plain or len(plain) > LONGEST or plain.endswith(("?", "？", "吗", "呢")):
        return None
    action = next((name for name, sign in _ACTIONS if sign.search(plain)), None)
    if action is None and _tells_of_paying(plain):
        action = "mark_paid"
    if action is None:
        return None
    found: dict[str, object] = {"action": action}
    if action == "set_advance" and (match := re.search(rf"提前({_N})", plain)):
        found["days"] = _number(match[1])
    if action == "quiet_hours":
        found.update(_quiet(plain))
    return found


def _tells_of_paying(plain: str) -> bool:
    """With or without the name of whom it is owed to."""
    if paying.paid(plain) is not None:
        return True
    named = creditor.find(plain)
    rest = plain if named is None else plain[: named.start] + plain[named.end :]
    return rest != plain and paying.paid(rest.lstrip("的")) is not None


def _quiet(plain: str) -> dict[str, object]:
    clocks = [clock for match in _CLOCK.finditer(plain) if (clock := _clock(match)) is not None]
    found: dict[str, object] = {}
    if clocks:
        found["from_time"] = clocks[0].strftime("%H:%M")
    if len(clocks) > 1:
        found["to_time"] = clocks[1].strftime("%H:%M")
    return found


def _clock(match: re.Match[str]) -> time | None:
    hour = _number(match["hour"])
    if hour is None or hour > 2 * _NOON:
        return None
    if match["part"] in _AFTERNOON and hour < _NOON and not (match["part"] != "下午" and hour < 5):
        hour += _NOON
    half = match["half"]
    minute = 0 if half is None else 30 if half == "半" else int(half)
    return time(hour % (2 * _NOON), minute) if minute < 60 else None


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() and words.isascii() else whole(words)


async def carry_out(call: Call, slots: Slots) -> Reply | None:
    """Do what was asked for, or say what can be set; None when there is no plan to do it with."""
    action = slots.get("action")
    if action == "mark_paid" or action in _ABOUT_A_ROW:
        return await _about_a_row(call, str(action))
    before = await wishes.of(call.change, call.row.person)
    if action == "set_advance" and _moment(slots) is None:
        reply = reminding.state(call.desk.texts, before)
        return Reply((said(call.desk.texts, "wish.no_such_day"), *reply.segments), reply.buttons)
    after = _wished(before, action, slots)
    return await reminding.shown(call) if after is None else await reminding.kept(call, after)


def _wished(before: Wishes, action: object, slots: Slots) -> Wishes | None:
    """The wishes that an order leads to; None for one that changes none."""
    moment = _moment(slots)
    if action == "set_advance" and moment is not None:
        return reminding.changed(before, moment.value, reminding.ON)
    if action == "quiet_hours":
        first = _time(slots.get("from_time")) or reminding.QUIET[0]
        last = _time(slots.get("to_time")) or reminding.QUIET[1]
        return replace(before, quiet_from=first, quiet_until=last)
    if action in {"cancel", "pause"}:
        return replace(before, moments=())
    return replace(before, moments=tuple(Moment)) if action == "resume" else None


def _moment(slots: Slots) -> Moment | None:
    days = slots.get("days")
    return reminding.ADVANCE.get(days) if isinstance(days, int) else None


def _time(value: object) -> time | None:
    return time.fromisoformat(value) if isinstance(value, str) else None


_ABOUT_A_ROW: Final[Mapping[str, str]] = {
    "cannot": "plan-cannot",
    "snooze": "plan-later",
}
"""What is said of one instalment, and the verb of the button that does the same."""


async def _about_a_row(call: Call, action: str) -> Reply | None:
    """For the only instalment it can be, or for one of those offered."""
    running = await running_plans(call.change, call)
    today = beijing_day(call.row.received_at)
    owed = reading.told(call.incoming.text, today).creditor
    running = [one for one in running if one.state.plan.creditor == owed] or running
    if not running:
        return await listing.shown(call) if action == "mark_paid" else None
    if action == "mark_paid":
        return await said_paid.note(call, running)
    row = running[0].state.next_row
    if len(running) > 1 or row is None or is_far(call, row):
        return which(call, _ABOUT_A_ROW[action], _next_rows(running))
    name = f"{running[0].row.number}:{row.id}"
    if action == "cannot":
        return await delays.press_cannot(call, name)
    return await delays.press_later(call, name)


def _next_rows(running: list[KeptPlan]) -> Iterator[Choice]:
    """Of each plan the first instalment of which something is open."""
    return ((one, row, None) for one in running if (row := one.state.next_row) is not None)


async def running_plans(view: View, call: Call) -> list[KeptPlan]:
    """The person's plans of which something is to be paid."""
    kept = await plans.listed(view, call.row.person, only_open=True)
    return [one for one in kept if one.state.status is PlanStatus.RUNNING and one.state.next_row]
