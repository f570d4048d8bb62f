"""What fixes an intent: the action of a reminder, the format of an export, whose phone it was.

Plain JSON values; what was not said has no slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from handlers.intents import moments
from handlers.intents.intent import Intent, Slots
from handlers.language.numbers import whole

_OPEN = frozenset({"wish", "asks_how", "done", "english", "jump"})
"""Shapes that say it openly."""
_N = "[0-9一二两三四五六七八九十]{1,3}"
_RELATIVES: Mapping[str, str] = {
    "母亲": "妈|母亲|我娘",
    "父亲": "爸|父亲|我爹",
    "父母": "爸妈|父母",
    "配偶": "老公|老婆|爱人|丈夫|妻子|媳妇",
    "子女": "儿子|女儿|孩子|闺女",
    "兄弟姐妹": "哥|姐|弟|妹",
    "亲戚": "舅|姨|叔|伯|姑|亲戚|表[哥姐弟妹]|岳|婆婆|公公",
    "单位": "单位|公司|领导|老板|前台|主任",
    "同事": "同事",
    "朋友": "朋友|同学|室友|闺蜜|老师|辅导员|邻居",
}
_TO = "(?:发给|打给|寄给|联系|给)(?:了)?(?:我|我的)?"
_CHANNELS: tuple[tuple[str, str], ...] = (
    ("image", r"[\[【](?:图片|照片|截图)|截图|截屏|拍(?:了|下)?照"),
    ("call_transcript", r"录音|通话|电话|来电|打来|语音|[\[【](?:语音|视频)"),
    ("letter", r"律师函|催收函|纸质|寄|挂号信|信封|邮政|传票|落款"),
    ("wechat", r"微信|qq|转发|群里|朋友圈|聊天记录|“|发的"),
)
_ACTIONS: tuple[tuple[str, str], ...] = (
    ("set_advance", rf"提前(?:{_N}|半)(?:个)?(?:天|日|周|小时|星期)"),
    (
        "mark_paid",
        (
            "已还|已经还|还了(?!吗|没)|还过了|还完了|还好了|付了|付过|已付"
            "|转账了|已经转|打勾|标(?:记|成|为|一下)|结清了|的已经结清"
        ),
    ),
    (
        "quiet_hours",
        (
            "勿扰|免打扰|打扰|(?:不要|别|不用)(?:给我)?(?:发|提醒)(?:消息)$"
            "|[点时](?:半)?(?:以)?(?:后|前)(?:不要|别)|夜里|半夜"
        ),
    ),
    ("list", "有哪些|列表|列出|看看我的提醒|查|下一?次|下次|下一?期|接下来|都是哪|哪几笔"),
    (
        "snooze",
        "推迟|延(?:期|后|到)|往后|过.{1,4}(?:小时|天).{0,2}提醒|后再提醒|明天再|晚点|稍后|等会",
    ),
    ("resume", "恢复|重新开启|打开"),
    ("pause", "暂停|先停|先别"),
    ("cancel", "停|取消|关|删|不要|别|不用|退订|^td$|够了|少发"),
    ("change", "改|换成|调"),
)


def crisis(shape: str | None) -> Slots:
    """How openly danger was said."""
    return {"risk": "high"} if shape in _OPEN else {"risk": "high", "implicit": True}


def of(intent: Intent, text: str, now: datetime) -> Slots:
    """The slots of every intent but a plan and danger."""
    read = _READERS.get(intent)
    return read(text, now) if read else {}


def _evidence(text: str, now: datetime) -> Slots:
    found: Slots = {"channel": next((n for n, sign in _CHANNELS if re.search(sign, text)), "sms")}
    if (sent := moments.clock(_told(text), now)) is not None:
        found["sent_at"] = sent.isoformat()
    for name, words in _RELATIVES.items():
        if re.search(f"{_TO}(?:{words})|(?:{words})(?:的)?.{{0,2}}收到", _told(text)):
            found["third_party"] = name
            break
    if re.search("(?:同一?个?|上一?条|刚才|昨天|还是那?个?|一样的).{0,8}(?:号|人)", text):
        found["relation"] = "same_sender"
    return found


def _told(text: str) -> str:
    """What the person says himself: without the collector's words in quotation marks."""
    return re.sub('[“"「].*?[”"」]', "", text)


