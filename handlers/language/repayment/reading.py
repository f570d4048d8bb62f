"""Reads a sentence about repaying: dress it, cut it, give every part its place, count it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.beijing import beijing_day
from handlers.language.repayment import building, creditor, days, money, witness
from handlers.language.repayment.dressing import dress
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.lexer import tokens
from handlers.language.repayment.sentence import sentence
from handlers.language.repayment.understood import Understood


def read(text: str, now: datetime) -> Understood:
    """What a sentence says about repaying.

    Args:
        text: as typed.
        now: aware; when it was typed.

    Returns:
        What is fixed, what is missing, what was not understood. Never a guess.
    """
    today = beijing_day(now)
    plain = dress(text)
    named = creditor.find(plain)
    plain = creditor.hide(plain, named)
    said = sentence(plain, tokens(plain, today))
    facts = Facts()
    days.read_rhythm(said, facts)
    days.read_dated(said, facts, today)
    money.read_money(said, facts)
    days.read_counts(said, facts)
    days.read_days(said, facts, today)
    understood = building.build(facts, today)
    return replace(
        understood,
        creditor=named.name if named else None,
        unread=tuple(facts.unread),
        repayment=witness.is_repayment(text, said, understood),
    )
