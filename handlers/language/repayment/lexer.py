"""Cuts a dressed sentence into tokens: at every place the longest reading wins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers.language import amounts, dates
from handlers.language.amounts import Amount
from handlers.language.repayment.rhythms import Maker
from handlers.language.repayment.tokens import Kind, Token
from handlers.language.repayment.words import RULES
from handlers.language.when import When

_LEAST_BARE = 1000
"""Fen from which a bare number may be an amount: nobody pays 9 yuan without saying 块."""
_NUMBER_ASIDE = re.compile(
    r"(?:工资|月薪|收入|底薪|挣|赚|到手)(?:是|有|大概|才|只有|每个?月|一个月|就|不到)*\s*$"
    r"|(?<!递)(?<!逐月)(?<!逐期)(?<!依次)(?<!每月)(?<!每期)(?:减免|减|免|优惠|抹|少还|便宜)(?:掉|了|去|我|到手)*\s*$"
    r"|(?<!只还)(?<!只付)(?<!先还)(?<![加和连跟及])(?:利息|罚息|违约金|手续费|服务费|费用|滞纳金)(?:是|有|共|合计|一共|要|大概|另付|另算)*\s*$"
    r"|其中[^，,。；;]{0,12}$"
    r"|(?:原来|原先|原本|本来|当初|最早|一开始)(?:欠|借|是)(?:了|款)?\s*$"
)
_PAID_BEFORE = re.compile(
    r"(?:已经?|之前已?|前面已?)(?:还|付|交)(?:了|过)\s*$|已经?(?:支付|偿还)了?\s*$|抵[了扣掉]*\s*$|(?:还|付|交)[了过]\s*[\d一二两三四五六七八九十]{1,2}\s*(?:期|个月|笔)\s*$|已经?还\s*$|(?:还|付|交)(?:过|了)(?=$)"
)


_VALUED = frozenset({Kind.COUNT, Kind.ORDINAL, Kind.DELAY, Kind.RHYTHM})
"""Tokens that are none without a value: no instalments, every 0 days."""
_BACK = 24
"""Characters before an amount that may say what it is."""
BELOW_ZERO: Final = re.compile(r"(?:负|(?:^|[还付交给转款额，,])[-−﹣])$")
"""还-500, 负500: nobody pays less than nothing, so it is no amount; it is said not to be read."""
_PAID_ALREADY = re.compile(
    r"\s*(?:已经?|都)(?:付|还|交|转)(?:了|过)?(?!\s*[\d¥一二两三四五六七八九])|\s*(?:付|还|交)过了"
)


def tokens(text: str, today: date) -> tuple[Token, ...]:
    """The tokens of a dressed sentence, in order, without gaps."""
    return tuple(_cut(text, today))


def _cut(text: str, today: date) -> Iterator[Token]:
    whens = dates.starts(text, today)
    words = _words(text)
    position = 0
    while position < len(text):
        token = _longest(text, position, whens.get(position), words.get(position, ()))
        yield token
        position = token.end


def _words(text: str) -> dict[int, list[tuple[Kind, re.Match[str], Maker]]]:
    """Every match of every rule by where it begins; searching is what regex engines are fast at."""
    found: defaultdict[int, list[tuple[Kind, re.Match[str], Maker]]] = defaultdict(list)
    for kind, pattern, maker in RULES:
        match = pattern.search(text)
        while match:
            found[match.start()].append((kind, match, maker))
            match = pattern.search(text, match.start() + 1)
    return found


def _longest(
    text: str,
    position: int,
    when: tuple[When, int] | None,
    words: Sequence[tuple[Kind, re.Match[str], Maker]],
) -> Token:
    best = Token(Kind.WORD, position, position + 1)
    if when is not None:
        best = Token(Kind.WHEN, position, when[1], when[0])
    for kind, match, maker in words:
        if match.end() > best.end or (best.kind is Kind.WORD and match.end() == best.end):
            value = maker(match)
            if value is not None or kind not in _VALUED:
                best = Token(kind, position, match.end(), value)
    money = amounts.MONEY.match(text, position)
    amount = amounts.read(money) if money else None
    if amount and BELOW_ZERO.search(text, 0, amount.start):
        return Token(Kind.WORD, position, amount.end)
    if amount and _is_money(text, amount) and _reach(text, amount, best) > best.end:
        return Token(_sort(text, amount), position, amount.end, amount)
    return best


def _reach(text: str, amount: Amount, best: Token) -> int:
    """How far an amount goes: beyond a word always, beyond a day (12.10) not by a space alone."""
    if best.kind is Kind.WORD:
        return amount.end + 1
    return len(text[: amount.end].rstrip()) if best.kind is Kind.WHEN else amount.end


def _sort(text: str, amount: Amount) -> Kind:
    """Whether an amount counts, was paid long ago, or is said by the way."""
    before = text[max(0, amount.start - _BACK) : amount.start]
    if _PAID_BEFORE.search(before) or _PAID_ALREADY.match(text, amount.end):
        return Kind.PAID
    return Kind.ASIDE if _NUMBER_ASIDE.search(before) else Kind.MONEY


def _is_money(text: str, amount: Amount) -> bool:
    """A number without a unit is money only if it is not a digit of something else."""
    if amount.marked:
        return True
    words = text[amount.start : amount.end]
    if words[0].isdecimal():
        letter = re.match(r"[a-z]", text[amount.end :])
        return amount.fen is not None and amount.fen >= _LEAST_BARE and letter is None
    return len(words) >= 2 and any(character in "十百千万拾佰仟" for character in words)
