"""已经还了3期: which of the counted instalments are paid already.

Where the sentence says how many there are in all, the paid ones are counted off and only what is
still to be paid becomes rows; else the words are handed back as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.language.repayment.facts import Facts
from handlers.language.repayment.rhythms import N
from handlers.language.repayment.tokens import Count, Kind, Measure, Token
from handlers.language.repayment.words import PAID_COUNT
from handlers.language.when import Day, Period, next_year, number

_PAID_COUNT: Final = re.compile(PAID_COUNT)
_LEFT: Final = re.compile(
    r"(?:剩|还差|还有|接着)[^，,。\d]{0,4}[\d一二两三四五六七八九十]{1,3}\s*(?:期|个月|次|笔)"
)
_UP_TO: Final = re.compile(rf"(?P<nth>第)?(?P<n>{N})\s*(?P<u>个月|期|次|笔)")
_COUNTED: Final = frozenset({Measure.TIMES, Measure.MONTHS})


def read_paid(plain: str, found: Sequence[Token], facts: Facts, today: date) -> None:
    """Count off what is paid; 还剩9期 says what is left by itself."""
    if _LEFT.search(plain):
        return
    asides = [plain[one.start : one.end].strip() for one in found if one.kind is Kind.ASIDE]
    told = [words for words in asides if _PAID_COUNT.fullmatch(words)]
    paid = _paid(told[0]) if len(told) == 1 else None
    listed = facts.dated or facts.dates or facts.spans or facts.cycle or facts.down is not None
    if paid is None or listed or not _of(facts.counts, paid):
        facts.unread += told
        return
    facts.paid = paid
    facts.start = _begun(facts.start, today)


def _paid(words: str) -> int | None:
    """How many from the first on; 第三期已经还了 says nothing of those before it."""
    match = _UP_TO.search(words)
    if match is None:
        return None
    paid = number(match["n"])
    return None if match["nth"] and paid > 1 else paid or None


def _of(counts: Sequence[Count], paid: int) -> bool:
    """Whether the number of all instalments is known, and more are to come."""
    return len(counts) == 1 and counts[0].measure in _COUNTED and counts[0].number > paid


def _begun(start: Day | Period | None, today: date) -> Day | Period | None:
    """从8月开始, with some paid already: a day without a year lies behind, not ahead."""
    if start is None or start.dated:
        return start
    first = start.on if isinstance(start, Day) else start.first
    if first <= today:
        return start
    return next_year(start, -1)
