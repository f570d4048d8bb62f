"""Whom it is owed to, as he names it: a bank's card and its loan are two debts, 好 is nobody.

What the grammar finds ends at the lender; what was borrowed from it stands behind and is kept.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers import own
from handlers.language.repayment import joining, reading

NAME: Final = 24
"""Characters a creditor's name may have."""
_PRODUCT: Final = (
    "信用卡|贷记卡|房贷|车贷|消费贷|装修贷|经营贷|信用贷|现金贷|抵押贷|公积金贷|快贷|闪贷|备用金"
)
_BANK: Final = re.compile(
    r"(?:银行|[工农中建交招]行|邮储|信用社|农商行|浦发|兴业|广发|中信|平安|光大|民生)$"
)
_FOLLOWS: Final = re.compile(rf"的?(?P<product>{_PRODUCT})(?!中心|客服|部|公司)")
_ANSWERS: Final = re.compile(rf"的?(?P<product>{_PRODUCT}|贷款|借款|分期|卡)(?:吧|呀|啊)?[。.！!]?")
_NAMELESS: Final = re.compile(
    r"(?:我|真的?|都|也|就|先|还是|那|这个|可以|已经|早就)*"
    r"(?:不(?:太)?记得|记不(?:得|清|起来?|住)|忘(?:记)?|想不起(?:来)?|不知道|不清楚|不晓得|不确定"
    r"|说不(?:清|上来)|不想(?:说|写|讲)|不(?:愿意?|方便|便)(?:说|写|讲|透露)|不告诉(?:你|您)?"
    r"|不(?:说|写|填|记|留)|跳过|略过|下一[个步题]|保密|没有?名字|无|随便|都行|匿名)"
    r"(?:叫?(?:谁|什么|啥)?名字|是谁|叫什么|这个|行吗|可以吗|吗|了|吧|啊|呀|呢|，|,)*[。.！!?？]?"
)
"""He does not know, or does not want to say: then it goes without a name."""
_TALK: Final = re.compile(
    r"(?:请|先|你|您|稍微|再|让|我|那|就|真|好|太|都|也)*"
    r"(?:等(?:一?下|会儿?|等)?|稍等|稍后|慢着|想想|想一下|看看|查查?|翻翻?|晚点|回头|好|好的|行|可以|对"
    r"|是的?|嗯+|哦+|噢|喔|啊|哈+|呵+|ok|okay|没问题|没错|收到|知道了|明白|谢谢|多谢|在吗|喂|你好|您好"
    r"|烦(?:死|人)?|累|急|气死(?:我)?|无语|滚|算|猜|没有?|不|不是|不要|不用|别问"
    r"|问(?:这个|那么多)?(?:干嘛|干啥|做啥))"
    r"(?:一下|再说|说|找找|死|了|吧|啊|呀|呢|嘛|哦|的|，|,)*[。.！!?？~]*",
    re.IGNORECASE,
)
"""Words of talk; nobody is called so."""


def given(text: str, on: date) -> str | None:
    """The name in an answer to 欠的是谁; empty where it is to go without one, None for none."""
    plain = text.strip().strip("。.，, ")
    if _NAMELESS.fullmatch(plain):
        return ""
    if joining.denies(text) or _TALK.fullmatch(plain):
        return None
    found = reading.told(text, on).creditor
    if found is None:
        return plain if 0 < len(plain) <= NAME // 2 and "\n" not in plain else None
    if len(plain) <= NAME and own.only_names(plain) and re.search("[和跟与、，,]|还有", plain):
        return plain
    return _whole(found, plain, _ANSWERS)[:NAME]


def told(text: str, on: date) -> str | None:
    """The creditor whom a sentence names, with what was borrowed; None where it names nobody."""
    found = reading.told(text, on).creditor
    return None if found is None else _whole(found, text, _FOLLOWS)[:NAME]


def _whole(name: str, text: str, behind: re.Pattern[str]) -> str:
    """A bank's name with what it is that is owed to it (某某银行信用卡)."""
    at = text.find(name)
    if at < 0 or not _BANK.search(name):
        return name
    rest = text[at + len(name) :]
    match = behind.fullmatch(rest) if behind is _ANSWERS else behind.match(rest)
    return name if match is None else name + match["product"]
