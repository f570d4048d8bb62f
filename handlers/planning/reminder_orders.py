"""What somebody orders about his reminders: pure, from words to an action with its slots.

What is to be said less often is read by `silences`, which leaves nothing to a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers.language import clocks
from handlers.language.repayment import paying
from handlers.language.repayment.payees import payees
from handlers.planning import muting, silences
from handlers.planning.discretion import discretion
from handlers.planning.silences import LEAD, NEVER, UNCLEAR, Slots

LONGEST: Final = 40
"""Characters; what is longer tells something rather than orders it."""
PLACES: Final[Mapping[str, str]] = {
    "北京|上海|中国|国内": "Asia/Shanghai",
    "东京|日本|大阪": "Asia/Tokyo",
    "首尔|韩国": "Asia/Seoul",
    "新加坡": "Asia/Singapore",
    "香港": "Asia/Hong_Kong",
    "台北|台湾": "Asia/Taipei",
    "曼谷|泰国": "Asia/Bangkok",
    "吉隆坡|马来西亚": "Asia/Kuala_Lumpur",
    "迪拜": "Asia/Dubai",
    "悉尼": "Australia/Sydney",
    "伦敦|英国": "Europe/London",
    "柏林|德国": "Europe/Berlin",
    "巴黎|法国": "Europe/Paris",
    "莫斯科": "Europe/Moscow",
    "纽约|美东|美国东部": "America/New_York",
    "多伦多": "America/Toronto",
    "洛杉矶|美西|美国西部|加州": "America/Los_Angeles",
    "温哥华": "America/Vancouver",
}
"""Places people name, and their zones."""

_N: Final = "[0-9一二两三四五六七八九十]{1,3}"
_HOUR: Final = re.compile(
    r"(?:换|改|调|挪|放|定|设)(?:到|成|在|为|定|置)*(?:每天)?(?:的)?$|提醒(?:我)?(?:的)?时间(?:是|为|[:：])?$"
)
_WHEN: Final = re.compile(r"太早|太晚|早一?点(?!再)|(?:改|换|调).{0,2}时间")
_ZONE: Final = re.compile(
    rf"{LEAD}(?:提醒)?(?:的)?(?:时间|时区)?{LEAD}"
    r"(?:换|改|用|按|设|切|调|以)(?:成|到|为|用|换|照|一下|置|回去?|回来)*"
    r"(?P<place>[\u4e00-\u9fff]{2,5}?)(?:的)?(?:时间|时区)(?:来|再|给我|提醒|通知|显示|算|我|吧|了)*"
    rf"|{LEAD}时区(?:换|改|设|切|调|用|是|为|成|到|置)*(?P<other>[\u4e00-\u9fff]{{2,5}})"
)
_DAY_NAMED: Final = (
    r"今[天日晚早]|明[天日晚早]|大?后[天日]|下?下?(?:周|星期|礼拜)[一二三四五六日天]"
    rf"|下下?个?(?:周|星期|礼拜|月)|过?几天(?:以后|之后|后)?|(?:{_N}月)?{_N}[号日]|(?:下个?月|这个?月)?{_N}[号日]|月底"
    rf"|过?(?:{_N}|半)个?(?:分钟|小时|钟头|天|日|周|星期|礼拜|月)(?:以后|之后|后|过后)?"
)
_ONCE_MORE: Final = (
    r"(?:请|再|给我|来|你|叫我|喊我|又)*(?:提醒|通知|告诉|说|叫|喊)"
    r"(?:我|一下|一次|一遍|一声|还款|还钱|吧|哈|啊|就行|就好)*"
)
_AGAIN: Final = re.compile(
    rf"(?:那|请|麻烦|等|到|先|就|我|你)*(?:{_DAY_NAMED})(?:的|的?时候)?"
    rf"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜|夜间)?(?:{_N})?(?:[点:：](?:半|[0-9]{{2}}分?)?)?(?:钟|左右)?"
    rf"{_ONCE_MORE}"
)
_PART_NAMED: Final = re.compile(
    rf"(?:那|请|麻烦|等|到|先|就|我)*(?:早上|上午|中午|下午|傍晚|晚上|夜里)(?=再|叫|喊){_ONCE_MORE}"
)
"""晚上再提醒: without 再 it may be an order for all of them."""
_POLITE: Final = r"(?:那|请|麻烦|等|到|先|就|我|你|今天|今晚|能不能|可以|能|帮我|还是|在|大概|的)*"
_THEN: Final = re.compile(rf"(?:左右|整|钟|的时候|以后|之后|后)?{_ONCE_MORE}")
_FOR_GOOD: Final = re.compile(
    r"每|以后(?!再)|今后|往后|从.{0,3}起|一律|统统|总是|固定|统一|默认|都|改|换|调|设|定|挪|时间"
)
"""What makes an hour that of all reminders; 晚上8点再提醒我 is said of this one."""
_PAID: Final = re.compile(
    r"(?:这期|这一期|这个月|本月|本期|今天|昨天|刚才|刚刚|第.{1,3}期|那期|那笔|这笔).{0,8}"
    r"(?:已经?还|还了|还过|还完|还清|结清|还好|付了|付过|已付|转了|已转)(?!吗|没有?|多少)"
    r"|^(?:我)?(?:已经?还(?:了|款|清|过)|还好了|还过了|已付)(?:了)?$"
    r"|^我?(?:已经?|刚刚?|今天)?(?:还|付)了[负-]?[0-9一二两三四五六七八九十百千万.]+(?:元|块钱?)?了?$"
)
_CANNOT: Final = re.compile(
    r"(?:我|这一?期|这个月|本[月期]|下一?期|下个月|真的|实在|暂时|可能|也|都|又)*"
    r"(?:还不[上起了]|没钱还|交不上|付不起|拿不出钱?)了?"
)
_OTHERS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("resume", re.compile(r"(?:恢复|重新打开|打开|开启|开)(?:所有|全部)?的?(?:还款)?提醒")),
    ("mark_paid", _PAID),
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
    plain = silences.plain(text)
    if not plain or len(plain) > LONGEST or plain.endswith(("?", "？", "吗", "呢")):
        return None
    return next((slots for read in _READERS if (slots := read(text, plain)) is not None), None)


def certain(text: str, slots: Slots) -> Slots:
    """What may be done of an order that only its intent tells; a guess switches nothing off."""
    told = heard(text)
    if told is not None:
        return told
    action = slots.get("action")
    if action in {"cancel", "pause"}:
        return silences.stop(text, silences.plain(text)) or {"action": UNCLEAR}
    if action == "set_advance" and silences.NOT.search(text):
        return {"action": UNCLEAR}
    if action == "quiet_hours":
        return silences.asked_for(silences.plain(text)) or {"action": "change"}
    return slots


def about_paying(text: str) -> str:
    """What is left of a text without what it says of reminders: 别提醒我了，我已经还了."""
    return "，".join(one for one in silences.clauses(text) if not NEVER.search(one))


def _payment(text: str, plain: str) -> Slots | None:
    """He has paid, and therefore wants to hear no more of it."""
    if not NEVER.search(plain):
        return None
    rest = about_paying(text)
    paid = rest and (_paid(rest, rest) is not None or _PAID.search(rest.replace("，", "")))
    return {"action": "mark_paid"} if paid else None


def _zone(text: str, plain: str) -> Slots | None:
    if re.search(r"[0-9]|还(?!款提醒)|欠", plain):
        return None
    found = next((m for one in silences.clauses(text) if (m := _ZONE.fullmatch(one))), None)
    if found is None:
        return {"action": "zones"} if re.search(r"(?:换|改|设|调)(?:个|一下)?时区", plain) else None
    place = found["place"] or found["other"]
    for names, zone in PLACES.items():
        if re.fullmatch(rf"(?:{names})(?:当地|标准)?", place):
            return {"action": "zone", "zone": zone}
    return {"action": "zones"} if "时区" in plain or "当地" in plain else None


def _again(text: str, plain: str) -> Slots | None:
    """At an hour or on a day that he names; which one that is, is for whoever knows the time."""
    del text
    if _AGAIN.fullmatch(plain) or _PART_NAMED.fullmatch(plain):
        return {"action": "snooze"}
    return _at_an_hour(plain)


def _at_an_hour(plain: str) -> Slots | None:
    """晚上8点再提醒我: this one; only in so many words (以后都, 每天) is it the hour of all."""
    named = clocks.clocks(plain)
    if len(named) != 1 or _FOR_GOOD.search(plain):
        return None
    before, behind = plain[: named[0].start], plain[named[0].end :]
    fits = re.fullmatch(_POLITE, before) and _THEN.fullmatch(behind)
    return {"action": "snooze", "at": named[0].by_day.strftime("%H:%M")} if fits else None


def _hour(text: str, plain: str) -> Slots | None:
    """The hour of the clock at which reminders speak."""
    del text
    if "提醒" not in plain and "通知" not in plain:
        return None
    named = clocks.clocks(plain)
    chosen = [one for one in named if _HOUR.search(plain[: one.start])]
    if len(chosen) == 1:
        return {"action": "hour", "at": chosen[0].by_day.strftime("%H:%M")}
    if len(named) == 1 and not silences.SILENT.search(plain):
        rest = plain[: named[0].start] + plain[named[0].end :]
        alone = re.fullmatch(
            rf"{LEAD}(?:每天|每次|每回|都|一律|统一|固定|能不能|可以|能|改|在|换)*(?:再|来)?(?:提醒|通知)(?:我|一下|就行|就好|吧|还款|还钱)*",
            rest,
        )
        if alone:
            return {"action": "hour", "at": named[0].by_day.strftime("%H:%M")}
    if not named and _WHEN.search(plain) and not re.search("晚一?点再|提前", plain):
        return {"action": "hours"}
    return None


def _other(text: str, plain: str) -> Slots | None:
    del text
    return next(({"action": name} for name, sign in _OTHERS if sign.search(plain)), None)


def _paid(text: str, plain: str) -> Slots | None:
    """He has paid, with or without the name of whom it is owed to."""
    del text
    told = paying.paid(plain) is not None or paying.paid(payees(plain).rest) is not None
    return {"action": "mark_paid"} if told else None


def _cannot(text: str, plain: str) -> Slots | None:
    """He cannot pay somebody whom he names."""
    del text
    told = payees(plain)
    return {"action": "cannot"} if told.names and _CANNOT.fullmatch(told.rest) else None


_READERS: Final = (
    _payment,
    _zone,
    discretion,
    _again,
    muting.read,
    silences.advance,
    silences.quiet,
    _hour,
    silences.stop,
    _other,
    silences.less,
    _paid,
    _cannot,
)
"""Each reads one kind of order; the first that understands it answers."""
