"""Which of his reminders somebody does not want, and at which hours: from words to an action.

Everything of the sentence has to be understood before reminders are switched off, for whoever is
not reminded misses a day. What asks for less and is not understood is `UNCLEAR`: it is said so,
and nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.language import clocks
from handlers.language.numbers import whole

Slots = Mapping[str, object]
UNCLEAR: Final = "unclear"
ALL: Final = "all"
"""Only what is named, and nothing of the rest."""
_N: Final = "[0-9一二两三四五六七八九十]{1,3}"
_NO: Final = (
    r"(?:不(?:要|用|想|必|许|需要|准)|别(?!忘)|无需|勿|甭"
    r"|取消|关掉?|关闭|停止?|停掉|去掉|删掉|暂停)"
)
NOT: Final = re.compile(_NO)
_KEPT: Final = re.compile(r"(?:别|不要|不能|不许)(?:给我)?(?:忘|漏|落下|错过)")
"""别忘了 asks for a reminder."""
NEVER: Final = re.compile(rf"{_NO}.{{0,10}}提醒|提醒.{{0,6}}(?:{_NO}|停|关|免了)")
"""Something is to be said less often."""
LEAD: Final = (
    r"(?:请|麻烦|帮我|给我|替我|把|你们?|我|先|都|也|就|的|以后|今后|从现在起|从今天起|现在"
    r"|一律|统统|再也)*"
)
_WHAT: Final = (
    r"(?:所有|全部|一切|任何|这些|您的|你的|我的|的)*(?:还款|还债|还钱|分期|到期)?(?:提醒|通知)"
)
_STOP: Final = re.compile(
    rf"{LEAD}{_NO}(?:再|给我|向我|往我这|掉|了|收到|被|发|来|做|任何|什么)*{_WHAT}"
    r"(?:我|功能|服务|消息|信息|短信|还款|还钱|还债|了|吧|啦|啊|哈|全部|都|一切|谢谢)*"
    rf"|{LEAD}{_WHAT}(?:我|功能|全部|全都|全|都|统统|给我|先|可以|了)*"
    r"(?:停|关|取消|停止|关闭|暂停)(?:掉|了|止|闭|一下|吧)*"
    r"|退订|td",
    re.IGNORECASE,
)
_QUIET: Final = re.compile(r"免打扰|勿扰|不打扰|安静时间|静音")
_NIGHT: Final = re.compile(r"夜里|半夜|深夜|夜间|凌晨|晚上|睡觉|睡着")
_SAID: Final = r"(?:发|提醒|打扰|通知|消息|吵|闹|叫|弹|响)"
_THEY: Final = re.compile(
    "他们|她们|催收|对方|平台|客服|法院|家人|亲戚|同事|单位|我[妈爸]|父母|老[公婆]"
)
"""Whoever is to leave somebody alone is not this program."""
SILENT: Final = re.compile(
    rf"(?:不要|别(?!忘)|不用|不许|勿|不想|不准|甭).{{0,4}}{_SAID}|免打扰|勿扰"
)
_LOUD: Final = re.compile(
    rf"{_NO}(?:夜里|晚上|夜间|半夜)?(?:的)?(?:免打扰|勿扰|不打扰)"
    r"|(?:夜里|半夜|晚上)(?:也|都|照样)(?:可以|要|能|照样|给我|得)*(?:发|提醒|通知)"
)
_SOME: Final = re.compile(
    r"周末|周[一二三四五六日天]|星期|礼拜|工作日|休息日|节假日|上班|上课|开会|白天|中午(?!\d|[一二两十])"
    r"|这[一]?期|这个月|本月|本期|下期|下个月|第.{1,3}期|这笔|那笔|这次|今天|明天"
)
"""Parts of what waits that cannot be switched off by themselves."""
_DAYS: Final = re.compile(rf"提前(?P<n>{_N}|半)个?(?P<unit>天|日|周|星期)(?!后)")
_DUE: Final = re.compile(r"当[天日]|到期(?:那|当)[天日]|还款[日那]?当?[天日]")
_MISSED: Final = re.compile(r"(?:过期|逾期|过了(?:日子|期))(?:了|之|以)?后?")
_CHANGES: Final = re.compile("改成|换成|改为|换为|变成")
_ONLY: Final = re.compile(
    r"只(?:要|用|在|需|想|提前|当|留|提醒)|(?:就行|就好|就够|就可以|即可)|除了"
)


def plain(text: str) -> str:
    """A text without what separates its words."""
    return re.sub(r"[\s。.，,！!、；;]+", "", text)


def clauses(text: str) -> list[str]:
    """Its parts between marks."""
    return [one for one in re.split(r"[\s。，,！!、；;]+", text) if one]


def advance(text: str, told: str) -> Slots | None:
    """Which of the reminders of an instalment are to be said, and which not."""
    if _THEY.search(told) or not re.search("提醒|通知|告诉我", told):
        return None
    parts = [_sorted(clause) for clause in clauses(text)]
    on, off = (
        [one for part in parts for one in part.on],
        [one for part in parts for one in part.off],
    )
    if not (on or off):
        return None
    only = next((part.only for part in parts if part.only), False)
    if any(part.mixed for part in parts) or (off and _SOME.search(re.sub(_DUE, "", told))):
        return {"action": UNCLEAR}
    hours = clocks.clocks(told)
    at: Slots = {"at": hours[0].at.strftime("%H:%M")} if len(hours) == 1 else {}
    if off or only or len(on) > 1:
        return {"action": "moments", "on": on, "off": off, "only": only, **at}
    if on == [-1] or (on == [0] and re.search("您|温馨", told)):
        return None  # a collector's reminder speaks of what is overdue, too
    return {"action": "set_advance", "days": on[0], **at}


@dataclass(frozen=True, slots=True)
class _Part:
    """What one clause wants: days ahead on and off, whether only those, whether both in one."""

    on: Sequence[int] = ()
    off: Sequence[int] = ()
    only: bool | str = False
    mixed: bool = False


def _sorted(clause: str) -> _Part:
    """Which of the reminders that a clause names it wants."""
    named = list(_named(clause))
    refused = bool(NOT.search(clause)) and not _KEPT.search(clause)
    only = bool(_ONLY.search(clause)) and bool(named)
    if refused and "除了" in clause:
        return _Part(on=[ahead for _, ahead in named], only=ALL)
    if refused:
        mixed = only or (bool(named) and clause.count("提醒") > 1)
        return _Part(off=[ahead for _, ahead in named], mixed=mixed)
    changes = _CHANGES.search(clause)
    until = changes.start() if changes else 0
    return _Part(
        on=[ahead for place, ahead in named if place >= until],
        off=[ahead for place, ahead in named if place < until],
        only=only,
    )


def _named(clause: str) -> Iterator[tuple[int, int]]:
    """Where a clause names a reminder, and how many days ahead that one is; -1 is afterwards."""
    for found in _DAYS.finditer(clause):
        number = _number(found["n"])
        if number is not None:
            yield found.start(), number * (7 if found["unit"] in {"周", "星期"} else 1)
    for days, sign in ((0, _DUE), (-1, _MISSED)):
        for found in sign.finditer(clause):
            yield found.start(), days


def quiet(text: str, told: str) -> Slots | None:
    """Hours in which nothing is to be said."""
    del text
    if _LOUD.search(told):
        return {"action": "quiet_off"}
    found = None if _THEY.search(told) else asked_for(told)
    if found is not None and (_SOME.search(told) or "提前" in told):
        return {"action": UNCLEAR} if "提醒" in told or "打扰" in told else None
    return found


def asked_for(told: str) -> Slots | None:
    """The quiet hours that somebody asks for, None where he does not ask for any."""
    asks = SILENT.search(told) or _QUIET.search(told)
    return _hours(told) if asks and not _KEPT.search(told) else None


def _hours(told: str) -> Slots | None:
    """The hours that are named, the usual ones for the night; None where neither stands there."""
    hours = clocks.span(told)
    if hours is None:
        night = _NIGHT.search(told) or _QUIET.search(told)
        return {"action": "quiet_hours"} if night else None
    found: dict[str, object] = {"action": "quiet_hours"}
    if hours.first is not None:
        found["from_time"] = hours.first.strftime("%H:%M")
    if hours.last is not None:
        found["to_time"] = hours.last.strftime("%H:%M")
    return found if hours.first != hours.last else {"action": UNCLEAR}


def stop(text: str, told: str) -> Slots | None:
    """All of them off, and nothing else said."""
    del text
    return {"action": "cancel"} if _STOP.fullmatch(told) else None


def less(text: str, told: str) -> Slots | None:
    """Something is not to be said, and it is not understood which."""
    del text
    other = _KEPT.search(told) or _THEY.search(told)
    return {"action": UNCLEAR} if NEVER.search(told) and not other else None


def days(slots: Slots, name: str) -> tuple[int, ...]:
    """The days ahead that stand in a slot."""
    found = slots.get(name)
    return tuple(one for one in found if isinstance(one, int)) if isinstance(found, list) else ()


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() and words.isascii() else whole(words)
