"""Amounts to which words give a place: what arrived, what each period costs, what is repaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.language.amounts import MONEY, read
from handlers.money.fen import Fen

_FILL = re.compile(
    r"(?:[:,]|了|的|是|为|只有|只|才|就|有|我|他|她|金额|的钱|总共|一共|大概|实际|本金|网贷|贷款|现金"
    r"|要|得|需要?|都|归还|偿还|支付|还款?|付|交|供|给|等额|本息|本付息|固定|能|款|可以|利息|全部|共|人民币|他们"
    r"|对方|平台|元)*"
)
"""Small words that may stand between a word and its amount."""
_RECEIVED = re.compile(
    r"(?:实际|实)?(?:到手|到账|到帐|到卡|下款|放款|拿到手?|收到|打款|打给我|打到卡上?|实得|实收|进账"
    r"|实际得到|实拿|只到了?|就到了?|到了|给了我|(?<!借)给我(?:打了?|转了?)?)"
)
_STATED = re.compile(
    r"(?:借条|合同|欠条|协议)(?:上)?(?:写|打|签)?|借(?!条|据|呗|钱花|口|助)|贷(?!款人|超)|本金"
    r"|拿了|名义(?:上)?|写的|分期(?!费|手)|批(?:了|款)|额度|欠(?!条)"
)
_TOTAL = re.compile(
    r"(?:一共|总共|合计|总计|共计?|连本带利|本息(?:合计|共)?|到期|最后|之?后)?"
    r"(?:要|得|需要?|让我|叫我|应|就要?|再)?(?:还款?|偿还|归还|付)(?:了|给|他|她|我|清|掉|总额|本息|的)*"
)
_NOT_TOTAL = re.compile(
    r"(?:每期|每个?月|月|每周|每天|一期|没|不|最低)(?:能|可以|只能|要|得|最多|至少)?$"
)
_AFTERWARDS = re.compile(r"之?后|到期|最后")
EACH = re.compile(
    r"每(?P<n>\d{1,4}|[一二两三四五六七八九十百]{1,4})?个?(?P<u>期|月|周|星期|礼拜|天|日)"
    r"|月供|月还款?|期供|一个?(?P<u1>期|月|周|星期)(?!后|之后|以后|到期|内)"
)
"""What says that an amount comes back: 每期, 月供, 每7天, 一个月."""
_INTEREST = re.compile(r"利息(?:钱)?(?:(?:每|一)个?(?:期|月|天|日|周|星期))?|息费")
_OF_INTEREST = re.compile(_FILL.pattern + r"(?:利息|息)")
_DEDUCTED = re.compile(
    r"(?:先|提前|直接|预|就|被|当场)?(?:扣掉|扣除|扣了|扣|砍掉|砍了|砍头息?|头息)(?!款日)"
)
_FEE = re.compile(r"(?<!每期)(?<!月)(?:手续费|服务费|中介费|保证金|会员费|介绍费|好处费)")
_TAKEN = re.compile(r"先扣|预扣|扣掉|扣除|扣了|扣走|提前扣|直接扣|当场扣")
_COUNTS = re.compile(
    r"期|个?月|天|年|周|日|号|%|倍|分(?![\d期]|[一二三四五六七八九十])|厘|次|个|-|/"
)
_BETWEEN = re.compile(r"(?:块钱?|元)?(?:的?(?:贷款|借款))?[,、]?(?:实际|只|才|就)*$")
_OPENING = re.compile(r"(?:我|在|从|网上|问|找|跟)*")
_LONGEST = 12
"""Characters an amount in front of its word may have."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An amount and where it stands; `fen` is None when it was left vague."""

    fen: Fen | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one sentence, each in its place, no number in two of them.

    Attributes:
        uneven: periods cost different amounts.
    """

    stated: Fen | None
    received: Fen | None
    each: Fen | None
    total: Fen | None
    interest: Placed | None
    uneven: bool = False


def placed(words: str) -> Amounts:
    """Every amount that words give a place; the surest words choose first."""
    taken: list[Placed] = []

    def choose(found: Iterator[Placed]) -> Placed | None:
        for one in found:
            if all(one.end <= other.start or one.start >= other.end for other in taken):
                taken.append(one)
                return one
        return None

    each = choose(_each(words))
    uneven = len({one.fen for one in _each(words)}) > 1
    received = choose(_received(words))
    interest = choose(_after(words, _INTEREST))
    total = choose(_totals(words))
    stated = choose(_stated(words, received))
    got = _fen(received)
    if received is None and stated is not None:
        deducted = choose(_after(words, _DEDUCTED))
        if deducted is None and _TAKEN.search(words):
            deducted = choose(_after(words, _FEE))
        got = _less(stated, deducted)
    return Amounts(_fen(stated), got, _fen(each), _fen(total), interest, uneven)


def _fen(one: Placed | None) -> Fen | None:
    return None if one is None else one.fen


def _less(stated: Placed, deducted: Placed | None) -> Fen | None:
    """What arrived when something was taken off first."""
    if deducted is None or not deducted.fen or not stated.fen or deducted.fen >= stated.fen:
        return None
    return Fen(stated.fen - deducted.fen)


def _after(words: str, pattern: re.Pattern[str]) -> Iterator[Placed]:
    """Amounts that follow a word, with nothing but small words between."""
    for match in pattern.finditer(words):
        yield from _amount_at(words, match.end())


def _amount_at(words: str, end: int) -> Iterator[Placed]:
    """The amount at a place; a number that counts periods is none."""
    fill = _FILL.match(words, end)
    position = fill.end() if fill else end
    match = MONEY.match(words, position)
    amount = read(match) if match else None
    if amount is None or amount.end == position:
        return
    bare = amount.end - position == 1 or _COUNTS.match(words, amount.end)
    if not amount.marked and bare:
        return
    if amount.marked and re.match(r"分之|%", words[amount.end :]):
        return
    yield Placed(None if amount.fen is None else Fen(amount.fen), position, amount.end)


def _each(words: str) -> Iterator[Placed]:
    for match in EACH.finditer(words):
        if _OF_INTEREST.match(words, match.end()):
            continue
        yield from _amount_at(words, match.end())


def _received(words: str) -> Iterator[Placed]:
    for match in _RECEIVED.finditer(words):
        found = list(_amount_at(words, match.end()))
        yield from found
        if not found:
            yield from _amount_before(words, match.start())


def _amount_before(words: str, position: int) -> Iterator[Placed]:
    """An amount that ends right before a word: 8500到手."""
    for start in range(max(0, position - _LONGEST), position):
        match = MONEY.match(words, start)
        amount = read(match) if match else None
        if amount and amount.end == position and amount.fen is not None:
            yield Placed(Fen(amount.fen), start, position)
            return


def _totals(words: str) -> Iterator[Placed]:
    for match in _TOTAL.finditer(words):
        before = words[max(0, match.start() - 8) : match.start()]
        if not _AFTERWARDS.match(match.group()) and _NOT_TOTAL.search(before):
            continue
        yield from _amount_at(words, match.end())


def _stated(words: str, received: Placed | None) -> Iterator[Placed]:
    yield from _after(words, _STATED)
    if received is not None:
        head = _RECEIVED.search(words)
        if head is not None and received.start >= head.end():
            clean = _BETWEEN.search(words[: head.start()])
            if clean is not None:
                yield from _amount_before(words, clean.start() or head.start())
                yield from _amount_before(words, head.start())
    opening = _OPENING.match(words)
    yield from _leading(words, opening.end() if opening else 0)


def _leading(words: str, start: int) -> Iterator[Placed]:
    """An amount with which the sentence begins: 一万分12期每期1000."""
    match = MONEY.match(words, start)
    amount = read(match) if match else None
    if amount and amount.marked and amount.fen is not None:
        yield Placed(Fen(amount.fen), start, amount.end)
