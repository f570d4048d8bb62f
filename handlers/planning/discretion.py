"""Whether reminders name whom and how much: 提醒别写细节, 不要显示金额, 还是写明吧."""

from __future__ import annotations

import re
from typing import Final

from handlers.planning.silences import LEAD, Slots

_DETAILS: Final = (
    r"(?:细节|详情|内容|金额|钱数|数字|多少钱|欠多少钱?|名字|对方|银行(?:的)?(?:名字?)?|债主"
    r"|欠谁(?:的)?|[和跟、或])+"
)
_WRITE: Final = r"(?:写明|写出来?|写|显示|出现|提到|提|露出?|说|带上?|暴露)"
_WHERE: Final = r"(?:提醒|通知|消息|弹窗|锁屏)?(?:里面?|中|上|的时候|时)?"
_END: Final = r"(?:了|吧|啊|哈|就行|就好|出来|的)*"
_HIDE: Final = re.compile(
    rf"{LEAD}{_WHERE}(?:不要|别|不用|不想|甭|勿|不)(?:再)?{_WRITE}{_DETAILS}{_END}"
    rf"|{LEAD}(?:把)?{_WHERE}(?:的)?{_DETAILS}(?:都|全)?(?:藏|隐藏|遮|盖|去掉|隐去)(?:起来|住|掉)?{_END}"
    rf"|{LEAD}(?:隐藏|遮住|藏起|隐去){_WHERE}(?:的)?{_DETAILS}{_END}"
)
_SHOW: Final = re.compile(
    rf"{LEAD}{_WHERE}(?:还是|可以|要|恢复|重新|照常|照样|改回)*{_WRITE}(?:清楚|明白)?{_DETAILS}{_END}"
)


def discretion(text: str, plain: str) -> Slots | None:
    """The order to name nothing, or to name it again."""
    del text
    if _HIDE.fullmatch(plain):
        return {"action": "neutral_on"}
    return {"action": "neutral_off"} if _SHOW.fullmatch(plain) else None
