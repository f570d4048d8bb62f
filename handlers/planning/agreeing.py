"""What is said to a table in a few words: 保存一下, 就这样, 不对. Pure.

Most of these words mean something only directly under a table; elsewhere they are talk.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import Final

LONGEST: Final = 20
"""Characters; who says more says something of his own."""


class Word(Enum):
    """What is wanted of the table."""

    SAVE = auto()
    """保存 in so many words."""
    AGREE = auto()
    """好, 确认, 就这样: it may be kept as it stands."""
    EDIT = auto()
    DROP = auto()
    LOOK = auto()
    """怎么保存, 先不保存: it is shown as it stands, and that it is not saved."""


_YES: Final = (
    r"(?:好的?|好[了滴嘞]|行了?|嗯+|可以了?|对的?|是的?|没错|没问题|没有?毛病|ok|okay|确认|确定|同意|无误"
    r"|正确|不错|妥了?)"
)
_FILL: Final = "(?:那|就|都|也|先|谢谢)"
_IT: Final = r"(?:这个|这张表?|这份|上面的?|表格?|(?:还款)?计划|它|方案)"
_SAVE: Final = re.compile(
    rf"(?:{_YES}|{_FILL}|请|帮我|麻烦|给我|把|我要|我想|要|点|{_IT})*(?:保存|储存|存下来|存起来|存一下|存档)"
    rf"(?:一下|下来|起来|下|了|吧|好|上|啊|谢谢|{_IT})*"
)
_AGREED: Final = (
    rf"(?:{_YES}|就?这样(?:定|办|吧)?|就这么(?:定|办|还)"
    r"|就?按(?:这个|这样|这张表)(?:来|还|办)?|说定|存)"
)
_AGREE: Final = re.compile(rf"{_FILL}*(?:{_AGREED}{_FILL}*)+了?")
_EDIT: Final = re.compile(
    r"(?:日[子期]|金额|钱数?|期数|数字?|这|表|好像|有点|都|是|还|的)*"
    r"(?:不对|错了?|有错|有误|不是(?:这样)?的?|弄错了?|记错了?)"
)
_DROP: Final = re.compile(r"(?:我|那|就)*(?:不|别|不用|不要|不想)(?:保存|存|记)(?:了|它|这个)?")
_LOOK: Final = re.compile(
    r"(?:怎么|如何|在哪里?|点哪里?)(?:才能|能)?(?:保存|存)|(?:已经)?(?:保存|存)(?:好|上|下来)?了(?:吗|没有?)"
    r"|(?:先|暂时|今天|现在)+(?:不|别)(?:保存|存)|(?:等会儿?|晚点|回头|过会儿?|明天|等等|稍后)再?(?:保存|存)"
    r"|我?(?:再)?(?:看看|想想)(?:表|计划)?"
)
_PLAIN: Final = re.compile(r"(?:请|帮我)?保存(?:一下|(?:还款)?计划)?")


def heard(text: str) -> Word | None:
    """The word for the table that a whole short text is; None for all else."""
    words = bare(text)
    if not words or len(words) > LONGEST:
        return None
    for word, sign in _SIGNS:
        if sign.fullmatch(words):
            return word
    return None


def only_saves(text: str) -> bool:
    """Whether it can mean nothing but a table, even where there is none."""
    return _PLAIN.fullmatch(bare(text)) is not None


def bare(text: str) -> str:
    """Its letters, without a particle at the end."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(one for one in plain if one.isalnum())
    return re.sub(r"(?<=..)[啊呀吧呢哦嗯哈]+$", "", letters)


_SIGNS: Final = (
    (Word.DROP, _DROP),
    (Word.SAVE, _SAVE),
    (Word.AGREE, _AGREE),
    (Word.EDIT, _EDIT),
    (Word.LOOK, _LOOK),
)
