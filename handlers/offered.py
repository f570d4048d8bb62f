"""What is said to somebody who is offered a paid way out of his debt: the risks, the free ways."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.messages import Look, Segment
from handlers.texts.paragraphs import listed, said
from handlers.texts.texts import Texts
from handlers.verdicts import OfferId

_STEP = "service_step"
_RISKS = ("service.fee", "service.forged", "service.data", "service.result")


def lead(texts: Texts, *, called: str | None, name: str) -> Segment:
    """What it is, and to wait.

    Args:
        called: the evidence number; None for words that are not kept.
    """
    if called is None:
        return said(texts, "service.typed", look=Look.LEAD, name=name)
    return said(texts, "service.kept", look=Look.LEAD, number=called, name=name)


def warning(texts: Texts, offer: OfferId) -> Iterator[Segment]:
    """The risks, then what can be done without it."""
    yield said(texts, *_RISKS)
    keys = [f"{_STEP}.lender"]
    if texts.has(_STEP, offer):
        keys.append(f"{_STEP}.{offer}")
    keys += [f"{_STEP}.regulator", f"{_STEP}.lawyer"]
    sources = [source for key in keys for source in texts.sources(key)]
    lines = [texts.say(key) for key in keys]
    yield listed(texts, texts.say("service.head"), lines, look=Look.STEPS, sources=sources)
    yield said(texts, "service.paid")
