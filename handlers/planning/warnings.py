"""What there is to think of before saving, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.messages import Look, Segment
from handlers.money.fen import percent_words, yuan
from handlers.planning.background import background
from handlers.planning.draft import Drafted, Told
from handlers.repayment import showing
from handlers.repayment.plan import Plan
from handlers.repayment.sanity import Concern, Warned, concerns
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts

LONG: Final = 60
"""Rows from which on it is worth asking whether the number was meant."""
_LOUD: Final = frozenset({Concern.DEPOSIT_FIRST, Concern.PRIVATE_PAYEE, Concern.TIME_BARRED})
"""These may cost the person more than the plan."""


def warnings(
    texts: Texts, stand: Drafted, told: Sequence[Told], today: date
) -> tuple[Segment, ...]:
    """A paragraph for each concern, the dangerous ones first."""
    plan = stand.plan
    if plan is None:
        return ()
    known = background(plan, "\n".join(one.text for one in told), today)
    found = concerns(plan, today, known)
    costly = any(one.concern is Concern.ABOVE_CAP for one in found)
    shown = [one for one in found if not (costly and one.concern is Concern.SUM_ABOVE)]
    segments = [warning(texts, plan, one) for one in shown]
    if len(plan.rows) > LONG:
        segments.append(said(texts, "agree.long", count=str(len(plan.rows))))
    return tuple(segments)


def warning(texts: Texts, plan: Plan, found: Warned) -> Segment:
    """One concern. Who lent is not known here: the 24 per cent are only what may be asked for."""
    if found.concern is Concern.ABOVE_CAP and found.cost is not None:
        more = yuan(plan.sum - (plan.total or plan.sum))
        return said(texts, "agree.costly", money=more, yearly=percent_words(found.cost))
    words = showing.warning(texts, found)
    sources = texts.sources(f"plan_warning.{found.concern.value}")
    look = Look.FINDING if found.concern in _LOUD else Look.PLAIN
    return Segment(words, look=look, sources=sources)
