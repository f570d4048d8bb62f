"""What of a sentence went into no row: it is said beside the plan, never left out in silence.

The last look at what was read, independent of who read it: every amount, every number of
instalments and every number nobody understood must be found again in the outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from handlers.language.amounts import Amount
from handlers.language.repayment import sums
from handlers.language.repayment.conditions import conditions
from handlers.language.repayment.course import MONTHS
from handlers.language.repayment.dated import exact
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.lexer import BELOW_ZERO
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Count, Kind, Measure, Ordinal, Token
from handlers.language.repayment.understood import Understood
from handlers.repayment.plan import Fen, Frequency

_DIGITS: Final = re.compile(r"\d+")
_ITEM: Final = re.compile(r"(?<![\d.]\d\d)[、)）]")
"""What follows the number of a line in a list."""
_SUMS: Final = (Kind.TOTAL, Kind.CLEAR, Kind.SPLIT, Kind.SETTLED, Kind.REST, Kind.PAID)
_COST: Final = re.compile(r"(?:利息|罚息|手续费|服务费|滞纳金)[^\d，,。；;]{0,4}$")
_WAIVED: Final = re.compile(r"免|不[还用要算付]|减|抵|其中|[加和连共计]")
_TERMS: Final = re.compile(
    r"(?:到期|最后|年底|期满)[^，,。\d]{0,3}还本金?(?![\d])|[日月年]利?息[一二三四五六七八九万千百\d.]+[分厘%‰]?"
)
_MONTHLY: Final = frozenset({Frequency.MONTHLY, Frequency.QUARTERLY})


def unplaced(
    plain: str, found: Sequence[Token], said: Sentence, facts: Facts, understood: Understood
) -> tuple[str, ...]:
    """Pieces of the sentence that the outcome does not account for, in its order.

    Args:
        plain: the dressed sentence.
        found: all its tokens.
        said: the tokens that mean something.
        facts: what was read of them.
        understood: what came of it.
    """
    pieces = [
        *_numbers(plain, found),
        *_moneys(said, facts, understood),
        *_counts(said, facts, understood),
        *_costs(plain, found),
        *conditions(plain, begins_later=facts.start is not None or facts.delay is not None),
    ]
    known = "".join(facts.unread)
    return tuple(
        dict.fromkeys(words for _, words in sorted(pieces) if words and words not in known)
    )


def _costs(plain: str, found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """本金2000利息120, 日息万五, 年底还本: what is to be paid beside the rows."""
    for one in found:
        if one.kind is not Kind.ASIDE or not isinstance(one.value, Amount):
            continue
        cost = _COST.search(plain[: one.start])
        if cost and not _WAIVED.search(plain[max(0, cost.start() - 12) : one.end + 6]):
            yield cost.start(), plain[cost.start() : one.end].strip()
    for match in _TERMS.finditer(plain):
        yield match.start(), match[0]


def _numbers(plain: str, found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Digits that belong to no word the grammar knows."""
    loose = {place for one in found if one.kind is Kind.WORD for place in range(one.start, one.end)}
    for match in _DIGITS.finditer(plain):
        if loose.issuperset(range(*match.span())) and not _ITEM.match(plain, match.end()):
            yield match.start(), _around(plain, *match.span())
    for one in found:
        sign = BELOW_ZERO.search(plain, 0, one.start)
        words = plain[one.start : one.end]
        if sign and one.kind is Kind.WORD and not _DIGITS.search(words) and len(words) > 1:
            yield one.start, plain[sign.end() - 1] + words  # 负五百


def _around(plain: str, start: int, end: int) -> str:
    """A number with the word it stands before, for whoever reads the remark."""
    tail = re.match(r"[^\W\d_]{0,3}", plain[end:])
    first = start - bool(BELOW_ZERO.search(plain, 0, start))
    return plain[first : end + (tail.end() if tail else 0)]


def _moneys(said: Sentence, facts: Facts, understood: Understood) -> Iterator[tuple[int, str]]:
    rows = understood.rows or ()
    placed: set[int | None] = {row.amount for row in rows}
    placed |= {understood.total, understood.amount_each, sum(row.amount for row in rows)}
    placed |= {facts.rest, facts.growth, -(facts.growth or 0), sums.left(facts)}
    placed |= {understood.down.amount if understood.down else None}
    placed |= {fen for _, fen in (*facts.parts, *facts.dated, *facts.cycle, *facts.spans)}
    placed |= {facts.later[1] if facts.later else None}
    if understood.frequency is Frequency.ONCE:
        down = understood.down.amount if understood.down else 0
        paid = sum(row.amount for row in rows) + down
        placed = {row.amount for row in rows} | {facts.rest, sums.left(facts), down}
        placed |= {understood.total} if not rows or paid == understood.total else set()
        placed |= {facts.each} if facts.each and facts.counts and paid % facts.each == 0 else set()
    for index, one in enumerate(said.tokens):
        fen = exact(said, index)
        if one.kind is not Kind.MONEY or fen is None:
            continue
        if fen in placed and not (fen == understood.total and _no_total(said, understood)):
            continue
        if said.kind(index - 1) is Kind.TOTAL and _beside_the_total(said, fen, understood.total):
            continue
        yield one.start, said.words(one).strip()


def _no_total(said: Sentence, understood: Understood) -> bool:
    """本月只能还300，…每月900: an amount that no word calls the sum, and that is not the sum."""
    rows = understood.rows or ()
    paid = sum(row.amount for row in rows) + (understood.down.amount if understood.down else 0)
    counts = [one.value for one in said.tokens if isinstance(one.value, Count)]
    called = any(said.has(kind) for kind in _SUMS) or any(count.split for count in counts)
    each = {row.amount for row in rows}
    return bool(rows) and not called and paid != understood.total and understood.total not in each


def _beside_the_total(said: Sentence, fen: Fen, total: Fen | None) -> bool:
    """欠6800，打折到5000 and 本金5万利息8千一共58000: another sum holds in place of this one."""
    return total is not None and (said.has(Kind.SETTLED) or total > fen)


def _counts(said: Sentence, facts: Facts, understood: Understood) -> Iterator[tuple[int, str]]:
    """Numbers of instalments, of which another one was taken."""
    if understood.rows is None or "剩" in said.text:
        return  # 36期还剩30期 names two numbers, and the one that is left is taken
    size = len(understood.rows) + understood.paid
    parts = {ordinal.last for ordinal, _ in facts.parts}
    for one in said.tokens:
        value = one.value
        if isinstance(value, Ordinal) and value.first == 0 and value.last:
            value = Count(value.last, value.measure)  # 中间6期
        if not isinstance(value, Count) or value.number in parts:
            continue
        if one.kind not in {Kind.COUNT, Kind.ORDINAL}:
            continue
        if value.measure is Measure.TIMES:
            paid = sum(row.amount for row in understood.rows)
            fits = value.number in {size, size + 1, 1} or paid == (facts.each or 0) * value.number
        elif value.measure in MONTHS and understood.frequency in _MONTHLY:
            fits = not facts.rhythm or _months(value, facts) in {size, 1, 0}
        else:
            fits = True
        if not fits:
            yield one.start, said.words(one).strip()


def _months(count: Count, facts: Facts) -> int:
    step = facts.rhythm.step if facts.rhythm else 1
    return count.number * MONTHS[count.measure] // max(step, 1)
