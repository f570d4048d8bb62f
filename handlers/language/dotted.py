"""Whether 12.10 is a day or an amount: told by what stands before and behind it.

A number behind 还 or 每月 is money; one before 前, 还 or 开始 is a day, and so is one that stands
where only a day can. What may be both stays an amount, for whoever reads one asks for the day then.
"""

from __future__ import annotations

import re
from typing import Final

DOTTED: Final = r"(?<![\d./-])(?:1[0-2]|0?[1-9])\.[0-3]?\d(?![\d.])"
"""A month and a day with a point between them."""
_NEXT = re.compile(rf"\s*(?:[、，,和跟与及]|还有|以及)\s*(?P<next>{DOTTED})")
_MONEY = re.compile(
    r"\s*(?:元|块|圆|万|千|百|毛|角|分(?![\d一二三四五六七八九十])|[wk%％折倍]|个?月|期)"
)
"""Behind it: it is no day."""
_PAID = re.compile(
    r"(?:[还付交给欠转借扣存]|每[个一]?[月期次周天年笔季]|首付|利息|罚息|手续费|金额|共|合计|一共|总共|各)"
    r"(?:了|款|清|给|是|为|[:：¥￥])*\s*$"
)
_WHEN = re.compile(
    r"(?:还款日|还款时间|到期日|账单日|日期|时间|下一?次|下一?期|第一次|首次|最后一次|最晚|最迟|截[止至]"
    r"|定[在于到]|约[在于到]|[从自于]|(?:日子?|日期)改[成为]|(?:改|推|延|推迟|还|付)到)(?:还款)?(?:是|为|[:：])?\s*$"
)
_DAY = re.compile(
    r"\s*(?:[号日]|之?前|以前|起|开始|到期|截止|[当那]天|还|付|给|交(?!通)|扣|转|首期|第一|发工资|发薪|收到|签收"
    r"|开庭|各[还付交])"
)
_SUM = re.compile(
    r"(?:\s*[:：，,—–-]\s*|\s+)(?:[还付交各]+\s*)?[¥￥]?[1-9]\d{2,}(?!\d*\s*(?:期|个月|号|天))"
)
"""An amount behind it: that one is the money."""


def is_day(text: str, start: int, end: int) -> bool:
    """Whether the number from start to end names a day."""
    if _MONEY.match(text, end):
        return False
    marked = text[end : end + 1] in {"号", "日"}
    if _PAID.search(text[:start]) and not _WHEN.search(text[:start]):
        return marked
    if marked or _WHEN.search(text[:start]) or _DAY.match(text, end) or _SUM.match(text, end):
        return True
    following = _NEXT.match(text, end)
    return following is not None and is_day(text, following.start("next"), following.end())