def _reminder(text: str, now: datetime) -> Slots:
    del now
    plain = text.strip().lower()
    action = next((name for name, sign in _ACTIONS if re.search(sign, plain)), "set")
    found: Slots = {"action": action}
    if action == "set_advance":
        found.update(_advance(plain))
    if action in {"cancel", "pause", "resume"} and re.search("所有|全部|都|一切", plain):
        found["scope"] = "all"
    if action == "quiet_hours":
        found.update(_quiet(plain))
    elif action != "set_advance" and (at := moments.time_of_day(plain)) is not None:
        found["at"] = at.strftime("%H:%M")
    if (creditor := _creditor(text)) is not None:
        found["creditor"] = creditor
    return found


def _advance(plain: str) -> Slots:
    match = re.search(rf"提前({_N}|半)(?:个)?(天|日|周|小时|星期)", plain)
    number = _number(match[1]) if match else None
    if match is None or number is None:
        return {}
    if match[2] == "小时":
        return {"hours": number}
    return {"days": number * (7 if match[2] in {"周", "星期"} else 1)}


def _quiet(plain: str) -> Slots:
    first = moments.time_of_day(plain)
    if first is None:
        return {}
    before = re.search("[点时](?:半)?(?:以)?前", plain)
    found: Slots = {"to_time" if before else "from_time": first.strftime("%H:%M")}
    parts = re.split("到|至|-|~|—", plain, maxsplit=1)
    if len(parts) == 2 and (last := moments.time_of_day(parts[1])) is not None:
        found["to_time"] = last.strftime("%H:%M")
    return found


_NAMED = re.compile(
    "(?:提醒我?还|取消|停掉|把|不用提醒我还|停了)?(?:给)?"
    r"(?P<name>[\u4e00-\u9fff]{0,3}某[\u4e00-\u9fff]{1,4}?|老[\u4e00-\u9fff]|"
    r"[\u4e00-\u9fff]{2,4}(?:银行|消金|钱包|小贷|易贷)|信用卡|车贷|房贷|花呗|借呗|白条)"
    "(?=的|这|那|第|个|$|，|,|。)"
)


def _creditor(text: str) -> str | None:
    match = _NAMED.search(text)
    return match["name"] if match else None


def _export(text: str, now: datetime) -> Slots:
    found: Slots = {}
    plain = text.lower()
    formats = (
        ("pdf", "pdf"),
        ("zip", "zip|压缩|打包|证据包"),
        ("word", "word"),
        ("xlsx", "excel|表格"),
    )
    for name, sign in formats:
        if re.search(sign, plain):
            found["format"] = name
            break
    if re.search("所有|全部|一切", plain):
        found["scope"] = "all"
    if (days := moments.span(text, now)) is not None:
        found["date_from"], found["date_to"] = (day.isoformat() for day in days)
    kinds = [kind for kind, sign in _KINDS if re.search(sign, plain)]
    if kinds and "scope" not in found:
        found["kinds"] = kinds
    return found


_FORMATS = (
    ("pdf", "pdf"),
    ("zip", "zip|压缩|打包|证据包"),
    ("word", "word"),
    ("xlsx", "excel|表格"),
)
_KINDS = (
    ("sms", "短信"),
    ("call", "通话|录音|电话"),
    ("image", "截图|图片|照片"),
    ("chat", "聊天"),
)
_SCOPES: tuple[tuple[str, str], ...] = (
    ("last_item", "撤回(?!同意|授权|我对)|刚才|刚刚|上一?条|最后一条|最近一条|刚发|发错"),
    ("repayment_plan", "计划"),
    ("item", "e-?[0-9]+|第[0-9一二三四五六七八九十]+条|那张|那条|这条|这张"),
    ("chat", "聊天"),
    ("media", "录音|截图|照片|图片"),
    ("period", "月|之前|以前"),
)


def _delete(text: str, now: datetime) -> Slots:
    del now
    plain = text.strip().lower()
    scope = next((name for name, sign in _SCOPES if re.search(sign, plain)), "all")
    found: Slots = {"scope": scope}
    if re.search("个保法|个人信息保护法|删除权|第四十七条|撤回.{0,6}(?:同意|授权)", plain):
        found["basis"] = "PIPL"
    return found


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() and words.isascii() else whole(words)


_READERS: Mapping[Intent, Callable[[str, datetime], Slots]] = {
    Intent.EVIDENCE: _evidence,
    Intent.REMINDER: _reminder,
    Intent.EXPORT: _export,
    Intent.DELETE: _delete,
}
