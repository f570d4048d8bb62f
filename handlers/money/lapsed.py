"""What is said about limitation: the day, what moves it, what to mind before answering anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers.messages import Look, Segment
from handlers.money.lapse import Lapse
from handlers.money.limits import span_words
from handlers.money.loan import Span
from handlers.texts.paragraphs import filled, said
from handlers.texts.texts import Texts


def lapse_words(texts: Texts, lapse: Lapse) -> Iterator[Segment]:
    """The paragraphs; the first decides. Never that nothing is owed any more."""
    found = lapse.found
    if found is None:
        yield said(texts, "lapse.too_old", look=Look.LEAD)
        yield said(texts, "lapse.court")
        return
    when = span_words(texts, lapse.since)
    exact = lapse.since.first == lapse.since.last
    shown = Span(found.last, found.last) if exact else _month(found.last)
    days = {"when": when, "day": span_words(texts, shown)}
    if found.waived:
        lead = filled(texts, "lapse.waived", {"when": when}, Look.LEAD)
    elif not found.over:
        lead = filled(texts, "lapse.running", days, Look.LEAD)
    else:
        key = "lapse.over_since" if lapse.told else "lapse.over"
        lead = filled(texts, key, days, Look.LEAD)
    yield replace(lead, sources=tuple(dict.fromkeys((*found.rules, *lead.sources))))
    if found.interrupted is not None and not found.waived:
        event = texts.word("lapse_event", found.interrupted.event)
        yield filled(texts, "lapse.again", {"when": when, "because": event})
    if lapse.instalments:
        yield said(texts, "lapse.instalments")
    yield said(texts, "lapse.moves")
    yield said(texts, "lapse.court")
    if not lapse.told:
        yield said(texts, "lapse.ask")
    yield said(texts, "lapse.caution", look=Look.SMALL)


def _month(day: date) -> Span:
    """The month of a day that is only known by its month."""
    return Span(day.replace(day=1), day)
