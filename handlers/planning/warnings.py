"""What there is to think of before saving, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.citations import CALCULATED
from handlers.law.rates import RateBook
from handlers.messages import Look, Segment
from handlers.planning.background import LIMITATION, background, years_old
from handlers.planning.draft import Drafted, Told
from handlers.repayment import showing
from handlers.repayment.sanity import Background, Concern, Warned, concerns, spoken
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts

LONG: Final = 60
"""Rows from which on it is worth asking whether the number was meant."""
_LOUD: Final = frozenset({Concern.DEPOSIT_FIRST, Concern.PRIVATE_PAYEE, Concern.TIME_BARRED})
"""These may cost the person more than the plan."""


def warnings(
    texts: Texts, stand: Drafted, told: Sequence[Told], today: date, rates: RateBook
) -> tuple[Segment, ...]:
    """A paragraph for each concern, the dangerous ones first."""
    plan = stand.plan
    if plan is None:
        return ()
    known = background(plan, "\n".join(one.text for one in told), today, rates)
    segments = [warning(texts, one) for one in concerns(plan, today, known)]
    if len(plan.rows) > LONG:
        segments.append(said(texts, "agree.long", count=str(len(plan.rows))))
    return tuple(segments)


def dangers(texts: Texts, told: Sequence[Told], today: date) -> tuple[Segment, ...]:
    """What his latest words warn of and earlier ones did not, while the plan is still asked about.

    Said at once: whoever is asked when he pays a swindler has been helped to pay him.
    """
    before = {one.concern for one in _spoken(told[:-1], today)}
    return tuple(warning(texts, one) for one in _spoken(told, today) if one.concern not in before)


def _spoken(told: Sequence[Told], today: date) -> tuple[Warned, ...]:
    words = "\n".join(one.text for one in told)
    return spoken(Background(words, limitation_over=years_old(words, today) >= LIMITATION))


def warning(texts: Texts, found: Warned) -> Segment:
    """One concern; what a plan costs a year was worked out of the person's own numbers."""
    words = showing.warning(texts, found)
    sources = texts.sources(f"plan_warning.{found.concern.value}")
    if found.cost is not None:
        sources = (CALCULATED, *sources)
    look = Look.FINDING if found.concern in _LOUD else Look.PLAIN
    return Segment(words, look=look, sources=sources)
