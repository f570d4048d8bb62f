"""Where to complain, in which order, with which words: it depends on who lent the money.

The kind of lender is asked where it changes the way, and how to find it out is said first. What
the person answers about a piece of evidence is kept beside it and used from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers import bodies, subjects
from handlers.judged import ProvisionLike
from handlers.law.route import Lender, LenderId, Move, Route
from handlers.law.routes import UNKNOWN, RouteBook
from handlers.messages import Button, Look, Reply, Segment
from handlers.texts.dates import calendar_day, evidence
from handlers.texts.paragraphs import listed, said
from handlers.texts.texts import Texts
from storage.records import Entry
from storage.store import View

LENDER: Final = "lender"
"""Label of the notes in which a person says what kind of lender it is."""
NO_EVIDENCE: Final = "all"
"""Stands in a button's action for complaints in general, in the place of an entry."""
SELDOM: Final = frozenset({"guarantee_company", "collection_agency"})
"""Kinds offered only to who does not know yet: a small screen has room for eight buttons."""
DETAILED = 3
"""So many places are told in full; the others by their line."""
MOST_PROVISIONS = 3
_BY_LENDER = frozenset({Move.LENDER, Move.REGULATOR})


def depends(routes: Sequence[Route]) -> bool:
    """Whether knowing the lender would change where to turn to."""
    return any(route.step in _BY_LENDER for route in routes)


async def lender_of(view: View, entry: Entry) -> LenderId | None:
    """What the person said last about who lent the money, None when he did not say."""
    notes = await subjects.noted(view, entry, LENDER)
    return LenderId(bodies.unpack(notes[-1][1])["says"]) if notes else None


def ask(texts: Texts, routes: RouteBook, *, about: str = NO_EVIDENCE) -> Reply:
    """Which kind of lender, and how to find out."""
    return Reply(
        (
            said(texts, "complain.lead", "complain.ask", look=Look.LEAD),
            listed(texts, texts.say("complain.find"), routes.finding_out, look=Look.STEPS),
            said(texts, "complain.order", look=Look.SMALL),
        ),
        tuple(_kinds(texts, routes, about)),
    )


def seldom(texts: Texts, routes: RouteBook, *, about: str = NO_EVIDENCE) -> tuple[Button, ...]:
    """The kinds of lender that are asked for only when nobody knows."""
    return tuple(_kinds(texts, routes, about, seldom=True))


def _kinds(
    texts: Texts, routes: RouteBook, about: str, *, seldom: bool = False
) -> Iterator[Button]:
    for lender in routes.lenders:
        if (lender.id in SELDOM) is seldom:
            yield Button(texts.word("lender", lender.id), f"lender:{about}:{lender.id}")


def told(
    texts: Texts,
    lender: Lender,
    places: Sequence[Route],
    provisions: Sequence[ProvisionLike],
    *,
    day: date,
    number: int | None = None,
    more: Sequence[Button] = (),
) -> Reply:
    """The places in order, the first ones with what they want to know and what to say there.

    Args:
        places: for this lender, and for what was found in the evidence, if any.
        provisions: that bind such a lender, in force on the day.
        number: of the evidence it is about, None for complaints in general.
        more: what may be chosen next.
    """
    lines = [texts.say("route.line", name=place.name, line=place.line) for place in places]
    ids = [place.id for place in places]
    return Reply(
        (
            _lead(texts, lender, number),
            listed(texts, texts.say("complain.places"), lines, look=Look.STEPS, sources=ids),
            *(_detail(texts, place) for place in places[:DETAILED]),
            *_bound(texts, provisions, day),
            said(texts, "complain.honest", "complain.limits", look=Look.SMALL),
        ),
        tuple(more),
        number=number,
    )


def _lead(texts: Texts, lender: Lender, number: int | None) -> Segment:
    key = "complain.unknown" if lender.id == UNKNOWN else "complain.known"
    words = [texts.say(key, name=lender.name) if key == "complain.known" else texts.say(key)]
    if number is not None:
        words.append(texts.say("complain.about", number=evidence(number)))
    words.append(lender.note)
    return Segment("\n".join(words), look=Look.LEAD, sources=tuple(lender.basis))


def _detail(texts: Texts, place: Route) -> Segment:
    """What one place handles, wants and answers, folded: it is read when it is needed."""
    head = texts.say("complain.detail", name=place.name)
    sources = (place.id, *place.basis)
    return Segment("\n".join([head, *place.details]), folded=True, sources=sources)


def _bound(texts: Texts, provisions: Sequence[ProvisionLike], day: date) -> Iterator[Segment]:
    if not provisions:
        return
    yield Segment(texts.say("complain.law", day=calendar_day(texts, day)), look=Look.LAW)
    for provision in provisions[:MOST_PROVISIONS]:
        line = texts.say("law.line", short=provision.short, gist=provision.gist)
        yield Segment(line, look=Look.LAW, sources=(provision.id,))
