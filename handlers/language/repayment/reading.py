"""Reads a sentence about repaying: dress it, cut it, give every part its place, count it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from handlers.beijing import beijing_day
from handlers.language.repayment import building, creditor, dated, days, money, spans, witness
from handlers.language.repayment.dressing import dress
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.lexer import tokens
from handlers.language.repayment.sentence import Sentence, sentence
from handlers.language.repayment.tokens import Kind, Token
from handlers.language.repayment.understood import Understood
from handlers.language.repayment.words import PAID_COUNT

_PAID_COUNT: Final = re.compile(PAID_COUNT)
_LEFT: Final = re.compile(
    r"(?:剩|还差|还有|接着)[^，,。\d]{0,4}[\d一二两三四五六七八九十]{1,3}\s*(?:期|个月|次|笔)"
)
_IDLE: Final = frozenset({Kind.WORD, Kind.ASIDE})
"""Tokens that carry nothing of a plan."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says, before any day is counted out.

    Attributes:
        creditor: as named, None when not said.
        said: the sentence with its tokens.
        share: of its letters and digits that carry something of a plan; 1 for none.
    """

    facts: Facts
    creditor: str | None
    said: Sentence
    share: float


def told(text: str, today: date) -> Told:
    """The facts that stand in a sentence, to be put together with those of others.

    Args:
        text: as typed.
        today: the Beijing day on which it was typed.
    """
    plain = dress(text)
    named = creditor.find(plain)
    plain = creditor.hide(plain, named)
    found = tokens(plain, today)
    said = sentence(plain, found)
    facts = Facts()
    days.read_rhythm(said, facts)
    spans.read_spans(said, facts)
    dated.read_dated(said, facts, today)
    money.read_money(said, facts)
    days.read_counts(said, facts)
    days.read_days(said, facts, today)
    facts.unread += _paid_counts(plain, found)
    return Told(facts, named.name if named else None, said, _share(plain, found))


def _paid_counts(plain: str, found: Sequence[Token]) -> list[str]:
    """已经还了3期: how many are left would have to be known; 还剩9期 says it."""
    if _LEFT.search(plain):
        return []
    asides = [plain[one.start : one.end] for one in found if one.kind is Kind.ASIDE]
    return [words.strip() for words in asides if _PAID_COUNT.fullmatch(words)]


def _share(plain: str, found: Sequence[Token]) -> float:
    places = {
        place for one in found if one.kind not in _IDLE for place in range(one.start, one.end)
    }
    letters = [place for place, one in enumerate(plain) if one.isalnum()]
    return sum(place in places for place in letters) / len(letters) if letters else 1.0


def read(text: str, now: datetime) -> Understood:
    """What a sentence says about repaying.

    Args:
        text: as typed.
        now: aware; when it was typed.

    Returns:
        What is fixed, what is missing, what was not understood. Never a guess.
    """
    today = beijing_day(now)
    found = told(text, today)
    understood = building.build(found.facts, today)
    return replace(
        understood,
        creditor=found.creditor,
        unread=tuple(found.facts.unread),
        repayment=witness.is_repayment(text, found.said, understood),
    )
