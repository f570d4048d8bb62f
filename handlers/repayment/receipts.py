"""What a payment receipt shows: amount, day and payee, read off the words of a screenshot.

Pure and simple on purpose: it only serves to offer the right instalment, and the person confirms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from handlers.repayment.plan import Fen

_ACT: Final = r"(?:支付|付款|转账|交易|还款|汇款|扣款|缴费|缴款)"
_DONE: Final = re.compile(
    rf"{_ACT}(?:已)?(?:成功|完成|受理)(?!之?后|以后|前)|电子回单|(?:转账|付款)凭证"
    r"|账单详情|(?:交易|还款|转账)详情|当前状态.{0,2}(?:支付|已)|^对方已收[款钱]",
    re.MULTILINE,
)
_STATUS: Final = re.compile(
    rf"^(?:(?:当前|交易|订单|转账|还款)?状态)?[:\s]*{_ACT}(?:已)?(?:成功|完成|受理)[!。~\s]*$"
    r"|^对方已收[款钱]|^\S{0,12}(?:电子回单|(?:转账|付款)凭证|账单详情|(?:交易|还款|转账)详情)",
    re.MULTILINE,
)
"""A line of its own that says so: what stands beside it is no demand."""
_NOT_PAID: Final = re.compile(
    rf"{_ACT}(?:失败|关闭|已撤销|已取消|处理中)|(?:处理|等待)中|待付款|待支付"
    r"|退款(?:成功|到账|金额|详情|已)|已(?:全额|部分)?退款"
    r"|(?<!对方)收款(?:成功|到账)|(?:你|您|我)已收[款钱]|已存入零钱|到账成功|^\s*\+\s*[¥\d]",
    re.MULTILINE,
)
"""It failed, goes on, or the money came in instead of going out."""
_DEMAND: Final = re.compile(r"逾期|请于|尽快|应还|催")
_HINT: Final = re.compile(
    r"(?:下[一]?[期次月]|剩余|本期|当期)[^\n]*|(?:避免|以免|防止|不要|请勿|免得)[^\n]{0,6}逾期"
    r"|逾期[^\n]{0,4}(?:将|会|可能)(?:影响|产生)[^\n]*|\(?无逾期\)?|逾期\S{0,4}[:\s]*[¥]?0(?:\.0+)?(?=\D|$)"
)
"""What a lender's own receipt adds about the next instalment, which is no demand."""
_AMOUNT: Final = re.compile(
    r"(?P<mark>[¥]|人民币|RMB|CNY)?\s*[-−+]?\s*(?P<more>[¥])?"
    r"(?<![\d.])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,8}(?:\.\d{1,2})?)(?![\d%])\s*(?P<unit>元)?"
)
_REALLY: Final = re.compile(r"实付|实际(?:支付|付款|还款|扣款|支出)|实还|实扣")
_NAMED: Final = re.compile(
    rf"(?:{_ACT}(?:总)?(?:金额|总额|额|合计)|本次{_ACT}|{_ACT}?支出|已还(?:金额)?|扣款)[^\d]*$"
)
_ELSE: Final = re.compile(
    r"余额|可用|额度|手续费|服务费|优惠|立减|减免|红包|折扣|抵扣|积分|奖励|返现|限额|剩余|待还|未还"
    r"|应还|下[一]?[期次月]|还需|还差|欠|利息|本金|罚息|违约金|滞纳金|最低"
)
"""Labels of amounts that were not paid, or are a part of what was."""
_ASKED: Final = re.compile(r"订单|原价|总价|商品|应付|账单(?!详情)")
"""What was to be paid, before something was taken off."""
_DATE: Final = re.compile(r"(?P<y>20\d{2})\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})")
_OTHER_DAY: Final = re.compile(
    r"(?:下[一]?[期次月]|到期|截止|有效期|最后还款|还款日)[^\n]*(?:\n\s*20\d\d.*)?"
)
"""The day of something else than the payment."""
_PAYEE: Final = re.compile(
    r"(?:收款方|收款人|收款账户|收款户名|商户全称|商户名称|商户|对方户名|对方账户|交易对方|转账给|付款给)"
    r"(?:名称|全称)?[:：]?\s*(?P<n>\S{2,24})"
)
_LABEL: Final = re.compile(
    r"^(?:收款方|收款人|收款账户|收款户名|商户全称|商户名称|商户|对方户名|对方账户|交易对方)(?:名称|全称)?[:：]?$"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_CENTS: Final = 2


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as its receipt shows it.

    Attributes:
        on: the day that stands on it, None without one.
        payee: None without one.
    """

    amount: Fen
    on: date | None = None
    payee: str | None = None


def read(words: str, until: date | None = None) -> Receipt | None:
    """The payment in the words of a screenshot; None when they are no receipt.

    Args:
        words: as read, one line under the other.
        until: a later day is misread, for nothing was paid then.
    """
    lines = [_plain(line) for line in words.splitlines() if line.strip()]
    text = "\n".join(lines)
    if not _DONE.search(text) or _NOT_PAID.search(text):
        return None
    told = _HINT.sub("", text) if _STATUS.search(text) else text
    if _DEMAND.search(told):
        return None
    amount = _amount(lines)
    if amount is None:
        return None
    on = _day(text)
    return Receipt(amount, on if on and (until is None or on <= until) else None, _payee(lines))


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", line).strip()


class _Rank(IntEnum):
    """How surely an amount is the one that was paid; the least is the surest."""

    REALLY = 0
    NAMED = 1
    ALONE = 2
    MARKED = 3
    COUNTED = 4
    ASKED = 5


_LABELS: Final = (
    (_REALLY, _Rank.REALLY),
    (_ELSE, None),
    (_ASKED, _Rank.ASKED),
    (_NAMED, _Rank.NAMED),
)


def _amount(lines: Sequence[str]) -> Fen | None:
    """The first amount of the surest kind; None among several that stand alone, as in a list."""
    found = sorted(_amounts(lines), key=lambda pair: pair[0])
    if not found:
        return None
    rank, first = found[0]
    if rank is _Rank.ALONE and {fen for one, fen in found if one is rank} != {first}:
        return None
    return first


def _amounts(lines: Sequence[str]) -> Iterator[tuple[_Rank, Fen]]:
    above = ""
    for line in lines:
        bare, end = _DATE.sub(" ", line), 0
        for match in _AMOUNT.finditer(bare):
            label = bare[end : match.start()].strip() or above
            alone = match.group().strip() == bare.strip()
            rank = _rank(match, label, alone=alone)
            end = match.end()
            digits = match["n"].replace(",", "")
            whole, _, cents = digits.partition(".")
            fen = int(whole) * 100 + int((cents + "00")[:_CENTS])
            if rank is not None and fen > 0:
                yield rank, Fen(fen)
        above = "" if end else bare  # a label stands right above its amount


def _rank(match: re.Match[str], label: str, *, alone: bool) -> _Rank | None:
    """What kind an amount is of, by its label; None for a number that is no amount paid."""
    label = _BRACKETS.sub("", label)
    for sign, rank in _LABELS:
        if sign.search(label):
            return rank
    marked = bool(match["mark"] or match["more"])
    if alone and ("." in match["n"] or marked):
        return _Rank.ALONE
    if marked or label.rstrip(": ").endswith("金额"):
        return _Rank.MARKED
    return _Rank.COUNTED if match["unit"] else None


def _day(text: str) -> date | None:
    for match in _DATE.finditer(_OTHER_DAY.sub("", text)):
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    return None


def _payee(lines: Sequence[str]) -> str | None:
    """Behind its label, or on the line below it."""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if _LABEL.fullmatch(line):
            return below or None
        match = _PAYEE.search(line)
        if match is not None:
            return match["n"]
    return None


def fits(receipt: Receipt, open_: Fen, creditor: str | None) -> int:
    """How well a receipt fits an instalment: the amount first, then the name; 0 is best."""
    named = bool(creditor and receipt.payee and _alike(creditor, receipt.payee))
    return (0 if receipt.amount == open_ else 2) + (0 if named else 1)


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or one[:2] == other[:2]
