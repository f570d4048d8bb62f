"""What somebody says he has paid: 还了500, 3000已经还了, 两期一起还了, 剩下的都还清了."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers.language.amounts import Amount, amounts
from handlers.language.numbers import whole
from handlers.repayment.plan import Fen

LONGEST: Final = 40
"""Characters; whoever writes more tells a story, of which a payment may be a part."""
_MONEY: Final = "§"
_N: Final = "[0-9一二两三四五六七八九十]{1,3}"
_UNSETTLED: Final = re.compile(r"没|未|不|[?？吗呢]|要还|会还|想还|准备|打算|怎么|如果|要是|等")
_VERB: Final = "[还付转交打汇结]"
_DONE: Final = rf"{_VERB}(?:清|完|掉|好|上|过去|给他们|给对方|给平台)?[了过]|已[还付转结]清?"
_LEFT: Final = r"剩下的?|剩余的?|余下的?|余款|尾款|其余的?"
_EVERY: Final = r"全部|全都|所有的?|全"
_TIME: Final = r"今天|今早|昨天|昨晚|前天|刚才|刚刚|刚|早上|上午|中午|下午|晚上|这个月|本月|这月"
_NAMED: Final = rf"第(?P<row>{_N})期"
_COUNTED: Final = rf"(?:这|前|后)?(?P<count>{_N})(?:期|个月)(?:的)?"
_ONE: Final = r"(?:这|那|本|上|当)(?:一)?(?:期|笔)的?"
_FILL: Final = (
    r"我|俺|的|把|就|都|也|已经?|终于|一起|一块|一次性?|提前|钱|款|欠款|债|了|啦|哈|嗯|好|，"
)
_WHOLE: Final = re.compile(
    rf"(?:{_DONE}|{_LEFT}|{_EVERY}|{_TIME}|{_NAMED}|{_COUNTED}|{_ONE}|{_FILL}|{_MONEY})+"
)
_ALL: Final = re.compile(rf"(?:{_LEFT}|{_EVERY}).*(?:{_DONE})|(?:还|付|结)(?:清|完)了")


@dataclass(frozen=True, slots=True)
class Payment:
    """What a sentence says of a payment; nothing of it means the instalment that is next.

    Attributes:
        amount: how much, None when it does not say.
        row: the instalment it names, counted from 1.
        count: how many instalments from the next one on.
        everything: all that is left.
    """

    amount: Fen | None = None
    row: int | None = None
    count: int | None = None
    everything: bool = False


def paid(text: str) -> Payment | None:
    """What was paid, where a whole short sentence says nothing else; None for all other words."""
    plain = re.sub(r"[\s。.！!~]+$|\s+", "", text)
    if not plain or len(plain) > LONGEST or _UNSETTLED.search(plain):
        return None
    told, money = _without_money(plain)
    match = _WHOLE.fullmatch(told)
    if match is None or not re.search(_DONE, told) or told.count(_MONEY) > 1:
        return None
    if any(one.vague for one in money):
        return None
    return Payment(
        amount=Fen(money[0].fen) if money and money[0].fen else None,
        row=_number(match["row"]),
        count=_number(match["count"]),
        everything=not money and bool(_ALL.search(told)) and not (match["row"] or match["count"]),
    )


def _without_money(plain: str) -> tuple[str, list[Amount]]:
    """The text with a sign for each amount; 第2期 and 两期 count something else."""
    told, end = "", 0
    found: list[Amount] = []
    for one in amounts(plain):
        counts = plain[one.end : one.end + 2].startswith(("期", "个月"))
        if counts or plain[: one.start].endswith("第"):
            continue
        told += plain[end : one.start] + _MONEY
        end = one.end
        found.append(one)
    return told + plain[end:], found


def _number(words: str | None) -> int | None:
    if words is None:
        return None
    return int(words) if words.isdecimal() else whole(words)
