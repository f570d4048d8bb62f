"""What somebody says he has paid: 还了500, 3000已经还了, 两期一起还了, 剩下的都还清了.

Money is put down on these words, so whatever may be meant in two ways is unclear, and is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from handlers.language.amounts import Amount, amounts
from handlers.language.numbers import whole
from handlers.language.repayment import past
from handlers.language.repayment.past import DUE, MADE, Days, Past
from handlers.repayment.plan import Fen

LONGEST: Final = 40
"""Characters; whoever writes more tells a story, of which a payment may be a part."""
_MONEY: Final = "§"
_N: Final = "[0-9一二两三四五六七八九十]{1,3}"
_UNSETTLED: Final = re.compile(r"没|未|不|[?？吗呢]|要还|会还|想还|准备|打算|怎么|如果|要是|等")
_PAID: Final = r"[还付](?:清|完|掉|好|上|过去)?[了过]|已经?[还付](?:清|完)?|结清了?"
_HANDED: Final = r"(?:转|交|汇|打|结)(?:完|掉|好|过去|给他们|给对方|给平台)?[了过]|已[转交汇结]"
"""Words of handing something over: 打了我 and 交了 say nothing of money by themselves."""
_LEFT: Final = r"剩下的?|剩余的?|余下的?|余款|尾款|其余的?"
_EVERY: Final = r"全部|全都|所有的?|全"
_TIME: Final = r"今天|今早|刚才|刚刚|刚|早上|上午|中午|下午|晚上|在|于"
_NAMED: Final = rf"第(?P<row>{_N})期"
_COUNTED: Final = rf"(?P<which>这|前)?(?P<count>{_N})(?:期|个月)(?:的)?"
_ONE: Final = r"(?:(?:这|那|本|上|当)(?:一)?(?:期|笔)|这个月|本月|这月)的?"
_FURTHER: Final = r"又|再|另外|额外"
"""It was paid beside what was told before."""
_SOME: Final = r"一半|一?部分|一些|一点儿?"
_SUM: Final = r"钱|款"
_FILL: Final = (
    r"我|俺|的|把|就|都|也|已经?|终于|一起|一块|一次性?|提前|欠款|债|了|啦|哈|嗯|好|，"
    r"|只|才|先|按时|准时|如数|过去|" + _FURTHER
)
_WHOLE: Final = re.compile(
    rf"(?:{_PAID}|{_HANDED}|{_LEFT}|{_EVERY}|{_TIME}|{_NAMED}|{_COUNTED}|{_ONE}|{_SUM}|{_FILL}"
    rf"|{_MONEY}|{MADE}|{DUE}|{_SOME})+"
)
_REST: Final = re.compile(rf"(?:{_LEFT}|{_EVERY}).*(?:{_PAID}|{_HANDED})")
_SETTLED: Final = re.compile(
    r"(?:我|钱|款|债|欠款|已经?|终于|都|也|提前|了|啦|，)*[还付结]清了?[啦哈]?了?"
)
_TO_THE_END: Final = re.compile(r"[还付结]清|[还付]完")
_TOGETHER: Final = re.compile(r"都|一起|一块|全")
_PART: Final = re.compile(r"半|负|[-−]|部分|一些|一点|几|多|大概|大约|差不多|左右|上下|来块|0")


@dataclass(frozen=True, slots=True)
class Payment:
    """What a sentence says of a payment; nothing of it means the instalment that is next.

    Attributes:
        amount: how much, None when it does not say.
        row: the instalment it names, counted from 1.
        count: how many instalments from the next one on.
        up_to: all instalments up to that one (前两期).
        everything: all that is left.
        made: the day on which it was paid, None for today.
        due: the month or the day of the instalment it names.
        further: it was paid beside what was told before.
        unclear: something was paid, and it does not say for certain what; never to be put down.
    """

    amount: Fen | None = None
    row: int | None = None
    count: int | None = None
    up_to: int | None = None
    everything: bool = False
    further: bool = False
    unclear: bool = False
    made: Past | None = None
    due: Past | None = None

    @property
    def counts(self) -> bool:
        """Whether it says how many instalments, or all of them."""
        return bool(self.count or self.up_to or self.everything)

    @property
    def is_an_amount(self) -> bool:
        """Whether it names no instalment, and at most an amount and a day."""
        return not (self.row or self.due or self.further or self.counts)


UNCLEAR: Final = Payment(unclear=True)


def paid(text: str) -> Payment | None:
    """What was paid, where a whole short sentence says nothing else; None for all other words."""
    plain = re.sub(r"[\s。.！!~]+$|\s+", "", unicodedata.normalize("NFKC", text))
    if not plain or len(plain) > LONGEST or _UNSETTLED.search(plain):
        return None
    named = past.days(plain)
    told, money = _without_money(named.text)
    match = _WHOLE.fullmatch(told)
    if match is None or told.count(_MONEY) > 1 or not _speaks_of_paying(told):
        return None
    vague = any(one.fen is None for one in money) or re.search(_SOME, told)
    if vague or _names_several(told, named):
        return _unclear(named)
    further = re.search(_FURTHER, told) is not None
    if money and money[0].fen:
        amount, row = Fen(money[0].fen), _number(match["row"])
        return _on(named, Payment(amount=amount, row=row, further=further))
    return _on(named, replace(_without_amount(told, match), further=further))


def _names_several(told: str, named: Days) -> bool:
    """Whether it says more than one thing of when it was, or of which instalment."""
    rows = len(re.findall(_NAMED, told)) + len(named.due)
    return named.odd or rows > 1 or len(named.made) > 1


def _on(named: Days, payment: Payment) -> Payment:
    """A payment with the days that are named."""
    made, due = next(iter(named.made), None), next(iter(named.due), None)
    if payment.unclear or (due and payment.counts):
        return _unclear(named)
    return replace(payment, made=made, due=due)


def _unclear(named: Days) -> Payment:
    """Something was paid, perhaps on a day that is clear."""
    one_day = len(named.made) == 1 and not named.odd
    return replace(UNCLEAR, made=named.made[0]) if one_day else UNCLEAR


def _speaks_of_paying(told: str) -> bool:
    """还 and 付 do; 打, 转 and 交 only beside money, or an instalment."""
    if re.search(_PAID, told):
        return True
    beside = rf"{_MONEY}|{DUE}|{_SUM}|{_NAMED}|{_COUNTED}|{_ONE}|{_LEFT}"
    return bool(re.search(_HANDED, told) and re.search(beside, told)) and "打了我" not in told


def _without_amount(told: str, match: re.Match[str]) -> Payment:
    row, count = _number(match["row"]), _number(match["count"])
    if row is not None:
        return UNCLEAR if count is not None else Payment(row=row)
    if count is not None:
        if match["which"] == "前":
            return Payment(up_to=count)
        together = match["which"] == "这" or _TOGETHER.search(told)
        return Payment(count=count) if together else UNCLEAR  # 还了6期: of the loan, or just now
    if re.search(_ONE, told):
        return Payment()
    if _REST.search(told) or _SETTLED.fullmatch(told):
        return Payment(everything=True)
    return UNCLEAR if _TO_THE_END.search(told) else Payment()


def somehow(text: str) -> Payment:
    """What words that were taken for a payment say of it, where `paid` does not understand them."""
    named = past.days(unicodedata.normalize("NFKC", text))
    plain = named.text
    if _names_several(plain, named):
        return _unclear(named)
    found = re.search(r"(?:还|付|转)(?:了|过)(?P<n>[^期号，,。；;]+)", plain)
    known = [one for one in amounts(found["n"]) if one.fen] if found else []
    if len(known) == 1 and found is not None and not _PART.search(found["n"].replace("0", "")):
        return _on(named, Payment(amount=Fen(known[0].fen or 0)))
    unclear = found is not None and _PART.search(found["n"])
    return _unclear(named) if unclear else _on(named, Payment())


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
