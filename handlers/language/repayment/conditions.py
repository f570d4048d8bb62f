"""What a sentence says of its rows that no row can hold: 第一个月免, 周末顺延, 等我有工作再还.

A plan is days and amounts. Such a condition is handed back as it was told, with the table it was
not put into, so that nobody takes the table for all that was agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_CLAUSE: Final = re.compile(r"[^,，。；;!！?？\n]+")
_MONTH: Final = (
    r"(?:春节|过年|国庆|暑假|寒假|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|[月期次年])"
)
_CONDITION: Final = re.compile(
    rf"{_MONTH}[那这]?个?月?[都也就]?(?:可以)?(?:免(?!息|费|罚)|[停缓歇]一?个?[月下次期还付]?)"
    r"|(?:周末|节假日|假期|休息日|节日)[^,，]{0,8}(?:顺延|提前|推迟|延后|往[前后]|次日|前一天|后一天|工作日)"
    r"|顺延(?!到?[\d一二两三四五六七八九十])"
    r"|(?<![多至])[少多]还(?=\s*[\d一二两三四五六七八九])"
    r"|等[^,，]{1,12}(?:再|才|就)(?:开始|还|付)"
    r"|(?:工资|到账|发薪)[^,，]{0,4}后(?:的)?(?:第[二三]|次)[天日]"
    r"|年终奖|提成|奖金|退税|拆迁款|卖[了掉]?[车房]"
)
_NOT_YET: Final = re.compile(
    rf"(?:缓|宽限|延期?|推迟|暂停|停)到|(?:年前|{_MONTH})[都也]?不用?[还付交]"
)


def conditions(plain: str, *, begins_later: bool) -> Iterator[tuple[int, str]]:
    """Clauses that hold one, with where they begin.

    Args:
        plain: the dressed sentence.
        begins_later: whether a start was read, which is what 缓到 and 年前不用还 say.
    """
    for clause in _CLAUSE.finditer(plain):
        words = clause[0].strip()
        put_off = not begins_later and _NOT_YET.search(words)
        if put_off or _CONDITION.search(words):
            yield clause.start(), words
