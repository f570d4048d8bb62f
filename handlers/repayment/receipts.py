"""What a payment receipt shows: amount, day and payee, read off the words of a screenshot.

Pure and simple on purpose: it only serves to offer the right instalment, and the person confirms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.repayment.plan import Fen

_DONE: Final = re.compile(
    r"(?:支付|付款|转账|交易|还款|汇款|扣款|缴费)(?:已)?(?:成功|完成|受理)|电子回单|转账凭证|付款凭证"
    r"|账单详情|交易详情|还款详情|转账详情|当前状态.{0,2}(?:支付|已)"
)
_FAILED: Final = re.compile(
    r"(?:支付|付款|转账|交易|还款|汇款|扣款)(?:失败|关闭|已撤销|处理中)|逾期|请于|尽快|应还|催"
)
_AMOUNT: Final = re.compile(
    r"(?P<mark>[¥￥]|(?:付款|支付|转账|还款|交易|实付|汇款)?金额[:：]?\s*[¥￥]?)?"
    r"\s*[-−]?\s*(?P<n>\d{1,3}(?:[,，]\d{3})+(?:\.\d{1,2})?|\d{1,8}(?:\.\d{1,2})?)\s*(?P<unit>元)?"
)
_DATE: Final = re.compile(r"(?P<y>20\d{2})\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})")
_PAYEE: Final = re.compile(
    r"(?:收款方|收款人|收款账户|收款户名|商户全称|商户名称|商户|对方户名|对方账户|交易对方|转账给|付款给)"
    r"(?:名称|全称)?[:：]?\s*(?P<n>\S{2,24})"
)
_LABEL: Final = re.compile(
    r"^(?:收款方|收款人|收款账户|收款户名|商户全称|商户名称|商户|对方户名|对方账户|交易对方)(?:名称|全称)?[:：]?$"
)
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


def read(words: str) -> Receipt | None:
    """The payment in the words of a screenshot; None when they are no receipt.

    Args:
        words: as read, one line under the other.
    """
    lines = [_plain(line) for line in words.splitlines() if line.strip()]
    text = "\n".join(lines)
    if not _DONE.search(text) or _FAILED.search(text):
        return None
    amount = _amount(lines)
    if amount is None:
        return None
    return Receipt(amount, _day(text), _payee(lines))


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", line).strip()


def _amount(lines: Sequence[str]) -> Fen | None:
    """The amount that is marked as one; the first of the surest kind."""
    found = sorted(_amounts(lines), key=lambda pair: pair[0])
    return found[0][1] if found else None


def _amounts(lines: Sequence[str]) -> Iterator[tuple[int, Fen]]:
    for line in lines:
        bare = _DATE.sub(" ", line)
        for match in _AMOUNT.finditer(bare):
            digits = match["n"].replace(",", "").replace("，", "")
            marked = bool(match["mark"])
            alone = "." in digits and match.group().strip() == bare.strip()
            if not marked and not match["unit"] and not alone:
                continue
            whole, _, cents = digits.partition(".")
            fen = int(whole) * 100 + int((cents + "00")[:_CENTS])
            if fen > 0:
                yield (0 if marked or alone else 1), Fen(fen)


def _day(text: str) -> date | None:
    for match in _DATE.finditer(text):
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
