"""Reads a sentence about repaying: dress it, cut it, give every part its place, count it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from handlers.beijing import beijing_day
from handlers.language.repayment import (
    beyond,
    building,
    clamped,
    creditor,
    dated,
    days,
    dressing,
    fees,
    leading,
    money,
    paid,
    several,
    spans,
    unplaced,
    witness,
)
from handlers.language.repayment.dressing import dress
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.lexer import tokens
from handlers.language.repayment.sentence import Sentence, sentence
from handlers.language.repayment.tokens import Kind, Token
from handlers.language.repayment.understood import Understood
from handlers.repayment.plan import Fen

_IDLE: Final = frozenset({Kind.WORD, Kind.ASIDE})
"""Tokens that carry nothing of a plan."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says, before any day is counted out.

    Attributes:
        creditor: as named, None when not said.
        said: the sentence with its tokens.
        share: of its letters and digits that carry something of a plan; 1 for none.
        plain: the dressed sentence.
        tokens: all that it was cut into.
        several: whether other debts were told, too, and handed back.
    """

    facts: Facts
    creditor: str | None
    said: Sentence
    share: float
    plain: str
    tokens: tuple[Token, ...]
    several: bool


def told(text: str, today: date) -> Told:
    """The facts that stand in a sentence, to be put together with those of others.

    Args:
        text: as typed.
        today: the Beijing day on which it was typed.
    """
    plain = dress(text)
    named = creditor.find(plain)
    plain, other = several.first_debt(creditor.hide(plain, named), named)
    extra = [*fees.find(plain), *beyond.find(plain)]
    beside = [*([other] if other else []), *(plain[first:end] for first, end in extra)]
    plain = fees.hide(plain, extra)
    found = tokens(plain, today)
    said = sentence(plain, found)
    facts = Facts(unread=beside, monthly=named is not None and named.name.endswith("月付"))
    days.forget_passed(said)
    days.read_rhythm(said, facts)
    spans.read_spans(said, facts)
    dated.read_dated(said, facts, today)
    leading.read_leading(said, facts, today)
    money.read_money(said, facts)
    days.read_counts(said, facts)
    days.read_days(said, facts, today)
    facts.clamped = clamped.named(said)
    paid.read_paid(plain, found, facts, today)
    made = dressing.made_of(text)
    if made is not None:
        facts.made_of = (Fen(int(made[0] * 100)), Fen(int(made[1] * 100)))
    name = named.name if named and (other is None or "□" in plain) else None
    return Told(facts, name, said, _share(plain, found), plain, found, other is not None)


def _share(plain: str, found: Sequence[Token]) -> float:
    places = {
        place for one in found if one.kind not in _IDLE for place in range(one.start, one.end)
    }
    letters = [place for place, one in enumerate(plain) if one.isalnum()]
    return sum(place in places for place in letters) / len(letters) if letters else 1.0


def remarks(found: Told, understood: Understood) -> tuple[str, ...]:
    """What of one sentence is not in the plan that came of it."""
    lost = unplaced.unplaced(found.plain, found.tokens, found.said, found.facts, understood)
    return (*found.facts.unread, *lost)


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
        unread=remarks(found, understood),
        repayment=witness.is_repayment(text, found.said, understood, several=found.several),
    )
