"""Money that is to be paid before anything is done for him: a fee, no part of the debt.

It is neither a down payment nor an instalment; whoever asks for it is warned of in
`handlers/repayment/sanity.py`.
"""

from __future__ import annotations

import re
from typing import Final

NAMES: Final = (
    "保证金|押金|手续费|服务费|解冻[费金]|认证[费金]|验证[费金]|工本费|会员费|激活费|担保费|律师费"
    "|公证费|材料费|流水费|验资[费款]"
)
_HANDS: Final = "(?:交|付|打|转|缴|汇)(?:上|了|个|一笔|一下)?"
_MUST: Final = "(?:要|得|需要?|必须|让我|叫我|说)?(?:我)?先?"
_SUM: Final = r"¥?(?:\d[\d,.]*[万千百kw]?|[一二两三四五六七八九十百千万]+)(?:元|块钱?)?"
_FEE: Final = re.compile(
    rf"{_MUST}{_HANDS}(?:{NAMES})的?{_SUM}"
    rf"|{_MUST}{_HANDS}{_SUM}的?(?:{NAMES})"
    rf"|(?:{NAMES})的?{_SUM}{_MUST}{_HANDS}"
    rf"|(?:{NAMES})(?:要|得|需要?|必须)?先?{_HANDS}{_SUM}"
)


def find(text: str) -> list[tuple[int, int]]:
    """Where such a sum is named, from its verb to its noun; first and behind the last character.

    Args:
        text: dressed.
    """
    return [match.span() for match in _FEE.finditer(text)]


def hide(text: str, places: list[tuple[int, int]]) -> str:
    """The text with these places blanked out."""
    for first, end in places:
        text = text[:first] + "□" * (end - first) + text[end:]
    return text
